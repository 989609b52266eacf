/** The table of trends: every subject in its four windows, measured a few at a time so that the line goes on. */
import { setImmediate as breathe } from 'node:timers/promises'
import { day, hour, type Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'
import { shownPeople } from '../../shared/people.ts'
import { trendHours } from '../../shared/trend.ts'
import type { TrendRow, TrendTable, TrendWindow } from '../../shared/trend-view.ts'
import type { Baseline } from '../measure.ts'
import type { Counting, Rising } from '../rising.ts'
import { measure } from '../trends/measure.ts'
import type { Names } from './names.ts'

/** Issues and subjects that are measured at most: those that brought most in the last day, then in the last week. */
const most = 400
const together = 3
const historyHours = 28 * 24
/** With less of a past than a week there is nothing to compare with. */
const leastHistory = 7 * 24

/** @param readTitles what issues are called, by number. */
export async function buildTrends(
  rising: Rising, names: Names, readTitles: (issues: number[]) => Promise<ReadonlyMap<number, string>>, baseline: Baseline,
  { burst: least }: Rules, now: Instant,
): Promise<TrendTable> {
  const busy = [...rising.subjects(), ...rising.issues()]
    .map((counting) => ({ counting, busy: counting.tally.sizeSince(now - day) * 1_000 + counting.tally.sizeSince(now - 7 * day) }))
    .sort((a, b) => b.busy - a.busy).slice(0, most).map(({ counting }) => counting)
  const titles = await readTitles(busy.flatMap(({ subject }) => (subject.kind === 'issue' ? [Number(subject.id)] : [])))
  const rows: TrendRow[] = []
  for (const [at, counting] of busy.entries()) {
    if (at % together === together - 1) await breathe()
    const { subject } = counting
    // A rise of which nothing has come for a day is history, however strong its evidence; alerts are judged by the same day.
    const burst = counting.tally.sizeSince(now - day) > 0 ? rising.burst(subject) : null
    rows.push({
      subject,
      name: (subject.kind === 'issue' ? titles.get(Number(subject.id)) : null) ?? names.subject(subject),
      windows: windowsOf(counting, now, baseline),
      burst: burst && burst.score >= least.score && burst.people >= least.people ? { since: burst.since, seen: burst.seen, expected: burst.expected, score: burst.score } : null,
    })
  }
  return { asOf: now, rows }
}

function windowsOf({ subject, tally }: Counting, now: Instant, { weightAt, since }: Baseline): TrendWindow[] {
  return trendHours.map((hours) => {
    const start = now - hours * hour
    const known = Math.max(0, Math.min(historyHours, Math.floor((start - since) / hour)))
    const counted = tally.count(start, now)
    const window = { hours, seen: counted.seen, people: shownPeople(counted.people) }
    if (known < leastHistory) return { ...window, usual: null }
    const { expected, low, high, score, small } = measure({ subject, hours, ...counted, history: tally.hourly(start, known), weightAt, at: now })
    return { ...window, usual: { expected, low, high, score, small } }
  })
}
