/** 不满意: an order was closed and the call back says that it did not satisfy; the second time is for a meeting. */
import { day } from '../../../shared/clock.ts'
import { defineRule, quiet } from '../rule.ts'
import { channelsText, expectationText, peopleText, sentenceOf } from '../sentence.ts'

const id = 'dissatisfied'

export default defineRule({
  id,
  name: '回访不满意',
  needs: 'issue',
  goesBy: 'course',
  speaksLate: true,
  grades: ['again', 'once'],
  wallFrom: null,
  judge({ activity, trends }, context) {
    const { days, times, freshDays } = context.rules.dissatisfied
    const seen = activity.dissatisfied.filter((closedAt) => closedAt > context.at - days * day).length
    // What was closed longer ago has had its second handling, or is for the weekly briefing.
    if (!activity.dissatisfied.some((closedAt) => closedAt > context.at - freshDays * day)) return quiet(id, `${freshDays}日内办结的工单没有回访不满意`)
    const again = seen >= times
    return {
      raise: true,
      rule: id,
      grade: again ? 'again' : 'once',
      sentence: sentenceOf(activity.title, [
        `${days}日内办结的工单回访不满意${seen}次`, `7日内反映${activity.count7d}次`, peopleText(activity.people7d),
        expectationText(trends.day, 'days'), channelsText(activity.channels, context), again ? '建议提交研判会' : '请再次办理',
      ]),
      score: 1,
      expected: null,
      seen,
      people: activity.people7d,
    }
  },
})
