/** 集中诉求: several people on one matter within a day or a week; one person counts once however often they write, and who only asks does not. */
import { defineRule, quiet } from '../rule.ts'
import { expectationText, issueSentence } from '../sentence.ts'

const id = 'concentrated'

export default defineRule({
  id,
  name: '集中诉求',
  needs: 'issue',
  goesBy: 'counts',
  grades: ['many', 'several'],
  wallFrom: 'blue',
  judge({ activity, trends }, context) {
    const { several, many } = context.rules.concentrated
    const { grievances } = activity
    const reaches = ({ people24h, people7d }: typeof several) =>
      grievances.people24h >= people24h ? 'day' : grievances.people7d >= people7d ? 'week' : null
    const high = reaches(many)
    const period = high ?? reaches(several)
    if (!period) return quiet(id, `24小时不足${several.people24h}人，7日不足${several.people7d}人（咨询不计）`)
    const day = period === 'day'
    const seen = day ? grievances.count24h : grievances.count7d
    const people = day ? grievances.people24h : grievances.people7d
    return {
      raise: true,
      rule: id,
      grade: high ? 'many' : 'several',
      sentence: issueSentence(activity, context, {
        period: day ? '24小时内' : '7日内', count: seen, people, usual: expectationText(trends.day, day ? 'day' : 'days'),
        channels: day ? activity.channels24h : activity.channels,
      }),
      score: 1,
      expected: day ? (trends.day?.expected ?? null) : null,
      seen,
      people,
    }
  },
})
