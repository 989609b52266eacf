/** 危及人身: one posting is enough; it pops up at once, but words alone never go above yellow. */
import { compareLevels, type Level } from '../../../shared/alert.ts'
import { defineRule, quiet } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'danger'

/** Words alone reach yellow at most, whatever the pack says. */
const ceiling: Level = 'yellow'

export default defineRule({
  id,
  name: '危及人身',
  needs: 'issue',
  onWall: true,
  judge({ activity, trends }, context) {
    if (!activity.urgency.includes('danger')) return quiet(id, '没有危及人身的表述')
    if (activity.count24h === 0) return quiet(id, '24小时内没有新的反映')
    const { level, popUp } = context.rules.danger
    return {
      raise: true,
      rule: id,
      level: compareLevels(level, ceiling) < 0 ? ceiling : level,
      popUp,
      sentence: issueSentence(activity, context, {
        period: '24小时', count: activity.count24h, people: activity.people24h, more: ['内容危及人身安全', '请立即核实并视情转110、119、120'],
      }),
      score: 1,
      expected: trends.day?.expected ?? null,
      seen: activity.count24h,
      people: activity.people24h,
    }
  },
})
