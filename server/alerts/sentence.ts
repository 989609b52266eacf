/** The words of an alert: counts, expectation, period, people and channels in the tone of the office's own briefings. */
import type { IssueActivity } from '../../shared/issue.ts'
import { peopleWords } from '../../shared/people.ts'
import type { Trend } from '../../shared/trend.ts'
import type { JudgeContext } from './rule.ts'

/** 涉及9人, 涉及少于3人. */
export const peopleText = (people: number): string => `涉及${peopleWords(people)}`

/** What a day leads one to expect: 预计1—4次, beside a span of many days 预计每日1—4次; null = nothing to compare with, and nothing is said. */
export function expectationText(day: Trend | null, span: 'day' | 'days' = 'day'): string | null {
  if (!day) return null
  const range = day.low === day.high ? String(day.high) : `${day.low}—${day.high}`
  return `预计${span === 'days' ? '每日' : ''}${range}次`
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

/**
 * The usual sentence about an issue over a period: 海棠晴园夜间施工噪音：24小时内反映12次，涉及9人，预计1—4次，来自热线、论坛。
 * 次 counts how often it was reported, since 件 and 条 are never added up.
 * @param period stands before 反映: 24小时内, 办结后3日内再.
 * @param usual what was to be expected, in words.
 * @param channels of the period; as a rule all that there ever were.
 */
export function issueSentence(
  activity: IssueActivity, context: JudgeContext,
  { period, count, people, usual = null, more = [], channels = activity.channels }:
  { period: string; count: number; people: number; usual?: string | null; more?: string[]; channels?: readonly string[] },
): string {
  return sentenceOf(activity.title, [
    `${period}反映${count}次`, peopleText(people), usual, ...more, channelsText(channels, context),
  ])
}
