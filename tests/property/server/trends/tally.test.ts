import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour } from '../../../../shared/clock.ts'
import { Tally, type Counted } from '../../../../server/trends/tally.ts'

const start = Date.parse('2026-11-01T00:00:00+08:00')
const postings = fc.uniqueArray(
  fc.record({ id: fc.nat(500), at: fc.integer({ min: start, max: start + 60 * hour }), reporter: fc.option(fc.constantFrom('a', 'b', 'c')), issue: fc.integer({ min: 1, max: 4 }) }),
  { selector: ({ id }) => id, maxLength: 60 },
).map((list): Counted[] => list.map((one) => ({ ...one, arrivedAt: one.at, channel: 'forum' })))
const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })).map(([a, b]) => [start + Math.min(a, b) * hour, start + Math.max(a, b) * hour] as const)

const tallyOf = (list: readonly Counted[]): Tally => {
  const tally = new Tally()
  for (const one of list) tally.add(one)
  return tally
}

describe('a tally', () => {
  test('counts postings and people of any span as a walk through all of them does, in whatever order they came', () => {
    fc.assert(fc.property(postings, span, (list, [from, to]) => {
      const inside = list.filter(({ at }) => at >= from && at < to)
      const named = new Set(inside.flatMap(({ reporter }) => reporter ?? []))
      expect(tallyOf(list).count(from, to)).toEqual({ seen: inside.length, people: named.size + inside.filter(({ reporter }) => reporter === null).length })
    }))
  })

  test('tells the past hour by hour without losing a posting', () => {
    fc.assert(fc.property(postings, (list) => {
      const hourly = tallyOf(list).hourly(start + 61 * hour, 61)
      expect(hourly.reduce((sum, count) => sum + count, 0)).toBe(list.length)
      for (const { at } of list) expect(hourly[Math.floor((at - start) / hour)]).toBeGreaterThan(0)
    }))
  })

  test('is, after what was removed and forgotten, as if that had never come', () => {
    fc.assert(fc.property(postings, span, (list, [before]) => {
      const tally = tallyOf(list)
      const removed = new Set(list.filter(({ id }) => id % 3 === 0).map(({ id }) => id))
      for (const id of removed) tally.remove(id)
      tally.forget(before)
      const left = list.filter(({ id, at }) => !removed.has(id) && at >= before)
      expect(tally.since(0).map(({ id }) => id).sort()).toEqual(left.map(({ id }) => id).sort())
      expect(tally.size).toBe(left.length)
    }))
  })

  test('knows which issue brings most', () => {
    fc.assert(fc.property(postings, (list) => {
      const counts = [1, 2, 3, 4].map((issue) => list.filter((one) => one.issue === issue).length)
      expect(tallyOf(list).leading(0)?.count ?? 0).toBe(Math.max(...counts))
    }))
  })
})
