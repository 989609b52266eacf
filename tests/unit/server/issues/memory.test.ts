import { describe, expect, test } from 'vitest'
import { CandidateIndex, indexedTerms } from '../../../../server/issues/candidates.ts'
import { Cells } from '../../../../server/issues/cells.ts'
import { Digester, type Digest } from '../../../../server/issues/digest.ts'
import { createGrouper, type GroupItem } from '../../../../server/issues/index.ts'
import { Shelf, type Slot } from '../../../../server/issues/shelf.ts'

const nowhere = { place: null, category: null }
const norms = Float64Array.of(1, 2, 3, 4, 5, 6)

/** A digest lasts until the next: what it says, as plain lists. */
const contentOf = ({ sequence, length, titleEnd, terms, termCount, shapes, shapeCount }: Digest) => ({
  sequence: [...sequence.subarray(0, length)], titleEnd, terms: [...terms.subarray(0, termCount)], shapes: [...shapes.subarray(0, shapeCount)],
})
const shelved = (shelf: Shelf, slot: Slot) => {
  const { page, sequence, length, titleEnd, terms, termCount, shapes, shapeCount } = shelf.open(slot)
  return {
    sequence: [...page.halves.subarray(sequence, sequence + length)], titleEnd,
    terms: [...page.words.subarray(terms, terms + termCount)], shapes: [...page.words.subarray(shapes, shapes + shapeCount)],
  }
}

describe('the memory of grouping', () => {
  test('what lives stays unharmed while what is taken off gives its place to others, of any length', () => {
    const digester = new Digester()
    const shelf = new Shelf()
    const digestOf = (i: number) => digester.digest(`润园小区${i}号楼`, `润园小区第${i}栋电梯${Array.from({ length: (i * 7) % 90 }, (_, k) => String.fromCharCode(0x4e00 + i + k)).join('')}`)
    const held = new Map<number, { slot: Slot; content: ReturnType<typeof contentOf> }>()
    for (let i = 0; i < 3_000; i++) {
      const digest = digestOf(i)
      held.set(i, { slot: shelf.put(i, i + 1, i + 2, digest, { place: `${i}`, category: null }, norms), content: contentOf(digest) })
      const gone = (i * 31) % 3_000
      const going = held.get(gone)
      if (!going || i < 300) continue
      shelf.takeOff(going.slot)
      expect(shelf.holds(going.slot)).toBe(false)
      held.delete(gone)
    }
    expect(held.size).toBeGreaterThan(500)
    expect(new Set([...held.values()].map(({ slot }) => slot)).size).toBe(held.size)
    for (const [i, { slot, content }] of held) {
      expect([shelf.posting(slot), shelf.issue(slot), shelf.at(slot), shelf.order(slot), shelf.place(slot)]).toEqual([i, i + 1, i + 2, i, `${i}`])
      expect(shelved(shelf, slot)).toEqual(content)
      expect(shelf.norm(slot, 5)).toBe(6)
    }
  })

  test('memory is bounded by what is held at once, not by what ever came', () => {
    const digester = new Digester()
    const shelf = new Shelf()
    const slots: Slot[] = []
    let after = 0
    for (let i = 0; i < 20_000; i++) {
      slots.push(shelf.put(i, i, i, digester.digest(`第${i}号`, '坏'.repeat(i % 7).concat(`${i}`.repeat(i % 40))), nowhere, norms))
      if (slots.length > 500) shelf.takeOff(slots.shift()!)
      if (i === 5_000) after = shelf.bytes
    }
    expect(shelf.slots).toBe(501)
    // Without reuse it would be four times as much; the most of each size that was ever held at once still grows a little.
    expect(shelf.bytes).toBeLessThan(2 * after)
  })

  test('a cell given back is taken again by its size, and cells never overlap', () => {
    const cells = new Cells()
    const first = cells.take(40)
    const second = cells.take(41)
    expect(second).not.toBe(first)
    cells.giveBack(first, 40)
    expect(cells.take(500)).not.toBe(first)
    expect(cells.take(64)).toBe(first)
    const taken = Array.from({ length: 2_000 }, (_, i) => ({ at: cells.take(1 + (i * 37) % 1_375), words: 1 + (i * 37) % 1_375 }))
    taken.sort((a, b) => a.at - b.at)
    taken.slice(1).forEach(({ at }, i) => { expect(at).toBeGreaterThanOrEqual(taken[i]!.at + taken[i]!.words) })
    for (const { at, words } of taken) expect((at % 32_768) + words).toBeLessThanOrEqual(32_768)
  })

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
      reusing.add(slot, termsOf(i), 4)
      fresh.add(i, termsOf(i), 4)
      // Out of order, so that entries leave chains at the head, at the end and in between.
      const gone = i - kept + ((i * 17) % 60)
      if (gone < 0 || slotOf[gone] === -1) continue
      reusing.drop(slotOf[gone] as Slot)
      fresh.drop(gone)
      free.push(slotOf[gone] as Slot)
      slotOf[gone] = -1
      const best = new Int32Array(16)
      const found = reusing.find(query, weights, 3, { order: (at) => orders[at] as number }, best)
      const found2 = new Int32Array(16)
      expect(fresh.find(query, weights, 3, { order: (at) => at }, found2)).toBe(found)
      expect([...best.subarray(0, found)].map((at) => orders[at])).toEqual([...found2.subarray(0, found)])
      expect([...found2.subarray(0, found)].every((at) => slotOf[at] !== -1)).toBe(true)
    }
    expect(next).toBeLessThan(rounds)
  })

  test('an index from which everything was dropped finds nothing', () => {
    const index = new CandidateIndex()
    const terms = Int32Array.from({ length: 60 }, (_, i) => i * 3)
    for (let slot = 0; slot < 9_000; slot++) index.add(slot, terms, 60)
    const find = () => index.find(terms, new Float64Array(60).fill(1), 60, { order: (slot) => slot }, new Int32Array(4))
    expect(find()).toBe(4)
    for (let slot = 0; slot < 9_000; slot++) index.drop((slot * 7_001) % 9_000)
    expect(find()).toBe(0)
    expect(indexedTerms).toBeLessThan(60)
  })

  test('forgetting leaves what is younger, in whatever order it came, and an id may come again', () => {
    const grouper = createGrouper()
    const item = (id: number, at: number): GroupItem => ({
      id, at, reporter: null, title: `${id}号路灯不亮`, text: `第${id}号`, words: null, place: null, category: null, repostOf: null, parent: null,
    })
    for (let id = 1; id <= 200; id++) grouper.assign(item(id, (id * 73) % 200 * 20_000))
    grouper.forget(100 * 20_000 + 1)
    expect(grouper.size.postings).toBe(99)
    grouper.assign(item(73, 500 * 20_000))
    grouper.assign(item(73, 500 * 20_000))
    const before = grouper.size.postings
    grouper.forget(200 * 20_000)
    expect(before).toBeGreaterThanOrEqual(99)
    expect(grouper.size).toEqual({ postings: 1, issues: 1 })
  })
})
