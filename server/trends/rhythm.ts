/** The rhythm of a district: how much of its postings each hour of the week brings. */
import { hour, hourOfWeek, type Instant } from '../../shared/clock.ts'

export const hoursOfWeek = 168
/** A rhythm that knows nothing: every hour like every other. */
export const flatRhythm: readonly number[] = new Array<number>(hoursOfWeek).fill(1)

/** Postings' worth of belief in the average, for an hour of the day, a weekday and an hour of the week. */
const beliefs = { hourOfDay: 10, weekday: 20, cell: 12 }
/** No hour is ever quite dead: one posting at 4 in the morning is odd, not impossible. */
const least = 0.02

/**
 * 168 weights with mean 1, Monday 00:00 Beijing first, from hourly counts (oldest first) of which the last ends at `endsAt`.
 *
 * Hour-of-day and weekday profiles are learnt apart, each shrunk towards flat by a few pseudo-counts, the former smoothed over
 * neighbouring hours; their product is what a cell of the week falls back on where its own counts are few. Where it fails: a
 * holiday in the window is learnt as if it were ordinary, and a burst leaves its mark on its hour (28 days or more dilute it).
 */
export function learnRhythm(hourly: readonly number[], endsAt: Instant): number[] {
  const counts = new Array<number>(hoursOfWeek).fill(0)
  const hours = new Array<number>(hoursOfWeek).fill(0)
  hourly.forEach((count, i) => {
    const cell = hourOfWeek(endsAt - (hourly.length - i) * hour)
    counts[cell] = (counts[cell] as number) + count
    hours[cell] = (hours[cell] as number) + 1
  })
  const total = sum(counts)
  if (total === 0 || hourly.length === 0) return [...flatRhythm]
  const rate = total / hourly.length
  const share = (cells: readonly number[], belief: number) =>
    (sum(cells.map((c) => counts[c] as number)) + belief) / (sum(cells.map((c) => hours[c] as number)) * rate + belief)
  const byHour = smooth(Array.from({ length: 24 }, (_, h) => share(Array.from({ length: 7 }, (__, d) => d * 24 + h), beliefs.hourOfDay)))
  const byDay = Array.from({ length: 7 }, (_, d) => share(Array.from({ length: 24 }, (__, h) => d * 24 + h), beliefs.weekday))
  const weights = counts.map((count, cell) => {
    const profile = (byHour[cell % 24] as number) * (byDay[Math.floor(cell / 24)] as number)
    return Math.max(least, (count + beliefs.cell * profile) / ((hours[cell] as number) * rate + beliefs.cell))
  })
  const mean = sum(weights) / hoursOfWeek
  return weights.map((weight) => weight / mean)
}

/** Each hour with a quarter of either neighbour, around the clock. */
function smooth(values: readonly number[]): number[] {
  const n = values.length
  return values.map((value, i) => value / 2 + (values[(i + 1) % n] as number) / 4 + (values[(i + n - 1) % n] as number) / 4)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Summed weights of the `hours` hours that end at `at`: how many average hours they are worth. */
export function exposure(rhythm: readonly number[], at: Instant, hours: number): number {
  let total = 0
  for (let i = 1; i <= hours; i++) total += rhythm[hourOfWeek(at - i * hour)] ?? 1
  return total
}
