import { describe, expect, test } from 'vitest'
import { CandidateIndex, indexedTerms } from '../../../../server/issues/candidates.ts'
import type { Slot } from '../../../../server/issues/shelf.ts'

const inOrder = { order: (slot: Slot) => slot }

describe('the index of candidates', () => {
  test('the index finds the same postings whether slots were reused or not, the newest first, and never a dropped one', () => {
    const rounds = 400
    const kept = 120
    const termsOf = (i: number) => Int32Array.of(7, 100 + (i % 5), 200 + (i % 11), 300 + i)
    const query = Int32Array.of(7, 102, 203)
    const weights = Float64Array.of(1, 4, 2)
    const reusing = new CandidateIndex()
    const fresh = new CandidateIndex()
    const orders: number[] = []
    const free: Slot[] = []
    const slotOf: Slot[] = []
    let next = 0
    for (let i = 0; i < rounds; i++) {
      const slot = free.pop() ?? next++
      slotOf.push(slot)
      orders[slot] = i
      reusing.add(slot, i, termsOf(i), 4)
      fresh.add(i, i, termsOf(i), 4)
      // Out of order, so that entries leave lists at the head, at the end and in between.
      const gone = i - kept + ((i * 17) % 60)
      if (gone < 0 || slotOf[gone] === -1) continue
      reusing.drop(slotOf[gone] as Slot, termsOf(gone), 0, 4)
      fresh.drop(gone, termsOf(gone), 0, 4)
      free.push(slotOf[gone] as Slot)
      slotOf[gone] = -1
      const best = new Int32Array(16)
      const found = reusing.find(query, weights, 3, { order: (at) => orders[at] as number }, best)
      const found2 = new Int32Array(16)
      expect(fresh.find(query, weights, 3, inOrder, found2)).toBe(found)
      expect([...best.subarray(0, found)].map((at) => orders[at])).toEqual([...found2.subarray(0, found)])
      expect([...found2.subarray(0, found)].every((at) => slotOf[at] !== -1)).toBe(true)
    }
    expect(next).toBeLessThan(rounds)
  })

  test('an index from which everything was dropped finds nothing', () => {
    const index = new CandidateIndex()
    const terms = Int32Array.from({ length: 60 }, (_, i) => i * 3)
    for (let slot = 0; slot < 9_000; slot++) index.add(slot, slot, terms, 60)
    const find = () => index.find(terms, new Float64Array(60).fill(1), 60, inOrder, new Int32Array(4))
    expect(find()).toBe(4)
    for (let slot = 0; slot < 9_000; slot++) index.drop((slot * 7_001) % 9_000, terms, 0, 60)
    expect(find()).toBe(0)
    expect(indexedTerms).toBeLessThan(60)
  })

  test('of a gram that thousands share the newest are found, and a rare gram finds the oldest of all', () => {
    const index = new CandidateIndex()
    for (let slot = 0; slot < 20_000; slot++) index.add(slot, slot, Int32Array.of(5, 1_000 + slot), 2)
    const best = new Int32Array(3)
    expect(index.find(Int32Array.of(5), Float64Array.of(1), 1, inOrder, best)).toBe(3)
    expect([...best]).toEqual([19_999, 19_998, 19_997])
    expect(index.find(Int32Array.of(1_000, 5), Float64Array.of(2, 1), 2, inOrder, best)).toBe(3)
    expect([...best]).toEqual([0, 19_999, 19_998])
  })

  test('a hot issue does not crowd out the others at its place', () => {
    const index = new CandidateIndex()
    for (let slot = 0; slot < 5; slot++) index.add(slot, slot, Int32Array.of(5), 1)
    for (let slot = 5; slot < 5_000; slot++) index.add(slot, 77, Int32Array.of(5), 1)
    const best = new Int32Array(64)
    const found = [...best.subarray(0, index.find(Int32Array.of(5), Float64Array.of(1), 1, inOrder, best))]
    expect(found).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 4_999]))
  })

  test('one rare gram in common says more than two that are half as rare', () => {
    const index = new CandidateIndex()
    index.add(0, 0, Int32Array.of(1), 1)
    index.add(1, 1, Int32Array.of(2, 3), 2)
    const best = new Int32Array(2)
    expect(index.find(Int32Array.of(1, 2, 3), Float64Array.of(2, 1.1, 1.1), 3, inOrder, best)).toBe(2)
    expect([...best]).toEqual([0, 1])
  })
})
