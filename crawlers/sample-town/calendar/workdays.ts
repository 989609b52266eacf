/** Working days and office hours, for due times and for when units act. */
import { day, dayOfWeek, hour, startOfDay, toBeijingIso, type Instant } from '../../../shared/clock.ts'

/**
 * Public holidays (first and last day) and working weekends as announced by the State Council for 2026.
 * Years without a row fall back to plain weekends: good enough for a play, wrong for a real due time.
 */
const holidays: readonly [string, string][] = [
  ['2026-01-01', '2026-01-03'], ['2026-02-15', '2026-02-23'], ['2026-04-04', '2026-04-06'], ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'], ['2026-09-25', '2026-09-27'], ['2026-10-01', '2026-10-07'],
]
const workingWeekends: ReadonlySet<string> = new Set([
  '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10',
])

const opens = 8.5 * hour
const closes = 17.5 * hour

const dateOf = (at: Instant): string => toBeijingIso(at).slice(0, 10)
const known = new Map<Instant, boolean>()

/** True on a day on which offices are open. */
export function isWorkday(at: Instant): boolean {
  const start = startOfDay(at)
  const cached = known.get(start)
  if (cached !== undefined) return cached
  const date = dateOf(start)
  const off = holidays.some(([first, last]) => date >= first && date <= last)
  const works = workingWeekends.has(date) || (!off && dayOfWeek(start) < 5)
  known.set(start, works)
  return works
}

/** The end of office hours on the `count`-th working day after `at`. */
export function dueAfter(at: Instant, count: number): Instant {
  let left = count
  let date = startOfDay(at)
  while (left > 0) {
    date += day
    if (isWorkday(date)) left -= 1
  }
  return date + closes
}

/** `at` itself in office hours, else the next opening, with the same distance past it so that no pile forms at 8:30. */
export function inOfficeHours(at: Instant): Instant {
  const into = at - startOfDay(at)
  if (isWorkday(at) && into >= opens && into < closes) return at
  let date = into < opens ? startOfDay(at) : startOfDay(at) + day
  while (!isWorkday(date)) date += day
  return date + opens + (at % (closes - opens))
}
