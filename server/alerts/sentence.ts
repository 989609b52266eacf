/** The words of an alert: counts, expectation, period, people and channels in the tone of the office's own briefings. */
import type { IssueActivity } from '../../shared/issue.ts'
import { peopleWords } from '../../shared/people.ts'
import type { Trend } from '../../shared/trend.ts'
import type { JudgeContext } from './rule.ts'

/** 涉及9人, 涉及少于3人. */
export const peopleText = (people: number): string => `涉及${peopleWords(people)}`

/** 预计1—4次; null when there is nothing to compare with, which is then not said at all. */
export function expectationText(trend: Trend | null): string | null {
  if (!trend) return null
  return trend.low === trend.high ? `预计${trend.high}次` : `预计${trend.low}—${trend.high}次`
}

/** 来自热线、论坛; null when no channel is known. */
export function channelsText(channels: readonly string[], { channelName }: JudgeContext): string | null {
  const names = [...new Set(channels.map(channelName))]
  if (names.length === 0) return null
  return names.length <= 4 ? `来自${names.join('、')}` : `来自${names.slice(0, 3).join('、')}等${names.length}个渠道`
}

/** `head：part，part。`, leaving out what is null. */
export function sentenceOf(head: string, parts: readonly (string | null)[]): string {
  return `${head.replace(/[：。，\s]+$/u, '')}：${parts.filter((part) => part !== null).join('，')}。`
}

/** The usual sentence about an issue over a period: 海棠晴园夜间施工噪音：24小时12次，涉及9人，预计1—4次，来自热线、论坛。 */
export function issueSentence(
  activity: IssueActivity, context: JudgeContext,
  { period, count, people, trend = null, more = [] }: { period: string; count: number; people: number; trend?: Trend | null; more?: string[] },
): string {
  return sentenceOf(activity.title, [
    `${period}${count}次`, peopleText(people), expectationText(trend), ...more, channelsText(activity.channels, context),
  ])
}
