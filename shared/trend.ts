/** A trend: what was counted in a window against what hour, weekday and history lead one to expect. */
import type { Instant } from './clock.ts'

/** What is counted: each posting counts once for each subject it belongs to. */
export type SubjectKind = 'channel' | 'unit' | 'place' | 'township' | 'category' | 'plan' | 'negative' | 'issue'

/** Lengths of the windows that are measured, in hours. */
export const trendHours = [1, 24, 168, 720] as const

/** `negative` counts what is written in bitter words, in one township or (`all`) in the whole district. */
export interface Subject {
  kind: SubjectKind
  id: string
}

/** A subject as one text: `unit:cg`. */
export const subjectName = ({ kind, id }: Subject): string => `${kind}:${id}`

export interface Trend {
  subject: Subject
  /** Length of the window in hours: one of `trendHours`. */
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
  /** True when the counts, or the past, are so small that the score should be read with care. */
  small: boolean
  at: Instant
}

/** How a subject stands out at present: not over a fixed window, but since whenever its rise seems to have begun. */
export interface Burst {
  /** Time of the posting with which it seems to have begun. */
  since: Instant
  seen: number
  /** Distinct reporters since then; postings without a reporter count as one each. */
  people: number
  /** Mean that was to be expected since then. */
  expected: number
  /** How often a year chance alone would make a subject with this rate look like this. */
  falsePerYear: number
  /** Probability that a year without any real rise would not have shown the like: exp(−falsePerYear). */
  score: number
  at: Instant
}
