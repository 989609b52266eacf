import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Recent } from '../../../../server/trends/recent.ts'

const arrivals = fc.array(fc.record({ at: fc.integer({ min: 0, max: 1000 }), reporter: fc.option(fc.constantFrom('a', 'b', 'c')) }), { maxLength: 400 })

describe('the latest postings of a subject', () => {
  test('stand in order of their own time, however they came in, and the 256 newest are kept', () => {
    fc.assert(fc.property(arrivals, (postings) => {
      const recent = new Recent()
      for (const { at, reporter } of postings) recent.insert(at, at / 10, reporter)
      const kept = Array.from({ length: recent.length }, (_, i) => recent.timeOf(i + 1))
      expect(kept).toEqual(postings.map(({ at }) => at).sort((a, b) => b - a).slice(0, 256))
      for (let n = 1; n <= recent.length; n++) expect(recent.markOf(n)).toBeCloseTo(recent.timeOf(n) / 10, 9)
    }))
  })

  test('know who has written within a span on either side', () => {
    fc.assert(fc.property(arrivals.filter(({ length }) => length <= 256), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 300 }), (postings, at, span) => {
      const recent = new Recent()
      for (const posting of postings) recent.insert(posting.at, 0, posting.reporter)
      expect(recent.has('a', at, span)).toBe(postings.some((posting) => posting.reporter === 'a' && Math.abs(posting.at - at) < span))
    }))
  })
})
