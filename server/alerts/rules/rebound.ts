/** 反弹诉求: the same matter is reported again within the pack's days after it was closed. */
import { day } from '../../../shared/clock.ts'
import { defineRule, quiet } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'rebound'

export default defineRule({
  id,
  name: '反弹诉求',
  needs: 'issue',
  goesBy: 'course',
  grades: ['repeated', 'several', 'one'],
  wallFrom: 'blue',
  judge({ activity }, context) {
    const { days, people, rebounds: often } = context.rules.rebound
    const { closedAt, sinceClosed, rebounds, lastAt } = activity
    if (closedAt === null) return quiet(id, '尚未办结')
    if (sinceClosed.count === 0) return quiet(id, '办结后没有再反映')
    const after = Math.ceil((lastAt - closedAt) / day)
    if (after > days) return quiet(id, `办结已逾${days}日，按新诉求处理`)
    // What came in an import of past years came back then, not now.
    if (context.at - lastAt > days * day) return quiet(id, `近${days}日没有再反映`)
    return {
      raise: true,
      rule: id,
      grade: rebounds >= often ? 'repeated' : sinceClosed.people >= people ? 'several' : 'one',
      sentence: issueSentence(activity, context, {
        period: `办结后${Math.max(1, after)}日内再`,
        count: sinceClosed.count,
        people: sinceClosed.people,
        usual: '预计不再反映',
        more: rebounds >= often ? [`系第${rebounds}次反弹`, '提请会办'] : [],
      }),
      score: 1,
      expected: 0,
      seen: sinceClosed.count,
      people: sinceClosed.people,
    }
  },
})
