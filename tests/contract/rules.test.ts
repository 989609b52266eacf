/** Every alert rule keeps the same promises: stable ids, a reason for silence, a Chinese sentence that points at nobody. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levels, type Verdict } from '../../shared/alert.ts'
import { day } from '../../shared/clock.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { urgencies } from '../../shared/posting.ts'
import { sourceStates } from '../../shared/source.ts'
import { alertRules, checkRules, judgeArea, judgeIssue, judgeSource, judgeSubject, type Rule } from '../../server/alerts/index.ts'
import { context, judgedAt as at, noTrends, pack, quietActivity, rules } from '../support/judging.ts'

const few = fc.integer({ min: 0, max: 25 })
const large = fc.integer({ min: 0, max: 20_000 })
const hours = fc.array(few, { minLength: 24, maxLength: 24 })
const activities: fc.Arbitrary<IssueActivity> = fc.record({
  issue: fc.constant(1), title: fc.constant('海棠晴园夜间施工噪音'), category: fc.constant('0301'), place: fc.constant('海棠晴园'),
  township: fc.constant(null), unit: fc.constant(null), consultation: fc.boolean(), firstAt: fc.constant(at - 9 * day), lastAt: fc.constant(at),
  count1h: few, count24h: few, count7d: few, total: few, people1h: few, people24h: few, people7d: few, mostByOne30d: few,
  grievances: fc.record({ count24h: few, count7d: few, people24h: few, people7d: few }),
  channels: fc.subarray(['hotline', 'forum']), channels24h: fc.subarray(['hotline', 'upper', 'board']), urgency: fc.subarray([...urgencies]),
  plans: fc.subarray(pack.plans.map(({ id }) => id)).chain((ids) => few.map((people) => ids.map((plan) => ({ plan, count: people + 1, people })))),
  closedAt: fc.option(fc.integer({ min: at - 60 * day, max: at })), sinceClosed: fc.record({ count: few, people: few }), rebounds: few, closings: few,
  hours: fc.record({ before: hours, since: hours }), returns: few, passes: few, dissatisfied: fc.array(fc.integer({ min: at - 60 * day, max: at }), { maxLength: 3 }),
  reach: fc.option(fc.record({ views: fc.option(large), reposts: fc.option(large), viewsGained: large, repostsGained: large, outlets: few })),
})
const trends = fc.record({ score: fc.constantFrom(0.5, 0.995, 0.99999), seen: few, expected: fc.constant(1.2), high: fc.integer({ min: 1, max: 6 }) }).map((given) =>
  ({ subject: { kind: 'issue' as const, id: '1' }, hours: 24, people: given.seen, low: 0, small: true, at, ...given }))
const bursts = fc.record({ score: fc.constantFrom(0.5, 0.995, 0.99999), seen: few, people: few, since: fc.integer({ min: at - 9 * day, max: at }) })
  .map((given) => ({ ...given, expected: 1.2, falsePerYear: -Math.log(given.score), at }))
const areas = fc.record({
  category: fc.constantFrom('0401', '0101'), categoryName: fc.constant('停水'), township: fc.constant(null), townshipName: fc.constant('高良涧街道'),
  people: few, count: few, places: fc.subarray(['海棠晴园', '东风路']), channels: fc.subarray(['hotline', 'forum']), expected: fc.constantFrom(0.2, 4), minutes: fc.constantFrom(30, 60, 90), planned: fc.boolean(), at: fc.constant(at),
})
const sources = fc.record({
  source: fc.constant('forum'), name: fc.constant('洪泽论坛'), channel: fc.constant('forum'), state: fc.constantFrom(...sourceStates),
  since: fc.integer({ min: at - day, max: at }), reason: fc.constant(null), lastGoodAt: fc.constant(null), newestAt: fc.constant(null),
  every: fc.constant(300), demo: fc.constant(false), until: fc.constant(null), failures: fc.nat(9),
})
const subjects = fc.record({
  subject: fc.constantFrom({ kind: 'unit' as const, id: 'cg' }, { kind: 'negative' as const, id: 'all' }), name: fc.constant('区城管局承办的诉求'),
  burst: bursts, channels: fc.subarray(['hotline', 'forum']), leading: few, coveredBy: fc.option(fc.constant('“施工扰民”类诉求')),
})
const allVerdicts = fc.tuple(activities, fc.option(trends), fc.option(bursts), areas, sources, subjects).map(([activity, daily, burst, area, source, subject]) => [
  ...judgeIssue(activity, { day: daily, hour: null, burst }, context), ...judgeArea(area, context), ...judgeSource(source, context),
  ...judgeSubject(subject, context),
])
const raisedOf = (verdicts: Verdict[]) => verdicts.filter((verdict) => verdict.raise)

describe('alert rules', () => {
  test('have distinct ids, names in Chinese, and answer under their own id', () => {
    expect(new Set(alertRules.map(({ id }) => id)).size).toBe(alertRules.length)
    for (const { id, name } of alertRules) {
      expect(id).toMatch(/^[a-z-]+$/)
      expect(name).toMatch(/^\p{Script=Han}+$/u)
    }
    fc.assert(fc.property(allVerdicts, (verdicts) => { expect(verdicts.map(({ rule }) => rule).sort()).toEqual(alertRules.map(({ id }) => id).sort()) }))
  })

  test('are all of the files of the folder, each with grades of its own, and the matrix knows every one', async () => {
    const folder = join(import.meta.dirname, '../../server/alerts/rules')
    const files = await Promise.all(readdirSync(folder).map(async (file) => ((await import(join(folder, file))) as { default: Rule }).default))
    expect(files.map(({ id }) => id).sort()).toEqual(alertRules.map(({ id }) => id).sort())
    for (const { grades } of files) {
      expect(grades).not.toEqual([])
      expect(new Set(grades).size).toBe(grades.length)
    }
    expect(() => checkRules(rules)).not.toThrow()
  })

  test('are silent, each with a reason, about a matter on which one person has written once', () => {
    for (const verdict of judgeIssue(quietActivity, noTrends, context)) {
      expect(verdict).toMatchObject({ raise: false, because: expect.stringMatching(/\p{Script=Han}/u) as string })
    }
  })

  test('say one finished Chinese sentence when they raise, and a reason when they do not', () => {
    fc.assert(fc.property(allVerdicts, (verdicts) => {
      for (const verdict of verdicts) {
        if (verdict.raise) expect(verdict.sentence).toMatch(/^[^。]+：[^。]+。$/u)
        else expect(verdict.because).toMatch(/\p{Script=Han}/u)
      }
    }))
  })

  test('never write a number of people under three', () => {
    let few = 0
    fc.assert(fc.property(allVerdicts, (verdicts) => {
      for (const { sentence } of raisedOf(verdicts)) {
        expect(sentence).not.toMatch(/涉及[012]人/u)
        if (sentence.includes('少于3人')) few++
      }
    }))
    expect(few).toBeGreaterThan(0)
  })

  test('leave consultations out of burst, concentrated and repeat', () => {
    const none = { count24h: 0, count7d: 0, people24h: 0, people7d: 0 }
    fc.assert(fc.property(activities, bursts, (activity, burst) => {
      const asked = { ...activity, consultation: true, grievances: none, mostByOne30d: 0 }
      const raised = raisedOf(judgeIssue(asked, { ...noTrends, burst }, context)).map(({ rule }) => rule)
      expect(raised.filter((rule) => ['burst', 'concentrated', 'repeat'].includes(rule))).toEqual([])
    }))
  })

  test('give a known level and one of their grades; red needs several people', () => {
    fc.assert(fc.property(allVerdicts, (verdicts) => {
      for (const { level, rule, grade, people } of raisedOf(verdicts)) {
        expect(levels).toContain(level)
        expect(alertRules.find(({ id }) => id === rule)?.grades).toContain(grade)
        if (level === 'red') expect(people).toBeGreaterThanOrEqual(3)
      }
    }))
  })
})
