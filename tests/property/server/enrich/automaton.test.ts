/** The automaton against the plainest search there is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAutomaton } from '../../../../server/enrich/automaton.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', '路', '灯'), minLength: 1, maxLength: 5 })
const text = fc.string({ unit: fc.constantFrom('a', 'b', '路', '灯', '，'), maxLength: 60 })

test('finds exactly what a search at every position finds', () => {
  fc.assert(fc.property(fc.uniqueArray(word, { maxLength: 12 }), text, (words, body) => {
    const found: string[] = []
    createAutomaton(words).scan(body, (term, start, end) => found.push(`${term}@${start}-${end}`))
    const starts = Array.from(body, (_, start) => start)
    const expected = words.flatMap((term, index) =>
      starts.filter((start) => body.startsWith(term, start)).map((start) => `${index}@${start}-${start + term.length}`))
    expect(found.toSorted()).toEqual(expected.toSorted())
  }), { numRuns: 3_000 })
})

test('reports by rising end, the longer before the shorter', () => {
  const found: string[] = []
  createAutomaton(['路灯', '灯', '路灯不亮']).scan('路灯不亮', (term, start, end) => found.push(`${term}@${start}-${end}`))
  expect(found).toEqual(['0@0-2', '1@1-2', '2@0-4'])
})
