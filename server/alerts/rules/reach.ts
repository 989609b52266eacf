/** 传播: media or a message board has taken it up, it is read and reposted widely, or several outlets carry it at once. */
import type { Reach } from '../../../shared/issue.ts'
import { defineRule, quiet, type JudgeContext } from '../rule.ts'
import { expectationText, issueSentence } from '../sentence.ts'

const id = 'reach'

export default defineRule({
  id,
  name: '传播',
  needs: 'issue',
  goesBy: 'course',
  speaksLate: true,
  grades: ['outlets', 'spreading', 'media'],
  wallFrom: 'blue',
  judge({ activity, trends }, context) {
    const { plans, outlets, outletHours } = context.rules.reach
    const carriers = activity.reach?.outlets ?? 0
    const carried = carriers >= outlets
    const spreading = spread(activity.reach, context)
    const media = activity.plans.some(({ plan }) => plans.includes(plan))
    if (!carried && spreading.length === 0 && !media) return quiet(id, '没有媒体或留言板转载，阅读和转发未达到')
    const today = activity.count24h > 0
    const seen = today ? activity.count24h : activity.count7d
    const people = today ? activity.people24h : activity.people7d
    return {
      raise: true,
      rule: id,
      grade: carried ? 'outlets' : spreading.length > 0 ? 'spreading' : 'media',
      sentence: issueSentence(activity, context, {
        period: today ? '24小时内' : '7日内', count: seen, people, usual: expectationText(trends.day, today ? 'day' : 'days'),
        channels: today ? activity.channels24h : activity.channels,
        more: [
          ...(carried ? [`${outletHours}小时内${carriers}家发布或转载`] : []), ...spreading, ...(media ? ['已见于媒体或留言板'] : []),
        ],
      }),
      score: 1,
      expected: today ? (trends.day?.expected ?? null) : null,
      seen,
      people,
    }
  },
})

/** What is read and reposted as widely, or grows as fast, as the pack says, in words. */
function spread(reach: Reach | null, { rules: { reach: enough } }: JudgeContext): string[] {
  if (!reach) return []
  const told = (name: string, total: number | null, gained: number, least: number, leastGained: number): string[] => {
    if ((total ?? 0) < least && gained < leastGained) return []
    return [gained >= leastGained ? `${name}${total ?? gained}次，${enough.gainHours}小时内增加${gained}次` : `${name}${total}次`]
  }
  return [
    ...told('阅读', reach.views, reach.viewsGained, enough.views, enough.viewsGain),
    ...told('转发', reach.reposts, reach.repostsGained, enough.reposts, enough.repostsGain),
  ]
}
