import { expect, test } from 'vitest'
import { pictureOf, readShown } from '../../../../crawlers/tieba/shown.ts'

const at = (time: string) => Date.parse(`${time}+08:00`)

test('times of a list are as exact as they are written, and never in the future', () => {
  const noon = at('2026-11-22T12:00:00')
  expect(readShown('02:38', noon)).toEqual({ time: '2026-11-22T02:38+08:00', precision: 'minute' })
  expect(readShown('7-6', noon)).toEqual({ time: '2026-07-06', precision: 'day' })
  expect(readShown('12-31', noon)).toEqual({ time: '2025-12-31', precision: 'day' })
  expect(readShown('2020-05', noon)).toEqual({ time: '2020-05', precision: 'month' })
  expect(readShown('2024-08-05 16:56', noon)).toEqual({ time: '2024-08-05T16:56+08:00', precision: 'minute' })
  for (const future of ['2027-01', '2026-12-01 08:00', '4102444800', '没有时间', '']) expect(readShown(future, noon)).toEqual({ time: null, precision: 'none' })
})

test('a page made before midnight and read after it means yesterday, or last year', () => {
  expect(readShown('23:50', at('2026-11-22T00:10:00')).time).toBe('2026-11-21T23:50+08:00')
  expect(readShown('23:50', at('2026-01-01T00:10:00')).time).toBe('2025-12-31T23:50+08:00')
  expect(readShown('11-23', at('2026-11-22T20:00:00')).time).toBe('2025-11-23')
  // A clock that runs a little ahead is no time of yesterday.
  expect(readShown('12:05', at('2026-11-22T12:00:00')).time).toBe('2026-11-22T12:05+08:00')
})

test('a picture has the same address at each look', () => {
  const name = '00aa11bb22cc33dd44ee55ff6677889900aabbcc.jpg'
  const item = `https://tiebapic.baidu.com/forum/pic/item/${name}`
  expect(pictureOf(`https://tiebapic.baidu.com/forum/w%3D580/sign=00112233/${name}?tbpicau=2026-11-24-05_1`)).toBe(item)
  expect(pictureOf(`${item}?tbpicau=2026-11-25-05_2`)).toBe(item)
  expect(pictureOf('https://example.test/a.jpg')).toBe('https://example.test/a.jpg')
  expect(pictureOf(null)).toBeNull()
})
