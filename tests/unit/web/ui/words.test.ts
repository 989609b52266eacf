import { describe, expect, test } from 'vitest'
import { minute } from '../../../../shared/clock.ts'
import { bandWords, channelMark, channelName, comparison, dueWords, figure, fullDate, lengthOf, peopleWords, reasonUnder, timeNear } from '../../../../web/ui/words.ts'

/** 2026-11-22 20:00, a Sunday, Beijing time. */
const now = Date.UTC(2026, 10, 22, 12)

describe('figures', () => {
  test('people under three are never counted on a screen, whatever the gateway sends', () => {
    expect([null, 0, 1, 2, 3, 14].map(peopleWords)).toEqual(['少于3人', '少于3人', '少于3人', '少于3人', '3人', '14人'])
  })

  test('a comparison says its basis, with arrows for rising and falling', () => {
    const basis = '较上周同期'
    expect(comparison({ now: 214, before: 190, basis })).toBe('较上周同期 ↑24')
    expect(comparison({ now: 37, before: 41, basis })).toBe('较上周同期 ↓4')
    expect(comparison({ now: 9, before: 9, basis })).toBe('较上周同期 持平')
  })

  test('what cannot be compared is said to be without data, not compared with zero', () => {
    expect(comparison({ now: 5, before: null, basis: '较上周同期' })).toBe('上周同期无数据')
  })

  test('a band is in whole postings that hold it', () => {
    expect(bandWords(1.4, 4.2)).toBe('预计 1–5')
    expect(bandWords(-0.3, 0)).toBe('预计 0')
  })

  test('thousands are set apart', () => {
    expect([0, 999, 1_000, 1_234_567].map(figure)).toEqual(['0', '999', '1,000', '1,234,567'])
  })
})

describe('times', () => {
  test('are Beijing time, with the day only where it is another', () => {
    expect(timeNear(now - 60 * minute, now)).toBe('19:00')
    expect(timeNear(now - 21 * 60 * minute, now)).toBe('昨日 23:00')
    expect(timeNear(now - 70 * 60 * minute, now)).toBe('11月19日 22:00')
    expect(timeNear(now + 5 * 60 * minute, now)).toBe('明日 01:00')
    expect(fullDate(now)).toBe('2026年11月22日 星期日')
  })

  test('of a limit say whether it has passed; who has been answered has no limit any more', () => {
    expect(dueWords(now + 10 * minute, 'received', now)).toEqual({ text: '20:10 前研判', overdue: false })
    expect(dueWords(now - 43 * minute, 'received', now)).toEqual({ text: '研判已超时 43 分钟', overdue: true })
    expect(dueWords(null, 'received', now)).toEqual({ text: '当班内研判', overdue: false })
    expect(dueWords(now - 43 * minute, 'assessed', now).overdue).toBe(false)
  })

  test('lengths use the largest unit that is not coarse', () => {
    expect([1, 59 * minute, 100 * minute, 3 * 1440 * minute].map(lengthOf)).toEqual(['1 分钟', '59 分钟', '1 小时', '3 天'])
  })
})

test('channels have short names and marks', () => {
  expect(channelName('其他热线咨询（三农咨询）')).toBe('其他热线咨询')
  expect(['“12345”热线', '“12345在线”论坛', '领导信箱', '微博'].map(channelMark)).toEqual(['热线', '论坛', '信箱', '微博'])
})

test('a reason under its title does not say the title again', () => {
  expect(reasonUnder('停泊区积水', '停泊区积水：24小时7次，涉及7人')).toBe('24小时7次，涉及7人')
  expect(reasonUnder('停泊区积水', '24小时7次，涉及7人')).toBe('24小时7次，涉及7人')
})
