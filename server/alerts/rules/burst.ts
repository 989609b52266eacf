/** 突增: counts clearly above what the issue's past and the hour of the week lead one to expect, from several people. */
import { defineRule, quiet } from '../rule.ts'
import { gradeRise, spanText, usualText } from '../rise.ts'
import { issueSentence } from '../sentence.ts'

const id = 'burst'

export default defineRule({
  id,
  name: '突增',
  needs: 'issue',
  goesBy: 'counts',
  grades: ['strong', 'notable'],
  wallFrom: 'blue',
  judge({ activity, trends: { burst } }, context) {
    if (activity.consultation) return quiet(id, '以咨询为主，只入日报')
    if (!burst) return quiet(id, '未明显高于预计')
    const grade = gradeRise(burst, context)
    const { people } = context.rules.burst
    if (!grade) return quiet(id, burst.people < people ? `${spanText(burst)}不足${people}人` : '高于预计，但偶然也会如此')
    return {
      raise: true,
      rule: id,
      grade,
      sentence: issueSentence(activity, context, { period: spanText(burst), count: burst.seen, people: burst.people, more: [usualText(burst)] }),
      score: burst.score,
      expected: burst.expected,
      seen: burst.seen,
      people: burst.people,
    }
  },
})
