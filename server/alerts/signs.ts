/** What the rules that go by signs of urgency have in common: one posting of the last day with such words is enough. */
import type { Finding, Silence } from '../../shared/alert.ts'
import type { Urgency } from '../../shared/posting.ts'
import { quiet, type IssueCase, type JudgeContext } from './rule.ts'
import { expectationText, issueSentence } from './sentence.ts'

/** What a sentence calls the signs of urgency. */
export const signNames: Record<Urgency, string> = {
  danger: '危及人身', crowd: '人员聚集', threat: '过激行为', petition: '信访', media: '联系媒体', outage: '停供',
}

/**
 * @param signs the gravest first; the first that is found is the grade.
 * @param say what the sentence adds, given the signs that were found.
 */
export function findSigns<Sign extends string>(
  rule: string, signs: readonly Sign[], { activity, trends }: IssueCase, context: JudgeContext, say: (found: Sign[]) => string[],
): Finding<Sign> | Silence {
  const found = signs.filter((sign) => activity.urgency.includes(sign))
  const [gravest] = found
  if (gravest === undefined) return quiet(rule, '没有此类表述')
  if (activity.count24h === 0) return quiet(rule, '24小时内没有新的反映')
  return {
    raise: true,
    rule,
    grade: gravest,
    sentence: issueSentence(activity, context, {
      period: '24小时内', count: activity.count24h, people: activity.people24h, usual: expectationText(trends.day), more: say(found),
      channels: activity.channels24h,
    }),
    score: 1,
    expected: trends.day?.expected ?? null,
    seen: activity.count24h,
    people: activity.people24h,
  }
}
