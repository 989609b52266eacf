/** What Redis holds of one issue, and how a posting changes it: pure, and the same on every replay. */
import { day, hourOfDay, type Instant } from '../../shared/clock.ts'
import { isGrievance, type EnrichedPosting, type WorkOrder } from '../../shared/posting.ts'

export interface IssueState {
  title: string
  category: string | null
  place: string | null
  township: string | null
  unit: string | null
  firstAt: Instant
  lastAt: Instant
  /** Counted postings. */
  total: number
  /** How many of them ask for something to be put right. */
  grievances: number
  /** Counted postings by channel. */
  channels: Record<string, number>
  /** Orders not yet closed; an issue is closed when the last of them is. */
  openOrders: number
  closedAt: Instant | null
  /** Counted postings since it was closed. */
  sinceClosed: number
  rebounds: number
  /** How often it was closed. */
  closings: number
  /** Grievances by hour of the day (Beijing time) up to the last closing and since it, where the source tells the hour. */
  hoursBefore: HourCounts
  hoursSince: HourCounts
  /** Open orders that were returned or handed on, by order number. */
  troubled: Record<string, TroubledOrder>
  /** When orders were closed that did not satisfy, the last few. */
  dissatisfied: Instant[]
}

/** Hour of the day → count; hours without any are left out. */
type HourCounts = Record<number, number>

interface TroubledOrder {
  returns: number
  /** Every unit that has had it. */
  units: string[]
}

const mostDissatisfied = 10

/** What an issue is called and where it belongs, as decided when it was founded. */
export type IssueIdentity = Pick<IssueState, 'title' | 'category' | 'place' | 'township' | 'unit'>

const untold = { closings: 0, hoursBefore: {}, hoursSince: {}, troubled: {}, dissatisfied: [] }

export const foundIssue = (identity: IssueIdentity, at: Instant): IssueState => ({
  ...identity, firstAt: at, lastAt: at, total: 0, grievances: 0, channels: {}, openOrders: 0, closedAt: null, sinceClosed: 0, rebounds: 0, ...untold,
})

/** Reads a stored state back; what version 0.1 did not note yet begins empty, until a rebuild. */
export const parseIssue = (text: string): IssueState => ({ ...untold, ...(JSON.parse(text) as IssueState) })

/**
 * The state after a posting has joined. A posting later than the last closing, within `reboundDays`, is a rebound (反弹);
 * the postings that follow before the next closing belong to the same rebound.
 */
export function joinIssue(state: IssueState, posting: EnrichedPosting, reboundDays: number): IssueState {
  const next = { ...state }
  const order = posting.workOrder
  if (order && order.closedAt === null) next.openOrders += 1
  else if (order) close(next, order)
  follow(next, null, order)
  if (!posting.enrichment.counted) return next
  const at = posting.publishedAt
  const grievance = isGrievance(posting.enrichment.purpose)
  const returned = state.closedAt !== null && at > state.closedAt && at - state.closedAt <= reboundDays * day
  if (returned && grievance) {
    if (state.sinceClosed === 0) next.rebounds += 1
    // Not where it came with its own order closed already.
    if (at > (next.closedAt ?? 0)) next.sinceClosed += 1
  }
  next.total += 1
  if (grievance) next.grievances += 1
  if (grievance && (posting.precision === 'second' || posting.precision === 'minute')) {
    const hours = next.closedAt !== null && at > next.closedAt ? 'hoursSince' : 'hoursBefore'
    next[hours] = addHours(next[hours], { [hourOfDay(at)]: 1 })
  }
  next.channels = { ...state.channels, [posting.channel]: (state.channels[posting.channel] ?? 0) + 1 }
  next.firstAt = state.total === 0 ? at : Math.min(state.firstAt, at)
  next.lastAt = Math.max(state.lastAt, at)
  return next
}

/** The state after the source has changed a posting: its order may have been closed or opened again. */
export function reviseIssue(state: IssueState, before: WorkOrder | null, after: WorkOrder | null): IssueState {
  const wasOpen = before !== null && before.closedAt === null
  const isOpen = after !== null && after.closedAt === null
  const next = { ...state, openOrders: Math.max(0, state.openOrders + Number(isOpen) - Number(wasOpen)) }
  if (after && !isOpen && wasOpen) close(next, after)
  follow(next, before, after)
  return next
}

/** An issue is closed by its last open order. */
function close(state: IssueState, order: WorkOrder): void {
  if (state.openOrders > 0 || order.closedAt === null) return
  if (state.closedAt !== null && state.closedAt >= order.closedAt) return
  state.closedAt = order.closedAt
  state.sinceClosed = 0
  state.closings += 1
  state.hoursBefore = addHours(state.hoursBefore, state.hoursSince)
  state.hoursSince = {}
}

function addHours(a: HourCounts, b: HourCounts): HourCounts {
  const sum = { ...a }
  for (const [hour, count] of Object.entries(b)) sum[Number(hour)] = (sum[Number(hour)] ?? 0) + count
  return sum
}

/** Notes what units made of an order: returned, handed on, closed without satisfying. An order that is closed is no trouble any more. */
function follow(state: IssueState, before: WorkOrder | null, after: WorkOrder | null): void {
  if (after === null) return
  if (after.closedAt !== null && after.satisfied === false && before?.satisfied !== false) {
    // By time, not by arrival: an import of past years must not push out what was closed lately.
    state.dissatisfied = [...state.dissatisfied, after.closedAt].sort((a, b) => a - b).slice(-mostDissatisfied)
  }
  const { [after.orderNumber]: known, ...others } = state.troubled
  const had = known?.units ?? (before?.unit ? [before.unit] : [])
  const units = after.unit === null || had.includes(after.unit) ? had : [...had, after.unit]
  const inTrouble = after.closedAt === null && (after.returns > 0 || units.length > 1)
  state.troubled = inTrouble ? { ...others, [after.orderNumber]: { returns: after.returns, units } } : others
}
