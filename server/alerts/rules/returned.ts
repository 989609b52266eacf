/** 推诿: an open order that units keep returning, or that has passed through too many of them. */
import { day } from '../../../shared/clock.ts'
import { defineRule, quiet } from '../rule.ts'
import { channelsText, expectationText, peopleText, sentenceOf } from '../sentence.ts'

const id = 'returned'

/** An order that has been open for longer is for supervision (督办), not for the shift; an import may bring many. */
const recent = 90 * day

export default defineRule({
  id,
  name: '推诿退转',
  needs: 'issue',
  goesBy: 'course',
  speaksLate: true,
  grades: ['returned', 'passed-on'],
  wallFrom: 'blue',
  judge({ activity, trends }, context) {
    const { returns, passes } = context.rules.returned
    if (context.at - activity.lastAt > recent) return quiet(id, '近期没有反映')
    const often = activity.returns >= returns
    if (!often && activity.passes < passes) return quiet(id, `在办工单退单不足${returns}次，流转不足${passes}家`)
    return {
      raise: true,
      rule: id,
      grade: often ? 'returned' : 'passed-on',
      sentence: sentenceOf(activity.title, [
        often ? `同一工单退单${activity.returns}次` : `同一工单流转${activity.passes}家单位`, `7日内反映${activity.count7d}次`, peopleText(activity.people7d),
        expectationText(trends.day, 'days'), '建议属地与主管部门双交办', channelsText(activity.channels, context),
      ]),
      score: 1,
      expected: null,
      seen: often ? activity.returns : activity.passes,
      people: activity.people7d,
    }
  },
})
