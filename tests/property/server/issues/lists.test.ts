import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyList, lengthIn, Lists, mostEntries, offsetOf, type List } from '../../../../server/issues/lists.ts'

/** Entries of a kind are ten that follow one another. */
const kindOf = (entry: number): number => Math.floor(entry / 10)

/** What is to stay of a full list, told plainly: the newest 47, no more than two of a kind. */
function thinned(entries: readonly number[]): number[] {
  const seen = new Map<number, number>()
  return entries.toReversed().filter((entry) => {
    const count = (seen.get(kindOf(entry)) ?? 0) + 1
    seen.set(kindOf(entry), count)
    return count <= 2
  }).slice(0, 47).reverse()
}

const entriesOf = (lists: Lists, list: List): number[] => {
  if (list === emptyList) return []
  const [words, at] = [lists.chunkOf(list), offsetOf(list)]
  return [...words.subarray(at + 1, at + 1 + lengthIn(words[at] as number))]
}

describe('short lists', () => {
  test('hold what arrays would, each its own, and the newest once they are full', () => {
    const step = fc.record({ list: fc.nat(6), entry: fc.nat(900), often: fc.constantFrom(1, 1, 5, 70, 700), adds: fc.boolean() })
    fc.assert(fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const lists = new Lists(kindOf)
      const at: List[] = Array.from({ length: 7 }, () => emptyList)
      const model: number[][] = Array.from({ length: 7 }, () => [])
      for (const { list, entry, often, adds } of steps) {
        for (let i = 0; i < often; i++) {
          const entries = model[list]!
          if (adds) {
            at[list] = lists.add(at[list]!, entry + i)
            model[list] = [...(entries.length === mostEntries ? thinned(entries) : entries), entry + i]
          } else {
            at[list] = lists.remove(at[list]!, entry + i)
            const found = entries.indexOf(entry + i)
            if (found >= 0) entries.splice(found, 1)
          }
        }
        expect(at.map((one) => entriesOf(lists, one))).toEqual(model)
      }
    }), { numRuns: 300 })
  })

  test('memory is bounded by what is held at once, not by what ever came', () => {
    const lists = new Lists(kindOf)
    const held: List[] = Array.from({ length: 500 }, () => emptyList)
    for (let i = 0; i < 400_000; i++) {
      const list = (i * 31) % 500
      const entries = entriesOf(lists, held[list]!)
      if (entries.length < (list % 60) + 1) held[list] = lists.add(held[list]!, i)
      else for (const entry of entries) held[list] = lists.remove(held[list]!, entry)
    }
    expect(lists.words).toBe(1 << 18)
  })
})
