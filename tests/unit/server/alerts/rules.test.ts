import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../../shared/alert.ts'
import { day, hour, minute } from '../../../../shared/clock.ts'
import type { IssueActivity } from '../../../../shared/issue.ts'
import type { SourceHealth } from '../../../../shared/source.ts'
import type { Burst, Subject, Trend } from '../../../../shared/trend.ts'
import { acknowledgeText, belongsOnWall, dueAt, judgeArea, judgeIssue, judgeSource, judgeSubject } from '../../../../server/alerts/index.ts'
import { activityOf, context, hoursAt, judgedAt as at, noTrends, quietActivity, rules } from '../../../support/judging.ts'

const trend = (more: Partial<Trend>): Trend =>
  ({ subject: { kind: 'issue', id: '1' }, hours: 24, seen: 12, people: 9, expected: 2.1, low: 1, high: 4, score: 0.9999, small: false, at, ...more })
const judge = (more: Partial<IssueActivity>, daily: Trend | null = null): Verdict[] => judgeIssue(activityOf(more), { ...noTrends, day: daily }, context)
const of = (verdicts: Verdict[], rule: string) => verdicts.find((verdict) => verdict.rule === rule)
/** The level that a rule has come to; null = it was silent. */
const levelOf = (rule: string, more: Partial<IssueActivity>) => {
  const verdict = of(judge(more), rule)
  return verdict?.raise ? verdict.level : null
}
const sentenceOf = (rule: string, more: Partial<IssueActivity>) => {
  const verdict = of(judge(more), rule)
  return verdict?.raise ? verdict.sentence : null
}
const health = (more: Partial<SourceHealth>): SourceHealth => ({
  source: 's', name: '洪泽论坛', channel: 'forum', state: 'SERVER_ERROR', since: at - 20 * minute, reason: null, lastGoodAt: null, newestAt: null, every: 300, demo: false, until: null, failures: 0, ...more,
})

describe('judging how many write', () => {
  test('concentration follows the thresholds of the pack on the day and on the week', () => {
    const level = (people24h: number, people7d: number) => levelOf('concentrated', { people24h, people7d, count24h: people24h, count7d: people7d })
    expect([level(2, 4), level(3, 3), level(1, 5), level(10, 10), level(4, 20)]).toEqual([null, 'yellow', 'yellow', 'orange', 'orange'])
  })

  test('who only asks is not counted among them, and does not hide those who complain', () => {
    const asked = { count24h: 20, people24h: 20, count7d: 20, people7d: 20, consultation: true }
    const complained = (people: number) => ({ ...asked, grievances: { count24h: people, people24h: people, count7d: people, people7d: people } })
    expect([levelOf('concentrated', complained(2)), levelOf('concentrated', complained(3))]).toEqual([null, 'yellow'])
    expect(sentenceOf('concentrated', complained(3))).toContain('24小时内反映3次，涉及3人')
  })

  test('a concentration says counts, people, expectation and channels in one sentence', () => {
    expect(of(judge({ count24h: 12, people24h: 9 }, trend({})), 'concentrated')).toMatchObject({
      sentence: '海棠晴园夜间施工噪音：24小时内反映12次，涉及9人，预计1—4次，来自热线。',
    })
  })

  test('over a week it says what each day leads one to expect, and a matter that was closed is expected not to come back', () => {
    expect(of(judge({ count7d: 6, people7d: 5 }, trend({})), 'concentrated')).toMatchObject({ sentence: '海棠晴园夜间施工噪音：7日内反映6次，涉及5人，预计每日1—4次，来自热线、论坛。' })
    expect(sentenceOf('rebound', { closedAt: at - 5 * day, sinceClosed: { count: 3, people: 3 }, rebounds: 2 }))
      .toBe('海棠晴园夜间施工噪音：办结后5日内再反映3次，涉及3人，预计不再反映，系第2次反弹，提请会办，来自热线、论坛。')
    expect(of(judge({ mostByOne30d: 4, count7d: 4, people7d: 1 }, trend({})), 'repeat')).toMatchObject({
      sentence: '海棠晴园夜间施工噪音：同一诉求人30日内反映4次，该事项7日内共反映4次，涉及少于3人，预计每日1—4次，来自热线、论坛，建议换人回访。',
    })
  })

  test('no number of people who only blame officials raises a level, and what is more than that still speaks', () => {
    const blame = { category: '1605', count24h: 30, people24h: 30, count7d: 30, people7d: 30, mostByOne30d: 9, reach: { views: 90_000, reposts: 900, viewsGained: 9_000, repostsGained: 900, outlets: 5 } }
    expect(judge(blame).filter(({ raise }) => raise)).toEqual([])
    expect(of(judge(blame), 'concentrated')).toMatchObject({ because: '只是对办事作风的意见，只入日报' })
    expect(judge({ ...blame, urgency: ['danger'], returns: 2 }).filter(({ raise }) => raise).map(({ rule }) => rule)).toEqual(['danger', 'returned'])
  })

  test('a rise of a keyword plan goes no higher than the plan, and criticism does not rise at all', () => {
    const burst: Burst = { since: at - 3 * hour, seen: 40, people: 40, expected: 1, score: 0.9999, falsePerYear: 0.0001, at }
    const level = (subject: Subject) => {
      const [verdict] = judgeSubject({ subject, name: '某类诉求', burst, channels: ['hotline'], leading: 0, coveredBy: null }, context)
      return verdict?.raise ? verdict.level : null
    }
    expect([level({ kind: 'category', id: '0301' }), level({ kind: 'plan', id: 'P09' }), level({ kind: 'plan', id: 'P21' }), level({ kind: 'category', id: '1605' })])
      .toEqual(['orange', 'blue', null, null])
  })

  test('a repeat is told to the shift and kept off the wall, and so is what a plan says below yellow', () => {
    expect(levelOf('repeat', { mostByOne30d: 4 })).toBe('blue')
    const shown = (level: 'blue' | 'yellow', ...rules: string[]) => belongsOnWall({ rules, level })
    expect([shown('blue', 'repeat'), shown('yellow', 'repeat', 'danger'), shown('blue', 'plan'), shown('yellow', 'plan')]).toEqual([false, true, false, true])
  })
})

describe('judging words', () => {
  test('one posting on danger to life pops up at once, as yellow', () => {
    expect(of(judge({ urgency: ['danger'] }), 'danger')).toMatchObject({ raise: true, level: 'yellow', popUp: true })
    expect(of(judge({ urgency: ['crowd'] }), 'danger')).toMatchObject({ raise: false })
  })

  test('threats and crowds are yellow, a petition is told as blue, and none of them pops up', () => {
    expect([['threat', 'petition'], ['crowd'], ['petition'], ['media']].map((urgency) => levelOf('crowd', { urgency }))).toEqual(['yellow', 'yellow', 'blue', null])
    expect(of(judge({ urgency: ['crowd', 'petition'] }), 'crowd')).toMatchObject({
      popUp: false, sentence: '海棠晴园夜间施工噪音：24小时内反映1次，涉及少于3人，内容提及人员聚集、信访，请主动联系并推动解决，来自热线。',
    })
  })

  test('a keyword plan raises no more than its ceiling, and that of the season', () => {
    const level = (plan: string, people = 1) => levelOf('plan', { plans: [{ plan, count: people, people }] })
    expect([level('P19'), level('P19', 9), level('P03'), level('P12'), level('P12', 3)]).toEqual(['blue', 'blue', 'yellow', 'blue', 'yellow'])
    const wages = { ...quietActivity, plans: [{ plan: 'P05', count: 4, people: 4 }] }
    const levelAt = (time: string) => of(judgeIssue({ ...wages, lastAt: Date.parse(time) }, noTrends, { ...context, at: Date.parse(time) }), 'plan')
    expect([levelAt('2026-11-30T12:00:00+08:00'), levelAt('2026-12-01T12:00:00+08:00')]).toMatchObject([{ level: 'blue' }, { level: 'yellow' }])
  })

  test('criticism of officials, and every plan that is only for the daily report, raises nothing', () => {
    expect(of(judge({ plans: [{ plan: 'P21', count: 30, people: 30 }] }), 'plan')).toEqual({ raise: false, rule: 'plan', because: '符合的监测方案只入日报' })
    expect(levelOf('plan', { plans: [{ plan: 'P16', count: 30, people: 30 }] })).toBeNull()
  })
})

describe('judging the course of a matter', () => {
  test('a rebound is blue for one person, yellow for two, orange when it is the second, and nothing after the days of the pack', () => {
    const level = (people: number, rebounds: number, closedDaysAgo = 5) =>
      levelOf('rebound', { closedAt: at - closedDaysAgo * day, sinceClosed: { count: people, people }, rebounds })
    expect([level(0, 0), level(1, 1), level(2, 1), level(1, 2), level(1, 1, 31)]).toEqual([null, 'blue', 'yellow', 'orange', null])
  })

  test('the same place at the same hours after two closings is hide and seek, over midnight too', () => {
    const level = (before: number[], since: number[], closings = 2, place: string | null = '海棠晴园') =>
      levelOf('hide-and-seek', { closings, place, closedAt: at - day, sinceClosed: { count: 2, people: 2 }, rebounds: 2, hours: { before, since } })
    expect(level(hoursAt(23, 4), hoursAt(1, 2))).toBe('orange')
    expect([level(hoursAt(10, 4), hoursAt(1, 2)), level(hoursAt(23, 2), hoursAt(23, 2)), level(hoursAt(23, 4), hoursAt(23, 2), 1),
      level(hoursAt(23, 4), hoursAt(23, 2), 2, null), level(hoursAt(23, 4), hoursAt(0, 0))]).toEqual([null, null, null, null, null])
    expect(sentenceOf('hide-and-seek', { closings: 2, sinceClosed: { count: 2, people: 2 }, hours: { before: hoursAt(23, 4), since: hoursAt(1, 2) } }))
      .toContain('仍集中在23时至4时')
  })

  test('an order returned twice or passed through three units is yellow, also when nobody has written for a week', () => {
    expect([levelOf('returned', { returns: 1, passes: 2 }), levelOf('returned', { returns: 2 }), levelOf('returned', { passes: 3 })]).toEqual([null, 'yellow', 'yellow'])
    expect(judge({ returns: 2, urgency: ['danger'], lastAt: at - 7 * day, people7d: 9 }).filter(({ raise }) => raise).map(({ rule }) => rule)).toEqual(['returned'])
  })

  test('an order that did not satisfy is blue, the second yellow, and one of long ago nothing', () => {
    expect([[at - day], [at - day, at - 9 * day], [at - 9 * day], [at - 40 * day]].map((dissatisfied) => levelOf('dissatisfied', { dissatisfied }))).toEqual(['blue', 'yellow', null, null])
  })

  test('what a higher level hands down is yellow at once and due in its own time', () => {
    expect([levelOf('from-above', { channels24h: ['hotline', 'upper'] }), levelOf('from-above', { channels24h: ['hotline'] })]).toEqual(['yellow', null])
    const alert = { level: 'blue' as const, rules: ['from-above'], raisedAt: at }
    expect(dueAt(alert, rules)).toBe(at + rules.fromAbove.minutes * minute)
  })

  test('media or a message board is yellow, three outlets within two hours are orange, and views speak by number or growth', () => {
    const reach = { views: 100, reposts: null, viewsGained: 10, repostsGained: 0, outlets: 1 }
    expect(levelOf('reach', { reach })).toBeNull()
    expect(levelOf('reach', { plans: [{ plan: 'P20', count: 1, people: 1 }] })).toBe('yellow')
    expect(levelOf('reach', { reach: { ...reach, outlets: 3 } })).toBe('orange')
    expect(sentenceOf('reach', { reach: { ...reach, views: 8_000, viewsGained: 6_000 } })).toContain('阅读8000次，24小时内增加6000次')
    expect(sentenceOf('reach', { reach: { ...reach, reposts: 120 } })).toContain('转发120次')
  })
})

describe('judging areas and sources', () => {
  const area = { category: '0401', categoryName: '停水', township: 'glj', townshipName: '高良涧街道', people: 4, count: 5, places: ['海棠晴园'], channels: ['hotline'], expected: 0.2, minutes: 60, planned: false, at }

  test('an outage is orange, announced it is blue, and of two people it is none', () => {
    expect(judgeArea(area, context)[0]).toMatchObject({ level: 'orange', sentence: '高良涧街道停水：60分钟内反映5次，涉及4人，预计不足1次，集中在海棠晴园，未见停供公告，来自热线。' })
    expect(judgeArea({ ...area, places: ['甲', '乙', '丙', '丁'] }, context)[0]).toMatchObject({ sentence: expect.stringContaining('分布在甲、乙、丙等4处') as string })
    expect(judgeArea({ ...area, planned: true }, context)[0]).toMatchObject({ level: 'blue' })
    expect(judgeArea({ ...area, people: 2 }, context)[0]).toMatchObject({ raise: false })
  })

  test('an alert on the area speaks for the issues inside it, unless more than counts speaks for one of them', () => {
    const inside = (more: Partial<IssueActivity>) => judgeIssue(
      activityOf({ category: '0401', count24h: 9, people24h: 9, plans: [{ plan: 'P02', count: 9, people: 9 }], ...more }), noTrends, context, '高良涧街道停水')
    expect(inside({}).filter(({ raise }) => raise)).toEqual([])
    expect(of(inside({}), 'concentrated')).toMatchObject({ because: '已由“高良涧街道停水”预警涵盖，不重复预警' })
    expect(of(inside({ urgency: ['danger'] }), 'concentrated')).toMatchObject({ raise: true })
  })

  test('a source is in trouble after two of its cycles; a core channel gravely after an hour', () => {
    expect(judgeSource(health({ since: at - 5 * minute }), context)[0]).toMatchObject({ raise: false })
    expect(judgeSource(health({ channel: 'web' }), context)[0]).toMatchObject({ level: 'blue', sentence: '采集源洪泽论坛：已20分钟站点故障，期间数据可能不全。' })
    expect(judgeSource(health({ since: at - 2 * hour, channel: 'web' }), context)[0]).toMatchObject({ level: 'blue' })
    expect(judgeSource(health({ since: at - 2 * hour, channel: 'hotline' }), context)[0]).toMatchObject({ level: 'yellow' })
    expect(judgeSource(health({ since: at - 2 * hour, state: 'OK_EMPTY' }), context)[0]).toMatchObject({ raise: false })
  })
})

test('the higher the level, the sooner it is due; blue has the shift', () => {
  const due = (level: 'orange' | 'yellow' | 'blue') => dueAt({ level, rules: ['burst'], raisedAt: at }, rules)
  expect([due('orange'), due('yellow'), due('blue')]).toEqual([at + 10 * minute, at + 30 * minute, null])
  expect([acknowledgeText({ level: 'orange', rules: [] }, rules), acknowledgeText({ level: 'blue', rules: [] }, rules)]).toEqual(['10分钟内签收', '当班内处理'])
})
