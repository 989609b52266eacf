/** 重复诉求: one person on the same matter again and again; a hint to the shift to call back with another voice, never on the wall. */
import { defineRule, quiet } from '../rule.ts'
import { channelsText, expectationText, peopleText, sentenceOf } from '../sentence.ts'

const id = 'repeat'

export default defineRule({
  id,
  name: '重复诉求',
  needs: 'issue',
  goesBy: 'counts',
  grades: ['often'],
  wallFrom: null,
  judge({ activity, trends }, context) {
    const { days, times } = context.rules.repeat
    if (activity.mostByOne30d < times) return quiet(id, `${days}日内同一诉求人不足${times}次`)
    return {
      raise: true,
      rule: id,
      grade: 'often',
      sentence: sentenceOf(activity.title, [
        `同一诉求人${days}日内反映${activity.mostByOne30d}次`, `该事项7日内共反映${activity.count7d}次`, peopleText(activity.people7d),
        expectationText(trends.day, 'days'), channelsText(activity.channels, context), '建议换人回访',
      ]),
      score: 1,
      expected: null,
      seen: activity.mostByOne30d,
      people: 1,
    }
  },
})
