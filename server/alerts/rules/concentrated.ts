/** 集中诉求: several people on one matter within a day or a week; one person counts once however often they write. */
import { defineRule, quiet } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'concentrated'

export default defineRule({
  id,
  name: '集中诉求',
  needs: 'issue',
  goesBy: 'counts',
  grades: ['many', 'several'],
  wallFrom: 'blue',
  judge({ activity, trends }, context) {
    if (activity.consultation) return quiet(id, '以咨询为主，不计入集中诉求')
    const { several, many } = context.rules.concentrated
    const reaches = ({ people24h, people7d }: typeof several) =>
      activity.people24h >= people24h ? 'day' : activity.people7d >= people7d ? 'week' : null
    const high = reaches(many)
    const period = high ?? reaches(several)
    if (!period) return quiet(id, `24小时不足${several.people24h}人，7日不足${several.people7d}人`)
    const day = period === 'day'
    const seen = day ? activity.count24h : activity.count7d
    const people = day ? activity.people24h : activity.people7d
    return {
      raise: true,
      rule: id,
      grade: high ? 'many' : 'several',
      sentence: issueSentence(activity, context, { period: day ? '24小时' : '7日', count: seen, people, trend: day ? trends.day : null }),
      score: 1,
      expected: day ? (trends.day?.expected ?? null) : null,
      seen,
      people,
    }
  },
})
