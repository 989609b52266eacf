/** Measures issues: from what happened in them to activity, trends and the row that the wall shows. */
import { day, hour, minute, type Instant } from '../shared/clock.ts'
import type { IssueActivity, IssueId, PlanCount, Reach } from '../shared/issue.ts'
import type { Burst, Trend } from '../shared/trend.ts'
import { countPeople, readActivity, type ActivityEntry } from './live-state/counts.ts'
import type { IssueState } from './live-state/issue-state.ts'
import type { LiveState } from './live-state/store.ts'
import { measure } from './trends/measure.ts'

export interface MeasuredIssue {
  activity: IssueActivity
  day: Trend
  hour: Trend
  /** How it stands out at present; null = it does not. */
  burst: Burst | null
  /** When danger to life was last told, within the hours in which such words speak for the present; null = it was not. */
  dangerAt: Instant | null
  /** Counts of the last 24 hours, oldest first. */
  spark: number[]
}

/** What expectations rest on beside the issue itself. */
export interface Baseline {
  /** What an hour may bring, 1 = an average hour. */
  weightAt: (at: Instant) => number
  /** Since when there are data at all: no history is taken for granted before it. */
  since: Instant
}

/** Days of history behind an expectation. */
const historyDays = 28
const activityDays = 30
/** Urgent words older than this no longer speak for the present. */
const urgencyHours = 24

/** What is known of issues beside their own activity. */
export interface Known {
  /** How far they have spread. */
  reach: ReadonlyMap<IssueId, Reach>
  /** How an issue stands out at present; null = it does not. */
  burst(issue: IssueId): Burst | null
}

/** Measures each of `issues` that there is, as of `now`. */
export async function measureIssues(
  live: LiveState, issues: readonly IssueId[], now: Instant, baseline: Baseline, known: Known,
): Promise<MeasuredIssue[]> {
  const [states, activities] = await Promise.all([live.readIssues(issues), readActivity(live, issues, now - activityDays * day)])
  return issues.flatMap((issue, index) => {
    const state = states.get(issue)
    return state ? [measureIssue(issue, state, activities[index] ?? [], now, baseline, known)] : []
  })
}

function measureIssue(
  issue: IssueId, state: IssueState, entries: readonly ActivityEntry[], now: Instant, baseline: Baseline, known: Known,
): MeasuredIssue {
  // A posting dated a little ahead of our clock belongs to the present; what is dated far ahead counts when its time comes.
  const past = entries.filter(({ at }) => at <= now + 5 * minute)
  const within = (length: number): ActivityEntry[] => past.filter(({ at }) => at > now - length)
  const lastHour = within(hour)
  const lastDay = within(day)
  const lastWeek = within(7 * day)
  const [grievancesOfDay, grievancesOfWeek] = [lastDay.filter(({ grievance }) => grievance), lastWeek.filter(({ grievance }) => grievance)]
  const urgent = within(urgencyHours * hour)
  const closedAt = state.closedAt
  const orders = Object.values(state.troubled)
  const since = closedAt === null ? [] : past.filter(({ at, grievance }) => grievance && at > closedAt)
  const activity: IssueActivity = {
    issue, title: state.title, category: state.category, place: state.place, township: state.township, unit: state.unit,
    consultation: state.grievances * 2 < state.total,
    firstAt: state.firstAt, lastAt: state.lastAt, total: state.total,
    count1h: lastHour.length, count24h: lastDay.length, count7d: lastWeek.length,
    people1h: countPeople(lastHour), people24h: countPeople(lastDay), people7d: countPeople(lastWeek),
    grievances: {
      count24h: grievancesOfDay.length, count7d: grievancesOfWeek.length,
      people24h: countPeople(grievancesOfDay), people7d: countPeople(grievancesOfWeek),
    },
    mostByOne30d: mostByOne(past.filter(({ grievance }) => grievance)),
    channels: Object.keys(state.channels),
    channels24h: [...new Set(lastDay.map(({ channel }) => channel))],
    urgency: [...new Set(urgent.flatMap((entry) => entry.urgency))],
    plans: countPlans(lastDay),
    closedAt,
    sinceClosed: { count: state.sinceClosed, people: countPeople(since) },
    rebounds: state.rebounds,
    closings: state.closings,
    hours: { before: byHour(state.hoursBefore), since: byHour(state.hoursSince) },
    returns: Math.max(0, ...orders.map(({ returns }) => returns)),
    passes: Math.max(0, ...orders.map(({ units }) => units.length)),
    dissatisfied: state.dissatisfied,
    reach: known.reach.get(issue) ?? null,
  }
  return {
    activity,
    day: trendOf(issue, 24, lastDay, past, now, baseline),
    hour: trendOf(issue, 1, lastHour, past, now, baseline),
    burst: known.burst(issue),
    dangerAt: urgent.findLast(({ urgency }) => urgency.includes('danger'))?.at ?? null,
    spark: hourlyCounts(lastDay, now, 24),
  }
}

function trendOf(issue: IssueId, hours: number, inside: readonly ActivityEntry[], all: readonly ActivityEntry[], now: Instant, baseline: Baseline): Trend {
  const start = now - hours * hour
  const known = Math.max(0, Math.min(historyDays * 24, Math.floor((start - baseline.since) / hour)))
  return measure({
    subject: { kind: 'issue', id: String(issue) }, hours, seen: inside.length, people: countPeople(inside),
    history: hourlyCounts(all.filter(({ at }) => at <= start), start, known), weightAt: baseline.weightAt, at: now,
  })
}

/** Counts by hour of the `hours` hours that end at `end`, oldest first. */
function hourlyCounts(entries: readonly ActivityEntry[], end: Instant, hours: number): number[] {
  const counts = new Array<number>(hours).fill(0)
  for (const { at } of entries) {
    const back = Math.max(0, Math.floor((end - at) / hour))
    if (back < hours) counts[hours - 1 - back]! += 1
  }
  return counts
}

const byHour = (counts: Record<number, number>): number[] => Array.from({ length: 24 }, (_, hourOfDay) => counts[hourOfDay] ?? 0)

function countPlans(entries: readonly ActivityEntry[]): PlanCount[] {
  return [...new Set(entries.flatMap(({ plans }) => plans))].map((plan) => {
    const met = entries.filter(({ plans }) => plans.includes(plan))
    return { plan, count: met.length, people: countPeople(met) }
  })
}

function mostByOne(entries: readonly ActivityEntry[]): number {
  const counts = new Map<string, number>()
  for (const { reporter } of entries) if (reporter !== null) counts.set(reporter, (counts.get(reporter) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
