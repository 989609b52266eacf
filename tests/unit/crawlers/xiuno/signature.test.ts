import { expect, test } from 'vitest'
import { writtenTime } from '../../../../crawlers/xiuno/signature.ts'

const at = Date.parse('2026-11-22T21:30:00+08:00')

test.each([
  ['30秒前', '2026-11-22T21:29+08:00'], ['7分钟前', '2026-11-22T21:23+08:00'], ['5小时前', '2026-11-22'], ['2天前', '2026-11-20'], ['3月前', '2026-08'],
  ['2025-1-8', '2025-01-08'], ['2026-11-22 21:29', '2026-11-22T21:29+08:00'], ['', null], ['不久以前', null],
])('%s is as exact as it says', (written, time) => {
  expect(writtenTime(written, at).time).toBe(time)
})

test('days ago are counted to the middle of the span that they stand for', () => {
  const morning = Date.parse('2026-11-22T06:00:00+08:00')
  // From 06:00 on the 19th to 06:00 on the 20th: three quarters of it are the 19th.
  expect(writtenTime('2天前', morning)).toEqual({ time: '2026-11-19', precision: 'day' })
  expect(writtenTime('2天前', at)).toEqual({ time: '2026-11-20', precision: 'day' })
})
