/** 突增: counts clearly above what the issue's past and the hour of the week lead one to expect, from several people. */
import type { Level, Verdict } from '../../../shared/alert.ts'
import type { Trend } from '../../../shared/trend.ts'
import { defineRule, quiet, type IssueCase, type JudgeContext } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'burst'

/** Orange also wants so many times the least people: against a past of nearly nothing three voices already look improbable. */
const orangePeople = 2

/**
 * The day is looked at first, then the last hour; the higher level speaks.
 * A crowd or danger to life beside an orange burst proposes red, which a person confirms or not.
 */
export default defineRule({
  id,
  name: '突增',
  needs: 'issue',
  onWall: true,
  judge(seen, context) {
    const { activity, trends } = seen
    if (activity.consultation) return quiet(id, '以咨询为主，只入日报')
    if (!trends.day && !trends.hour) return quiet(id, '尚无历史可比')
    const day = trends.day && levelOf(trends.day, activity.people24h, context)
    const lastHour = trends.hour && levelOf(trends.hour, activity.people1h, context)
    if (trends.day && day && (day === 'orange' || lastHour !== 'orange')) return verdict(seen, trends.day, '24小时', activity.people24h, day, context)
    if (trends.hour && lastHour) return verdict(seen, trends.hour, '1小时', activity.people1h, lastHour, context)
    const { people } = context.rules.burst
    return quiet(id, activity.people24h < people ? `24小时不足${people}人` : '未明显高于预计')
  },
})

function levelOf(trend: Trend, people: number, { rules: { burst } }: JudgeContext): Level | null {
  if (people < burst.people || trend.score < burst.score || trend.seen <= trend.high) return null
  return trend.score >= burst.orangeScore && people >= burst.people * orangePeople ? 'orange' : 'yellow'
}

function verdict({ activity }: IssueCase, trend: Trend, period: string, people: number, level: Level, context: JudgeContext): Verdict {
  const grave = activity.urgency.includes('crowd') || activity.urgency.includes('danger')
  return {
    raise: true,
    rule: id,
    level: level === 'orange' && grave ? 'red' : level,
    popUp: false,
    sentence: issueSentence(activity, context, { period, count: trend.seen, people, trend }),
    score: trend.score,
    expected: trend.expected,
    seen: trend.seen,
    people,
  }
}
