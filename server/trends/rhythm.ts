/** The rhythm of a district: how much of its postings each hour of the week brings. */
import type { Calendar } from '../../shared/calendar.ts'
import { hour, hourOfWeek, type Instant } from '../../shared/clock.ts'

export const hoursOfWeek = 168
/** A rhythm that knows nothing: every hour like every other. */
export const flatRhythm: readonly number[] = new Array<number>(hoursOfWeek).fill(1)

/** Postings' worth of belief in the average, for an hour of the day, a weekday and an hour of the week. */
const beliefs = { hourOfDay: 10, weekday: 20, cell: 12 }
/** No hour is ever quite dead: one posting at 4 in the morning is odd, not impossible. */
const least = 0.02

/**
 * 168 weights with mean 1, Monday 00:00 Beijing first, from the postings counted in each hour of the week and the hours it had
 * (a holiday that brought half as much may be given as half an hour, so that it teaches nothing wrong).
 *
 * Hour-of-day and weekday profiles are learnt apart, each shrunk towards flat by a few pseudo-counts, the former smoothed over
 * neighbouring hours; their product is what a cell of the week falls back on where its own counts are few. Where it fails: a
 * burst leaves its mark on its hour (28 days or more dilute it).
 */
export function rhythmOf(counts: ArrayLike<number>, hours: ArrayLike<number>): number[] {
  const count = (cell: number): number => counts[cell] ?? 0
  const lasted = (cell: number): number => hours[cell] ?? 0
  const total = sum(Array.from(counts))
  const length = sum(Array.from(hours))
  if (total === 0 || length === 0) return [...flatRhythm]
  const rate = total / length
  const share = (cells: readonly number[], belief: number): number => (sum(cells.map(count)) + belief) / (sum(cells.map(lasted)) * rate + belief)
  const byHour = smooth(Array.from({ length: 24 }, (_, h) => share(Array.from({ length: 7 }, (__, d) => d * 24 + h), beliefs.hourOfDay)))
  const byDay = Array.from({ length: 7 }, (_, d) => share(Array.from({ length: 24 }, (__, h) => d * 24 + h), beliefs.weekday))
  const weights = Array.from({ length: hoursOfWeek }, (_, cell) => {
    const profile = (byHour[cell % 24] ?? 1) * (byDay[Math.floor(cell / 24)] ?? 1)
    return Math.max(least, (count(cell) + beliefs.cell * profile) / (lasted(cell) * rate + beliefs.cell))
  })
  const mean = sum(weights) / hoursOfWeek
  return weights.map((weight) => weight / mean)
}

/** The same from hourly counts, oldest first, of which the last ends at `endsAt`. */
export function learnRhythm(hourly: readonly number[], endsAt: Instant): number[] {
  const counts = new Float64Array(hoursOfWeek)
  const hours = new Float64Array(hoursOfWeek)
  hourly.forEach((count, i) => {
    const cell = hourOfWeek(endsAt - (hourly.length - i) * hour)
    counts[cell] = (counts[cell] ?? 0) + count
    hours[cell] = (hours[cell] ?? 0) + 1
  })
  return rhythmOf(counts, hours)
}

/** Each hour with a quarter of either neighbour, around the clock. */
function smooth(values: readonly number[]): number[] {
  const n = values.length
  return values.map((value, i) => value / 2 + (values[(i + 1) % n] ?? 1) / 4 + (values[(i + n - 1) % n] ?? 1) / 4)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Sunday 00:00 in hours of the week. */
const sunday = 144

/** Whether a day is another than its weekday says: a public holiday, or a weekend that is worked. */
export const isSpecial = (calendar: Calendar, at: Instant): boolean => calendar.holidayAt(at) !== null || calendar.isWorkingWeekend(at)

/**
 * Weight of the hour that holds `at`, 1 = an average hour. On public holidays and worked weekends an hour may be like its own
 * weekday or like Sunday and Monday: the higher counts, since a calendar may widen what is expected but must not narrow it.
 */
export function weightAt(rhythm: readonly number[], calendar: Calendar, at: Instant): number {
  const cell = hourOfWeek(at)
  const own = rhythm[cell] ?? 1
  if (!isSpecial(calendar, at)) return own
  const other = calendar.isRest(at) ? sunday + (cell % 24) : cell % 24
  return Math.max(own, rhythm[other] ?? 1)
}

/** Summed weights of the `hours` hours that end at `at`: how many average hours they are worth. */
export function exposure(weigh: (at: Instant) => number, at: Instant, hours: number): number {
  let total = 0
  for (let i = 1; i <= hours; i++) total += weigh(at - i * hour)
  return total
}
