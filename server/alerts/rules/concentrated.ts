/** 集中诉求: several people on one matter within a day or a week; one person counts once however often they write. */
import { defineRule, quiet } from '../rule.ts'
import { issueSentence } from '../sentence.ts'

const id = 'concentrated'

export default defineRule({
  id,
  name: '集中诉求',
  needs: 'issue',
  onWall: true,
  judge({ activity, trends }, context) {
    if (activity.consultation) return quiet(id, '以咨询为主，不计入集中诉求')
    const { yellow, orange } = context.rules.concentrated
    const reaches = ({ people24h, people7d }: typeof yellow) =>
      activity.people24h >= people24h ? 'day' : activity.people7d >= people7d ? 'week' : null
    const high = reaches(orange)
    const period = high ?? reaches(yellow)
    if (!period) return quiet(id, `24小时不足${yellow.people24h}人，7日不足${yellow.people7d}人`)
    const day = period === 'day'
    const seen = day ? activity.count24h : activity.count7d
    const people = day ? activity.people24h : activity.people7d
    return {
      raise: true,
      rule: id,
      level: high ? 'orange' : 'yellow',
      popUp: false,
      sentence: issueSentence(activity, context, { period: day ? '24小时' : '7日', count: seen, people, trend: day ? trends.day : null }),
      score: 1,
      expected: day ? (trends.day?.expected ?? null) : null,
      seen,
      people,
    }
  },
})
