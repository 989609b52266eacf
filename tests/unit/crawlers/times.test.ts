import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, readTime } from '../../../crawlers/times.ts'
import { day, toBeijingIso } from '../../../shared/clock.ts'

const at = Date.parse('2026-11-22T21:30:40+08:00')

describe('readTime', () => {
  test.each<[string, string | null, string]>([
    ['发表于 2026-11-22 21:25:57', '2026-11-22T21:25:57+08:00', 'second'],
    ['2026-8-24 9:05', '2026-08-24T09:05+08:00', 'minute'],
    ['2026年11月22日 08:30', '2026-11-22T08:30+08:00', 'minute'],
    ['2026年11月22日8时30分15秒', '2026-11-22T08:30:15+08:00', 'second'],
    ['2026/11/22', '2026-11-22', 'day'],
    ['2026.1.2', '2026-01-02', 'day'],
    ['2020-05', '2020-05', 'month'],
    ['2026-11-22T00:30:00Z', '2026-11-22T08:30:00+08:00', 'second'],
    ['2026-11-22T08:30:00.123+08:00', '2026-11-22T08:30:00+08:00', 'second'],
    ['Sun, 22 Nov 2026 00:30:00 GMT', '2026-11-22T08:30:00+08:00', 'second'],
    ['Sun, 22 Nov 2026 08:30:00 CST', '2026-11-22T08:30:00+08:00', 'second'],
    ['22 November 2026 08:30 +0800', '2026-11-22T08:30+08:00', 'minute'],
    ['Sat, 21 Nov 2026 19:30:00 -0500', '2026-11-22T08:30:00+08:00', 'second'],
    ['Tue Mar 05 12:03:00 +0800 2024', '2024-03-05T12:03:00+08:00', 'second'],
    ['1795307400', '2026-11-22T08:30:00+08:00', 'second'],
    ['1795307400000', '2026-11-22T08:30:00+08:00', 'second'],
    ['21\u00a0秒前', '2026-11-22T21:30+08:00', 'minute'],
    ['8 分钟前', '2026-11-22T21:22+08:00', 'minute'],
    ['半小时前', '2026-11-22', 'day'],
    ['22 小时前', '2026-11-21', 'day'],
    ['昨天 00:26', '2026-11-21T00:26+08:00', 'minute'],
    ['前天\u00a019:26', '2026-11-20T19:26+08:00', 'minute'],
    ['今天09:29', '2026-11-22T09:29+08:00', 'minute'],
    ['4 天前', '2026-11-18', 'day'],
    ['刚刚', '2026-11-22T21:30+08:00', 'minute'],
    ['11-22 08:30', '2026-11-22T08:30+08:00', 'minute'],
    ['12-31', '2025-12-31', 'day'],
    ['5月10日 12:00', '2026-05-10T12:00+08:00', 'minute'],
    ['02:38', '2026-11-22T02:38+08:00', 'minute'],
    ['0000-00-00 00:00:00', null, 'none'],
    ['Sun, 22 Nov 2099 08:30:00 +0800', null, 'none'],
    ['2027-05-01', null, 'none'],
    ['不知道', null, 'none'],
    ['', null, 'none'],
  ])('%s → %s', (written, time, precision) => { expect(readTime(written, at)).toEqual({ time, precision }) })

  test('never throws and never tells a time more than a day ahead', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[0-9:/ 年月日前天昨-]{1,20}$/)), (written) => {
      expect(instantOf(readTime(written, at).time) ?? 0).toBeLessThanOrEqual(at + day)
    }))
  })

  test('reads back every time that Beijing time can write', () => {
    fc.assert(fc.property(fc.integer({ min: 946_684_800, max: at / 1_000 - 1 }), (seconds) => {
      const iso = toBeijingIso(seconds * 1_000)
      expect(instantOf(readTime(iso.replace('T', ' ').slice(0, 19), at).time)).toBe(seconds * 1_000)
    }))
  })
})
