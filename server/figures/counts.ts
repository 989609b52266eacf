/** What is counted of one period before any figure is made of it: cells by channel and raw key, as the database gives them. */
import type { Instant } from '../../shared/clock.ts'
import type { RepeatKind } from '../../shared/repeat.ts'
import { indicators } from './indicators/index.ts'
import type { Period } from './period.ts'

/** Orders of one channel under one raw key; `counts` has a number for each of {@link conditions}. */
export interface OrderCell {
  channel: string
  key: string | null
  counts: number[]
}

/** Counted postings without an order: letters of registered channels, 网帖 of the others. */
export interface PlainCell {
  channel: string
  key: string | null
  count: number
}

/** Registered grievances under one raw key: how many, how many of known people, and how many are each of the three. */
export interface RepeatCell extends Record<RepeatKind, number> {
  key: string | null
  all: number
  known: number
}

export interface PeriodCounts {
  period: Period
  orders: OrderCell[]
  plain: PlainCell[]
  repeats: RepeatCell[]
  /** `channel 2018-03` of each month in which a channel has registered records. Empty where nobody has entered a total to stand beside them. */
  months: ReadonlySet<string>
}

/** From the first to the last record of a channel, of all time: registered (件) and crawled (条) apart. */
export interface Span {
  channel: string
  registered: boolean
  first: Instant
  last: Instant
}

/** Conditions that orders are counted by, each once; the first counts all. */
export const conditions: readonly string[] = [...new Set(['true', ...indicators.flatMap(({ counting }) =>
  counting.from === 'orders' ? [counting.count, counting.of, counting.needs].filter((condition) => condition !== null) : [])])]

/** How many orders of a cell meet a condition; null asks for all. */
export const countOf = ({ counts }: OrderCell, condition: string | null): number => counts[conditions.indexOf(condition ?? 'true')] ?? 0
