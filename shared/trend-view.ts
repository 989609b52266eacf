/** What duty staff see of trends (/api/trends): every subject that brought something lately, in four windows. */
import type { Instant } from './clock.ts'
import type { Burst, Subject, Trend } from './trend.ts'

/**
 * A window; `people` null = under three, which is not told. Counts are times something was reported, 件 and 条 alike: no 受理量.
 * `usual` null = the past before the window is too short to compare with.
 */
export interface TrendWindow extends Pick<Trend, 'hours' | 'seen'> {
  people: number | null
  usual: Pick<Trend, 'expected' | 'low' | 'high' | 'score' | 'small'> | null
}

export interface TrendRow {
  subject: Subject
  name: string
  /** In the order of `trendHours`. */
  windows: TrendWindow[]
  /** Since when it stands out enough for an alert, how often it was reported since and what was to be expected; null = it does not. */
  burst: Pick<Burst, 'since' | 'seen' | 'expected' | 'score'> | null
}

/** GET /api/trends: as of the last time they were measured, once a minute; 404 before the first time. */
export interface TrendTable {
  asOf: Instant
  rows: TrendRow[]
}
