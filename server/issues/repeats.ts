/**
 * What makes a grievance a repeat (重复诉求), part of a concentrated one (集中诉求), or a rebound (反弹诉求).
 *
 * Three figures, not one: the same person again, several people, again after it was closed. A person is a keyed hash, looked at
 * for nothing else. Whoever left no trace repeats nobody, and counts as one person each. What is asked, praised or suggested is
 * no grievance and stays out, whichever the channel.
 *
 * archive/repeats.ts counts the same in SQL over any number of postings; a test holds the two against one another.
 */
import { day, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'

export interface Grievance {
  id: number
  at: Instant
  /** Keyed hash; null where nobody knows. */
  reporter: string | null
  issue: IssueId
}

/** An order of an issue, from when it was registered to when it was last closed; null = still open. */
export interface OrderSpan {
  issue: IssueId
  openedAt: Instant
  closedAt: Instant | null
}

/** People from whom on one issue is a concentrated one. */
export const concentratedPeople = 3
/** Grievances below which no rate is told: a share of a handful says nothing. */
export const fewestForRate = 30

export interface RepeatTerms {
  /** Days after a grievance in which the same person's next one on the issue repeats it. */
  repeatDays: number
  /** Days after the closing of an issue in which a grievance on it is a rebound. */
  reboundDays: number
}

/** The grievances that repeat an earlier one of the same person on the same issue. */
export function findRepeats(grievances: readonly Grievance[], { repeatDays }: RepeatTerms): Set<number> {
  const last = new Map<string, Instant>()
  const repeats = new Set<number>()
  for (const { id, at, reporter, issue } of grievances.toSorted((a, b) => a.at - b.at || a.id - b.id)) {
    if (reporter === null) continue
    const before = last.get(`${issue} ${reporter}`)
    if (before !== undefined && at - before <= repeatDays * day) repeats.add(id)
    last.set(`${issue} ${reporter}`, at)
  }
  return repeats
}

/** The grievances that come after a closing of their issue, within the days. */
export function findRebounds(grievances: readonly Grievance[], orders: readonly OrderSpan[], { reboundDays }: RepeatTerms): Set<number> {
  const ofIssue = Map.groupBy(orders, ({ issue }) => issue)
  const closings = new Map([...ofIssue].map(([issue, its]) => [issue, closingsOf(its)] as const))
  return new Set(grievances.filter(({ at, issue }) =>
    closings.get(issue)?.some((closedAt) => closedAt < at && at - closedAt <= reboundDays * day)).map(({ id }) => id))
}

/** When an issue was closed: an order was, and no other of its orders was open then. An order never ends before it begins. */
export function closingsOf(orders: readonly OrderSpan[]): Instant[] {
  const closings: Instant[] = []
  let openUntil = -Infinity
  for (const { openedAt, closedAt } of orders.toSorted((a, b) => a.openedAt - b.openedAt)) {
    if (openedAt > openUntil && openUntil > -Infinity) closings.push(openUntil)
    openUntil = Math.max(openUntil, closedAt === null ? Infinity : Math.max(openedAt, closedAt))
  }
  return Number.isFinite(openUntil) ? [...closings, openUntil] : closings
}

/** The issues on which several people complain. */
export function findConcentrated(grievances: readonly Grievance[]): Set<IssueId> {
  const known = new Map<IssueId, Set<string>>()
  for (const { id, reporter, issue } of grievances) {
    const people = known.get(issue) ?? new Set<string>()
    known.set(issue, people.add(reporter ?? `unknown ${id}`))
  }
  return new Set([...known].filter(([, people]) => people.size >= concentratedPeople).map(([issue]) => issue))
}
