/** 上级交办: what a higher level's platform or a message board has handed down; it is yellow at once and has a time of its own. */
import { defineRule, quiet } from '../rule.ts'
import { expectationText, issueSentence } from '../sentence.ts'

const id = 'from-above'

export default defineRule({
  id,
  name: '上级交办',
  needs: 'issue',
  goesBy: 'course',
  grades: ['order'],
  wallFrom: 'blue',
  judge({ activity, trends }, context) {
    const { channels } = context.rules.fromAbove
    const above = activity.channels24h.filter((channel) => channels.includes(channel))
    if (above.length === 0) return quiet(id, '24小时内没有上级交办')
    return {
      raise: true,
      rule: id,
      grade: 'order',
      sentence: issueSentence(activity, context, {
        period: '24小时内', count: activity.count24h, people: activity.people24h, usual: expectationText(trends.day),
        channels: activity.channels24h,
        more: [`其中有上级交办（${above.map(context.channelName).join('、')}）`, '单独计时'],
      }),
      score: 1,
      expected: trends.day?.expected ?? null,
      seen: activity.count24h,
      people: activity.people24h,
    }
  },
})
