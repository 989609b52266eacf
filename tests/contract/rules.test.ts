/** Every alert rule keeps the same promises: stable ids, a reason for silence, a Chinese sentence that points at nobody. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levels, type Verdict } from '../../shared/alert.ts'
import { day } from '../../shared/clock.ts'
import { rulesSchema } from '../../shared/district.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { sourceStates } from '../../shared/source.ts'
import hongze from '../../shared/districts/320813/rules.json' with { type: 'json' }
import { alertRules, judgeArea, judgeIssue, judgeSource, type JudgeContext } from '../../server/alerts/index.ts'

const rules = rulesSchema.parse(hongze)
const at = Date.parse('2026-11-22T10:00:00+08:00')
const context: JudgeContext = { rules, at, channelName: (id) => ({ hotline: '热线', forum: '论坛' })[id] ?? id, coreChannel: () => true }

const few = fc.integer({ min: 0, max: 25 })
const activities: fc.Arbitrary<IssueActivity> = fc.record({
  issue: fc.constant(1), title: fc.constant('海棠晴园夜间施工噪音'), category: fc.constant('0301'), place: fc.constant('海棠晴园'),
  township: fc.constant(null), unit: fc.constant(null), consultation: fc.boolean(), firstAt: fc.constant(at - 9 * day), lastAt: fc.constant(at),
  count1h: few, count24h: few, count7d: few, total: few, people1h: few, people24h: few, people7d: few, mostByOne30d: few,
  channels: fc.subarray(['hotline', 'forum']), urgency: fc.subarray(['danger', 'crowd', 'media']),
  closedAt: fc.option(fc.integer({ min: at - 60 * day, max: at })), sinceClosed: fc.record({ count: few, people: few }), rebounds: few,
})
const trends = fc.record({ score: fc.constantFrom(0.5, 0.995, 0.99999), seen: few, expected: fc.constant(1.2), high: fc.integer({ min: 1, max: 6 }) }).map((given) =>
  ({ subject: { kind: 'issue' as const, id: '1' }, hours: 24, people: given.seen, low: 0, small: true, at, ...given }))
const areas = fc.record({
  category: fc.constantFrom('0401', '0101'), categoryName: fc.constant('停水'), township: fc.constant(null), townshipName: fc.constant('高良涧街道'),
  people: few, count: few, minutes: fc.constantFrom(30, 60, 90), planned: fc.boolean(), at: fc.constant(at),
})
const sources = fc.record({
  source: fc.constant('forum'), name: fc.constant('洪泽论坛'), channel: fc.constant('forum'), state: fc.constantFrom(...sourceStates),
  since: fc.integer({ min: at - day, max: at }), reason: fc.constant(null), lastGoodAt: fc.constant(null), newestAt: fc.constant(null),
  every: fc.constant(300), demo: fc.constant(false),
})
const allVerdicts = fc.tuple(activities, fc.option(trends), fc.option(trends), areas, sources).map(([activity, daily, hourly, area, source]) =>
  [...judgeIssue(activity, { day: daily, hour: hourly }, context), ...judgeArea(area, context), ...judgeSource(source, context)])
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
    fc.assert(fc.property(activities, trends, (activity, trend) => {
      const raised = raisedOf(judgeIssue({ ...activity, consultation: true }, { day: trend, hour: trend }, context)).map(({ rule }) => rule)
      expect(raised.filter((rule) => ['burst', 'concentrated', 'repeat'].includes(rule))).toEqual([])
    }))
  })

  test('give a known level; words of danger alone pop up but never pass yellow', () => {
    fc.assert(fc.property(activities, (activity) => {
      const bold = { ...context, rules: { ...rules, danger: { level: 'red' as const, popUp: true } } }
      const [danger] = raisedOf(judgeIssue({ ...activity, urgency: ['danger'], count24h: 1 }, { day: null, hour: null }, bold))
      expect(danger).toMatchObject({ rule: 'danger', level: 'yellow', popUp: true })
    }))
    fc.assert(fc.property(allVerdicts, (verdicts) => {
      for (const { level, rule } of raisedOf(verdicts)) {
        expect(levels).toContain(level)
        if (level === 'red') expect(rule).toBe('burst')
      }
    }))
  })
})
