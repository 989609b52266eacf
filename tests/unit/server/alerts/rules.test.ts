import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../../shared/alert.ts'
import { day, hour, minute } from '../../../../shared/clock.ts'
import { rulesSchema } from '../../../../shared/district.ts'
import type { IssueActivity } from '../../../../shared/issue.ts'
import type { SourceHealth } from '../../../../shared/source.ts'
import type { Trend } from '../../../../shared/trend.ts'
import hongze from '../../../../shared/districts/320813/rules.json' with { type: 'json' }
import { acknowledgeText, belongsOnWall, dueAt, judgeArea, judgeIssue, judgeSource, type JudgeContext } from '../../../../server/alerts/index.ts'

const rules = rulesSchema.parse(hongze)
const at = Date.parse('2026-11-22T10:00:00+08:00')
const context: JudgeContext = { rules, at, channelName: (id) => ({ hotline: '热线', forum: '论坛' })[id] ?? id, coreChannel: (id) => id === 'hotline' }
const quietActivity: IssueActivity = {
  issue: 1, title: '海棠晴园夜间施工噪音', category: '0301', place: '海棠晴园', township: null, unit: null, consultation: false,
  firstAt: at - 5 * day, lastAt: at, count1h: 0, count24h: 1, count7d: 1, total: 1, people1h: 0, people24h: 1, people7d: 1, mostByOne30d: 1,
  channels: ['hotline', 'forum'], urgency: [], closedAt: null, sinceClosed: { count: 0, people: 0 }, rebounds: 0,
}
const trend = (more: Partial<Trend>): Trend =>
  ({ subject: { kind: 'issue', id: '1' }, hours: 24, seen: 12, people: 9, expected: 2.1, low: 1, high: 4, score: 0.9999, small: false, at, ...more })
const judge = (more: Partial<IssueActivity>, daily: Trend | null = null): Verdict[] => judgeIssue({ ...quietActivity, ...more }, { day: daily, hour: null }, context)
const of = (verdicts: Verdict[], rule: string) => verdicts.find((verdict) => verdict.rule === rule)
const health = (more: Partial<SourceHealth>): SourceHealth => ({
  source: 's', name: '洪泽论坛', channel: 'forum', state: 'SERVER_ERROR', since: at - 20 * minute, reason: null, lastGoodAt: null, newestAt: null, every: 300, demo: false, ...more,
})

describe('judging issues', () => {
  test('a burst says counts, people, expectation and channels in one sentence', () => {
    expect(of(judge({ count24h: 12, people24h: 9 }, trend({})), 'burst')).toMatchObject({
      raise: true, level: 'orange', sentence: '海棠晴园夜间施工噪音：24小时12次，涉及9人，预计1—4次，来自热线、论坛。',
    })
  })

  test('a burst of few people is no more than yellow, of two none, and with a crowd a proposal of red', () => {
    expect(of(judge({ people24h: 4 }, trend({})), 'burst')).toMatchObject({ level: 'yellow' })
    expect(of(judge({ people24h: 2 }, trend({})), 'burst')).toMatchObject({ raise: false })
    expect(of(judge({ people24h: 9, urgency: ['crowd'] }, trend({})), 'burst')).toMatchObject({ level: 'red' })
  })

  test('concentration follows the thresholds of the pack on the day and on the week', () => {
    const level = (people24h: number, people7d: number) => {
      const verdict = of(judge({ people24h, people7d, count24h: people24h, count7d: people7d }), 'concentrated')
      return verdict?.raise ? verdict.level : null
    }
    expect([level(2, 4), level(3, 3), level(1, 5), level(10, 10), level(4, 20)]).toEqual([null, 'yellow', 'yellow', 'orange', 'orange'])
  })

  test('a rebound is blue for one person, yellow for two, orange when it is the second, and nothing after the days of the pack', () => {
    const level = (people: number, rebounds: number, closedDaysAgo = 5) => {
      const verdict = of(judge({ closedAt: at - closedDaysAgo * day, sinceClosed: { count: people, people }, rebounds }), 'rebound')
      return verdict?.raise ? verdict.level : null
    }
    expect([level(0, 0), level(1, 1), level(2, 1), level(1, 2), level(1, 1, 31)]).toEqual([null, 'blue', 'yellow', 'orange', null])
  })

  test('a repeat is told to the shift and kept off the wall', () => {
    expect(of(judge({ mostByOne30d: 4 }), 'repeat')).toMatchObject({ raise: true, level: 'blue' })
    expect([belongsOnWall(['repeat']), belongsOnWall(['repeat', 'danger'])]).toEqual([false, true])
  })
})

describe('judging areas and sources', () => {
  const area = { category: '0401', categoryName: '停水', township: 'glj', townshipName: '高良涧街道', people: 4, count: 5, minutes: 60, planned: false, at }

  test('an outage is orange, announced it is blue, and of two people it is none', () => {
    expect(judgeArea(area, context)[0]).toMatchObject({ level: 'orange', sentence: '高良涧街道停水：60分钟5次，涉及4人，未见停供公告。' })
    expect(judgeArea({ ...area, planned: true }, context)[0]).toMatchObject({ level: 'blue' })
    expect(judgeArea({ ...area, people: 2 }, context)[0]).toMatchObject({ raise: false })
  })

  test('a source is in trouble after two of its cycles; a core channel gravely after an hour', () => {
    expect(judgeSource(health({ since: at - 5 * minute }), context)[0]).toMatchObject({ raise: false })
    expect(judgeSource(health({}), context)[0]).toMatchObject({ level: 'blue', sentence: '采集源洪泽论坛：已20分钟站点故障，期间数据可能不全。' })
    expect(judgeSource(health({ since: at - 2 * hour }), context)[0]).toMatchObject({ level: 'blue' })
    expect(judgeSource(health({ since: at - 2 * hour, channel: 'hotline' }), context)[0]).toMatchObject({ level: 'yellow' })
    expect(judgeSource(health({ since: at - 2 * hour, state: 'OK_EMPTY' }), context)[0]).toMatchObject({ raise: false })
  })
})

test('the higher the level, the sooner it is due; blue has the shift', () => {
  expect([dueAt('orange', at, rules), dueAt('yellow', at, rules), dueAt('blue', at, rules)]).toEqual([at + 10 * minute, at + 30 * minute, null])
  expect([acknowledgeText('orange', rules), acknowledgeText('blue', rules)]).toEqual(['10分钟内签收', '当班内处理'])
})
