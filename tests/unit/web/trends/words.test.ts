import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../../../shared/clock.ts'
import type { TrendRow, TrendWindow } from '../../../../shared/trend-view.ts'
import { basisUntil, burstsOf, burstWords, expectedWords, inOrder, peopleOf, staleWords, unusualWords } from '../../../../web/trends/words.ts'

/** 2026-11-22 20:00 Beijing time. */
const now = Date.UTC(2026, 10, 22, 12)
type Usual = NonNullable<TrendWindow['usual']>
const windowOf = ({ hours = 24, seen = 4, people = 4, ...usual }: Partial<Omit<TrendWindow, 'usual'> & Usual> = {}): TrendWindow =>
  ({ hours, seen, people, usual: { expected: 3, low: 1, high: 6, score: 0.7, small: false, ...usual } })
const row = (id: string, change: Parameters<typeof windowOf>[0], more: Partial<TrendRow> = {}): TrendRow =>
  ({ subject: { kind: 'place', id }, name: id, windows: [windowOf(change)], burst: null, ...more })
const burst = { since: now - hour, seen: 4, expected: 1, score: 0.9 }
const ids = (rows: TrendRow[]) => inOrder(rows, 'place', 24).rows.map(({ subject }) => subject.id)

describe('how unusual a count is', () => {
  test('is said in words that follow the band, and never as a probability', () => {
    expect(unusualWords(windowOf({ seen: 6, score: 0.97 }))).toBe('属平常')
    expect(unusualWords(windowOf({ seen: 7, score: 0.98 }))).toBe('类似情形平常偶尔出现')
    expect(unusualWords(windowOf({ seen: 30, score: 0.9995 }))).toBe('类似情形平常几乎不会出现')
    expect(unusualWords(windowOf({ seen: 0, score: 0 }))).toBe('少于平常')
  })

  test('is put down to the few people who brought it where they do not bear it out', () => {
    expect(unusualWords(windowOf({ seen: 20, people: null, score: 0.4 }))).toBe('次数偏多，但出自少数人')
  })

  test('is left open where there is no past to compare with', () => {
    const unknown = { ...windowOf({ seen: 50 }), usual: null }
    expect(unusualWords(unknown)).toBe('此前数据不足，暂不比较')
    expect(expectedWords(unknown)).toBe('')
  })
})

test('a band is told in whole postings, people under three are never counted, and where nobody wrote there are none', () => {
  expect(expectedWords(windowOf({ low: 0, high: 2 }))).toBe('预计 0–2 次')
  expect([windowOf(), windowOf({ people: null }), windowOf({ seen: 0, people: null })].map(peopleOf)).toEqual(['涉及4人', '涉及少于3人', ''])
})

test('a rise says since when, and never expects a fraction of a posting', () => {
  expect(burstWords({ ...burst, since: now - 22 * hour, seen: 1_204, expected: 2.4 }, now)).toBe('突增：自 昨日 22:00 起 1,204 次，预计 2 次')
  expect(burstWords({ ...burst, expected: 0.3 }, now)).toBe('突增：自 19:00 起 4 次，预计不到 1 次')
})

describe('the rows', () => {
  test('that rise at present stand first, then the least ordinary, then those that brought most', () => {
    expect(ids([
      row('many', { seen: 90, score: 0.9 }), row('sure', { seen: 2, score: 0.99 }), row('rising', { seen: 1, score: 0.1 }, { burst }),
      row('as sure', { seen: 3, score: 0.99 }),
    ])).toEqual(['rising', 'as sure', 'sure', 'many'])
  })

  test('are those of one kind in one window; a rise counts for its own kind', () => {
    const rows = [row('here', {}, { burst }), row('other kind', {}, { subject: { kind: 'unit', id: 'cg' } }), row('other window', { hours: 1 })]
    expect(ids(rows)).toEqual(['here'])
    expect([burstsOf(rows, 'place'), burstsOf(rows, 'unit')]).toEqual([1, 0])
  })

  test('that brought nothing are left out, unless something was to be expected or they still rise', () => {
    const nothing = { seen: 0, low: 0, score: 0 }
    const told = inOrder([row('missed', { seen: 0, low: 2, score: 0 }), row('silent', nothing), row('rising', nothing, { burst })], 'place', 24)
    expect(told.rows.map(({ name }) => name)).toEqual(['rising', 'missed'])
    expect(told.silent).toBe(1)
  })
})

test('figures that are no longer renewed say so, and of when they are', () => {
  expect(staleWords(now - 2 * minute, now)).toBeNull()
  expect(staleWords(now - 25 * minute, now)).toBe('走势已有 25 分钟没有更新，以下仍是 19:35 的统计')
  expect(basisUntil(now)).toMatch(/不作受理量.*统计至 20:00:00。$/)
  expect(basisUntil(null)).not.toContain('统计至')
})
