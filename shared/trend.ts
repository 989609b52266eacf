/** A trend: what was counted in a window against what hour, weekday and history lead one to expect. */
import type { Instant } from './clock.ts'

/** What is counted: each posting counts once for each subject it belongs to. */
export type SubjectKind = 'channel' | 'unit' | 'place' | 'category' | 'issue'

export interface Subject {
  kind: SubjectKind
  id: string
}

export interface Trend {
  subject: Subject
  /** Length of the window in hours: 1, 24, 168. */
  hours: number
  seen: number
  /** Distinct reporters in the window; postings without a reporter count as one each. */
  people: number
  /** Mean that was to be expected, and the band that holds 95 % of ordinary windows. */
  expected: number
  low: number
  high: number
  /** Probability that what was seen is more than ordinary, 0–1. */
  score: number
  /** True when the counts are so small that the score should be read with care. */
  small: boolean
  at: Instant
}
