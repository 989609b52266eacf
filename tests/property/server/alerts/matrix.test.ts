import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLevels, levels, type Verdict } from '../../../../shared/alert.ts'
import type { IssueActivity } from '../../../../shared/issue.ts'
import { urgencies } from '../../../../shared/posting.ts'
import type { MatrixRow } from '../../../../shared/rules.ts'
import { alertRules, checkRules, issueRules, judgeIssue } from '../../../../server/alerts/index.ts'
import { context, noTrends, pack, quietActivity, rules } from '../../../support/judging.ts'

const level = fc.constantFrom(...levels, null)
const graded = issueRules.flatMap(({ id, grades }) => grades.map((grade) => ({ rule: id, grade })))
const conditions = fc.record({
  urgency: fc.subarray([...urgencies], { minLength: 1 }), channels: fc.subarray(['hotline', 'upper'], { minLength: 1 }),
  plans: fc.subarray(['P01', 'P19', 'P21'], { minLength: 1 }), also: fc.subarray(issueRules.map(({ id }) => id), { minLength: 1 }),
}, { requiredKeys: [] })
/** Any matrix that an office might write: some rows with conditions, then one for each grade that always fits. */
const matrices: fc.Arbitrary<MatrixRow[]> = fc.tuple(
  fc.array(fc.record({ row: fc.constantFrom(...graded), when: conditions, level, popUp: fc.boolean() }).map(({ row, ...more }) => ({ ...row, ...more })), { maxLength: 30 }),
  fc.array(fc.record({ level, popUp: fc.boolean() }), { minLength: graded.length, maxLength: graded.length }),
).map(([some, last]) => [...some, ...graded.map((row, at) => ({ ...row, ...last[at]! }))])

const judge = (matrix: MatrixRow[], more: Partial<IssueActivity>): Verdict[] =>
  judgeIssue({ ...quietActivity, ...more }, noTrends, { ...context, rules: { ...rules, matrix } })
const raisedOf = (verdicts: Verdict[]) => verdicts.filter((verdict) => verdict.raise)

describe('whatever the matrix of a pack says', () => {
  test('words alone reach yellow at most', () => {
    const words = fc.record({ urgency: fc.subarray([...urgencies]), plans: fc.subarray(['P01', 'P03', 'P19', 'P21']), people: fc.integer({ min: 1, max: 40 }) })
    fc.assert(fc.property(matrices, words, (matrix, { urgency, plans, people }) => {
      const verdicts = judge(matrix, { urgency, plans: plans.map((plan) => ({ plan, count: people, people })) })
      for (const verdict of raisedOf(verdicts)) expect(compareLevels(verdict.level, 'yellow'), verdict.rule).toBeGreaterThanOrEqual(0)
    }))
  })

  test('words beside a finding lift it above yellow only where three people stand behind it', () => {
    const lifted: MatrixRow[] = graded.flatMap((row) => [
      { ...row, when: { urgency: ['danger'] }, level: 'red', popUp: false }, { ...row, when: { also: ['danger', 'crowd'] }, level: 'red', popUp: false },
      { ...row, level: 'blue', popUp: false },
    ])
    let high = 0
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), (people) => {
      const verdicts = judge(lifted, { urgency: ['danger', 'crowd'], closedAt: context.at - 1, sinceClosed: { count: 9, people }, rebounds: 1 })
      const rebound = raisedOf(verdicts).find(({ rule }) => rule === 'rebound')
      expect(rebound?.level).toBe(people >= 3 ? 'red' : 'blue')
      if (people >= 3) high++
    }))
    expect(high).toBeGreaterThan(0)
  })

  test('one posting on danger to life pops up', () => {
    fc.assert(fc.property(matrices, (matrix) => {
      expect(judge(matrix, { urgency: ['danger'] })).toContainEqual(expect.objectContaining({ raise: true, rule: 'danger', popUp: true }))
    }))
  })

  test('criticism of officials alone raises nothing, however many write it', () => {
    fc.assert(fc.property(matrices, fc.integer({ min: 1, max: 1_000 }), (matrix, people) => {
      expect(raisedOf(judge(matrix, { plans: [{ plan: 'P21', count: people, people }] }))).toEqual([])
    }))
    expect(pack.plans.filter(({ criticism }) => criticism).map(({ id, ceiling }) => [id, ceiling])).toEqual([['P21', null]])
  })

  test('a plan stays under its own ceiling', () => {
    fc.assert(fc.property(matrices, (matrix) => {
      for (const verdict of raisedOf(judge(matrix, { plans: [{ plan: 'P19', count: 9, people: 9 }] }))) expect(verdict.level).toBe('blue')
    }))
  })
})

describe('the matrix', () => {
  test('gives the level of the first row that fits', () => {
    const row = { rule: 'repeat', grade: 'often', popUp: false }
    const levelWith = (...matrix: MatrixRow[]) => raisedOf(judge(matrix, { mostByOne30d: 5, channels24h: ['upper'] })).find(({ rule }) => rule === 'repeat')?.level
    const others: MatrixRow[] = graded.filter(({ rule }) => rule !== 'repeat').map((grade) => ({ ...grade, level: 'blue', popUp: false }))
    expect(levelWith({ ...row, when: { channels: ['upper'] }, level: 'orange' }, { ...row, level: 'yellow' }, ...others)).toBe('orange')
    expect(levelWith({ ...row, when: { channels: ['hotline'] }, level: 'orange' }, { ...row, level: 'yellow' }, ...others)).toBe('yellow')
    expect(levelWith({ ...row, when: { also: ['from-above'] }, level: 'orange' }, { ...row, level: 'yellow' }, ...others)).toBe('orange')
    expect(levelWith({ ...row, when: { also: ['repeat'] }, level: 'orange' }, { ...row, level: null }, ...others)).toBeUndefined()
  })

  test('of the pack holds a row for every grade; one that is missing is named, and so is one too many', () => {
    expect(() => checkRules(rules)).not.toThrow()
    for (const { id, grades } of alertRules) {
      for (const grade of grades) {
        const matrix = rules.matrix.filter((row) => row.rule !== id || row.grade !== grade || row.when)
        expect(() => checkRules({ ...rules, matrix })).toThrow(`no row without conditions for rule “${id}”, grade “${grade}”`)
      }
    }
    expect(() => checkRules({ ...rules, matrix: [...rules.matrix, { rule: 'burst', grade: 'huge', level: 'red', popUp: false }] })).toThrow('“burst” has no grade “huge”')
    expect(() => checkRules({ ...rules, matrix: [...rules.matrix, { rule: 'burst', grade: 'strong', when: { also: ['bursts'] }, level: 'red', popUp: false }] }))
      .toThrow('“bursts”')
  })
})
