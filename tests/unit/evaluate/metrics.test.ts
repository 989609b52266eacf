import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scoreGrouping, scoreRepeats, type Grouped } from '../../evaluate/metrics.ts'

const rows = fc.array(fc.record({ matter: fc.option(fc.constantFrom('a', 'b', 'c')), issue: fc.constantFrom('1', '2', '3', '4') }), { minLength: 1, maxLength: 14 })
  .map((list): Grouped[] => list.map((row, id) => ({ id: String(id), ...row })))
const together = (a: Grouped, b: Grouped) => a.id === b.id || (a.matter !== null && a.matter === b.matter)
const f1 = (p: number, r: number) => (p + r > 0 ? (2 * p * r) / (p + r) : 0)

describe('scores of a grouping', () => {
  test('a perfect grouping scores 1 on all three', () => {
    const grouped = [['a', '1'], ['a', '1'], [null, '2'], ['b', '3'], ['b', '3']].map(([matter, issue], id) => ({ id: String(id), matter: matter ?? null, issue: issue ?? '' }))
    expect(scoreGrouping(grouped)).toEqual({ pairwiseF1: 1, bcubedF1: 1, matchF1: 1 })
  })

  test('agree with brute force over pairs and postings', () => {
    fc.assert(fc.property(rows, (list) => {
      let hits = 0
      let truly = 0
      let found = 0
      for (const a of list) for (const b of list) {
        if (a.id >= b.id) continue
        const same = together(a, b)
        if (same) truly++
        if (a.issue === b.issue) found++
        if (same && a.issue === b.issue) hits++
      }
      const scores = scoreGrouping(list)
      expect(scores.pairwiseF1).toBeCloseTo(f1(found ? hits / found : 0, truly ? hits / truly : 0), 10)
      const mean = (of: (row: Grouped) => number) => list.reduce((sum, row) => sum + of(row), 0) / list.length
      const overlap = (row: Grouped) => list.filter((other) => other.issue === row.issue && together(row, other)).length
      const precision = mean((row) => overlap(row) / list.filter((other) => other.issue === row.issue).length)
      const recall = mean((row) => overlap(row) / list.filter((other) => together(row, other)).length)
      expect(scores.bcubedF1).toBeCloseTo(f1(precision, recall), 10)
    }))
  })
})

describe('the score of repeats', () => {
  const row = (reporter: string | null, matter: string | null, issue: string) => ({ id: '', reporter, matter, issue })

  test('counts pairs of one reporter only, missed ones and wrong ones alike', () => {
    const rows = [row('x', 'a', '1'), row('x', 'a', '1'), row('x', 'a', '2'), row('x', null, '2'), row('y', 'a', '2'), row(null, 'a', '1'), row(null, 'a', '1')]
    // Of three true pairs one is found, and one that is none.
    expect(scoreRepeats(rows)).toBeCloseTo(2 / (3 + 2), 10)
  })

  test('two postings alone in their matters are no repeat', () => {
    expect(scoreRepeats([row('x', null, '1'), row('x', null, '1'), row('y', 'a', '2'), row('y', 'a', '2')])).toBeCloseTo(2 / (1 + 2), 10)
  })

  test('is not known where nobody is known to have come back', () => {
    expect(scoreRepeats([row(null, 'a', '1'), row(null, 'a', '1'), row('x', 'b', '2')])).toBeNull()
  })
})
