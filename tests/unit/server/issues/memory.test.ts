import { describe, expect, test } from 'vitest'
import { CandidateIndex } from '../../../../server/issues/candidates.ts'
import { Digester } from '../../../../server/issues/digest.ts'
import { Shelf } from '../../../../server/issues/shelf.ts'

const nowhere = { place: null, category: null }
const norms = [1, 2, 3, 4, 5, 6] as const

describe('the memory of grouping', () => {
  test('keeps what lives, in order and unharmed, when the gaps of the dead are closed', () => {
    const digester = new Digester()
    const shelf = new Shelf()
    const digests = Array.from({ length: 400 }, (_, i) => digester.digest(`润园小区${i}号楼`, `润园小区第${i}栋电梯${'坏了又修'.repeat(i % 9)}`))
    digests.forEach((digest, i) => { shelf.put(i, i, i, digest, { place: `${i}`, category: null }, norms) })
    for (let i = 0; i < 400; i += 3) shelf.live[i] = false
    const moved = shelf.compact()
    expect(shelf.length).toBe(266)
    digests.forEach((digest, i) => {
      const slot = moved[i] as number
      if (i % 3 === 0) return expect(slot).toBe(-1)
      expect([shelf.posting[slot], shelf.place[slot], shelf.titleEnd(slot)]).toEqual([i, `${i}`, digest.titleEnd])
      expect(shelf.sequence(slot)).toEqual(digest.sequence)
      expect(shelf.terms(slot)).toEqual(digest.terms)
      expect(shelf.shapes(slot)).toEqual(digest.shapes)
      expect(shelf.norm(slot, 5)).toBe(6)
    })
    shelf.put(999, 999, 0, digests[1]!, nowhere, norms)
    expect(shelf.terms(shelf.length - 1)).toEqual(digests[1]!.terms)
  })

  test('finds the same postings before and after a sweep, and never a dead one', () => {
    const index = new CandidateIndex()
    const live = new Array<boolean>(60).fill(true)
    for (let slot = 0; slot < 60; slot++) index.add(slot, Int32Array.of(7, 100 + (slot % 5)))
    const find = (among: boolean[]) => index.find(Int32Array.of(7, 102), Float64Array.of(1, 4), among, 10)
    for (let slot = 0; slot < 60; slot += 2) live[slot] = false
    const before = find(live)
    expect(before.every((slot) => live[slot])).toBe(true)
    expect(before.slice(0, 3)).toEqual([57, 47, 37])
    let kept = 0
    const moved = Int32Array.from(live, (lives) => (lives ? kept++ : -1))
    index.sweep(moved)
    expect(find(new Array<boolean>(kept).fill(true))).toEqual(before.map((slot) => moved[slot]))
  })
})
