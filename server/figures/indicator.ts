/** What an indicator (指标) is: what it counts, out of what, and in words. To add one is to add one entry to a family in indicators/. */
import type { DistrictPack } from '../../shared/district.ts'
import type { IndicatorView } from '../../shared/figures.ts'
import type { RepeatKind } from '../../shared/repeat.ts'

/**
 * Counted from the orders: conditions in SQL over the view `work_orders` as `o`, beside which stand `t.deadline` (the instant by which an
 * order is to be closed), `$2` (now) and `r.posting` (not null where a caller was not satisfied in a former state of the order).
 */
export interface FromOrders {
  from: 'orders'
  count: string
  /** The population of a rate; null for counts. */
  of: string | null
  /**
   * Columns that it needs, as the condition that an order tells them. A channel of which no order of the period does is left out, for
   * nothing said is not 0. Null = every order tells enough.
   */
  needs: string | null
}

export type Counting =
  | FromOrders
  /** The three figures of what comes back, after issues/repeats.ts; `rate` = out of the grievances that could be one. */
  | { from: 'repeats'; repeat: RepeatKind; rate: boolean }
  /** 受理量: orders, letters of registered channels without one, and totals of times without records. */
  | { from: 'received' }
  /** 网帖: what was crawled and counts. */
  | { from: 'posts' }

export interface Indicator extends Omit<IndicatorView, 'basis'> {
  counting: Counting
  /** 口径 in full. */
  basis: (pack: DistrictPack) => string
}

export const defineIndicator = (indicator: Indicator): Indicator => indicator

/** Orders that rates of units are about: no 咨询, nothing refused (不予受理). */
export const rated = `o.purpose is distinct from '咨询' and o.accepted is distinct from false`
export const ratedWords = '咨询和不予受理的不在内'

/** Of these, the ones that a unit had: all that are not told to be 直办. */
export const handed = `${rated} and o.handling is distinct from 'direct'`

/** The caller was reached and answered. Where that is not told by itself, an answer tells it. */
export const answered = 'coalesce(o.reached, o.satisfied is not null or o.resolved is not null)'

/** What a rate says of channels that do not tell what it needs. */
export const untold = (what: string): string => `统计期内没有一件记有${what}的渠道不纳入（没有记录不等于0）`
