/** What an alert rule is: one file each, from what was counted to a verdict with its Chinese sentence. */
import type { Verdict } from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { Trend } from '../../shared/trend.ts'

/** Trends of an issue over 24 h and 1 h; null = not measured. */
export interface IssueTrends {
  day: Trend | null
  hour: Trend | null
}

export interface IssueCase {
  activity: IssueActivity
  trends: IssueTrends
}

/** What came in about one kind of supply in one area within the last `minutes`. */
export interface AreaActivity {
  /** Leaf code of the taxonomy (停水, 停电 …). */
  category: string
  categoryName: string
  /** Unit id of the township; null = whole district, or not known. */
  township: string | null
  townshipName: string
  people: number
  count: number
  /** Length of the span that was counted. */
  minutes: number
  /** True when the supplier has announced the interruption. */
  planned: boolean
  at: Instant
}

export interface JudgeContext {
  rules: Rules
  at: Instant
  /** What people call a channel; an unknown id stands for itself. */
  channelName: (id: string) => string
  /** Channels whose silence is grave; a source of any other never goes above blue. */
  coreChannel: (id: string) => boolean
}

/** What a rule looks at, by what it needs. */
export interface Needed {
  issue: IssueCase
  area: AreaActivity
  source: SourceHealth
}

export interface Rule<Need extends keyof Needed = keyof Needed> {
  id: string
  name: string
  needs: Need
  /** False for what is told to the duty staff only (重复诉求不进大屏). */
  onWall: boolean
  judge(subject: Needed[Need], context: JudgeContext): Verdict
}

export const defineRule = <Need extends keyof Needed>(rule: Rule<Need>): Rule<Need> => rule

/** A verdict that raises nothing, with its reason in Chinese. */
export const quiet = (rule: string, because: string): Verdict => ({ raise: false, rule, because })
