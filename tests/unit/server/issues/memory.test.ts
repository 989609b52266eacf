import { describe, expect, test } from 'vitest'
import { Cells } from '../../../../server/issues/cells.ts'
import { Digester, type Digest } from '../../../../server/issues/digest.ts'
import { createGrouper, type GroupItem } from '../../../../server/issues/index.ts'
import { Shelf, type Slot } from '../../../../server/issues/shelf.ts'
import { topicCount } from '../../../../server/issues/topics.ts'

const nowhere = { place: null, category: null }
const norms = Float64Array.of(1, 2, 3, 4, 5, 6)
const topics = Float64Array.from({ length: topicCount }, (_, k) => k - 20)

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
      held.set(i, { slot: shelf.put(i, i + 1, i + 2, digest, { place: `${i}`, category: null }, norms, topics), content: contentOf(digest) })
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
      slots.push(shelf.put(i, i, i, digester.digest(`第${i}号`, '坏'.repeat(i % 7).concat(`${i}`.repeat(i % 40))), nowhere, norms, topics))
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

  test('forgetting leaves what is younger, in whatever order it came, and an id may come again', () => {
    const grouper = createGrouper()
    const item = (id: number, at: number): GroupItem => ({
      id, at, title: `${id}号路灯不亮`, text: `第${id}号`, place: null, category: null, repostOf: null, parent: null,
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
