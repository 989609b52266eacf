/** What an alert rule is: one file each, from what was counted to a finding with its grade and its Chinese sentence. */
import type { Finding, Level, Silence } from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Plan, Rules } from '../../shared/district.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { Burst, Subject, Trend } from '../../shared/trend.ts'

/** Trends of an issue over 24 h and 1 h, null = not measured; how it stands out now, null = it does not. */
export interface IssueTrends {
  day: Trend | null
  hour: Trend | null
  burst: Burst | null
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
  /** What the last weeks lead one to expect in such a span. */
  expected: number
  channels: string[]
  /** Names of the places that were told, the most told first. */
  places: string[]
  /** Length of the span that was counted. */
  minutes: number
  /** True when the supplier has announced the interruption. */
  planned: boolean
  at: Instant
}

/** A subject across issues (a topic, a place, a unit …) that stands out at present. */
export interface SubjectCase {
  subject: Subject
  /** What people call it: 区城管局承办的诉求. */
  name: string
  burst: Burst
  channels: string[]
  /** How many of what was seen belong to the issue that brings most of it. */
  leading: number
  /** The name of another subject that stands out with mostly the same postings; null = there is none. */
  coveredBy: string | null
}

export interface JudgeContext {
  rules: Rules
  at: Instant
  /** What people call a channel; an unknown id stands for itself. */
  channelName: (id: string) => string
  /** The keyword plans of the pack, by id. */
  plans: ReadonlyMap<string, Plan>
}

/** What a rule looks at, by what it needs. */
export interface Needed {
  issue: IssueCase
  area: AreaActivity
  source: SourceHealth
  subject: SubjectCase
}

/**
 * A rule says what it saw and how grave that is in its own words (`grade`); which level that is, the pack's matrix says
 * (see matrix.ts).
 */
export interface Rule<Need extends keyof Needed = keyof Needed, Grade extends string = string> {
  id: string
  name: string
  needs: Need
  /**
   * What it goes by: what is written (never above yellow), how many write (which an alert on the whole area may say already),
   * or the course of the matter: closings, orders, who has taken it up.
   */
  goesBy: 'words' | 'counts' | 'course'
  /** True where it speaks of an issue on which nobody has written for a day: what becomes of an order is known days later. */
  speaksLate?: true
  /** Every grade that it may give; the matrix must know each. */
  grades: readonly Grade[]
  /** The lowest level at which it is shown on the wall; null = it is told to the duty staff only (重复诉求不进大屏). */
  wallFrom: Level | null
  judge(subject: Needed[Need], context: JudgeContext): Finding<Grade> | Silence
}

export const defineRule = <Need extends keyof Needed, const Grade extends string>(rule: Rule<Need, Grade>): Rule<Need> => rule

/** Nothing to raise, with its reason in Chinese. */
export const quiet = (rule: string, because: string): Silence => ({ raise: false, rule, because })
