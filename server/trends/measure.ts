/** Measures a trend: what was counted in a window against what the subject's own past and the rhythm of the week lead one to expect. */
import { hour, type Instant } from '../../shared/clock.ts'
import type { Subject, Trend } from '../../shared/trend.ts'
import { exposure } from './rhythm.ts'
import { quantile, upperTail } from './special.ts'

export interface Window {
  subject: Subject
  /** Length of the window in hours. */
  hours: number
  seen: number
  people: number
  /** Hourly counts, oldest first, ending with the hour before the window; shorter than 28 days = less certain. */
  history: readonly number[]
  /** What an hour may bring, 1 = an average hour: see rhythm.ts. */
  weightAt: (at: Instant) => number
  /** End of the window. */
  at: Instant
}

/** Before anything is known a subject is thought to bring one posting in five days, with the weight of three quarters of a day. */
const prior = { postings: 0.15, hours: 18 }
/** Ordinary weeks differ by more than chance: the rate itself wanders by about a quarter (variance of the rate / rate²). */
const wander = 0.06
/** Postings that one person can bring to the evidence, on average: some write twice in good faith. */
const mostEach = 1.5
/** Days of the past that stand out this many deviations above the middle count no further: yesterday's burst must not hide today's. */
const outstanding = 3
/** With fewer postings expected and seen, or with so few days of past, a score is to be read with care. */
const few = { expected: 3, seen: 5, days: 7 }

/**
 * Expectation: rate of the past (Gamma prior, days capped at three deviations above the median day) × rhythm over the window.
 * Score: 1 − P(X ≥ evidence) under the negative binomial that a Gamma rate gives, widened by what rates wander by themselves.
 * The evidence is `seen`, but never more than 1.5 postings a person, so that one voice posting twenty times raises nothing.
 * Where it fails: holidays that move the counts down, a past of less than a week, and a rise that is slower than the past is long.
 */
export function measure({ subject, hours, seen, people, history, weightAt, at }: Window): Trend {
  const start = at - hours * hour
  const past = cappedPast(history, weightAt, start)
  const size = prior.postings + past.postings
  const rate = size / (prior.hours + past.hours)
  const expected = rate * exposure(weightAt, at, hours)
  const spread = 1 / (1 / size + wander)
  const evidence = Math.min(seen, Math.max(1, Math.floor(people * mostEach)))
  return {
    subject, hours, seen, people, expected,
    low: quantile(0.025, expected, spread),
    high: quantile(0.975, expected, spread),
    score: seen === 0 ? 0 : Math.min(1, Math.max(0, 1 - upperTail(evidence, expected, spread))),
    small: (expected < few.expected && evidence < few.seen) || history.length < few.days * 24,
    at,
  }
}

/** Postings of the past and the average hours they took, day by day back from `end`, days that stand out capped. */
function cappedPast(history: readonly number[], weightAt: (at: Instant) => number, end: Instant): { postings: number; hours: number } {
  const days: { count: number; weight: number }[] = []
  for (let to = history.length; to > 0; to -= 24) {
    const from = Math.max(0, to - 24)
    let count = 0
    for (let i = from; i < to; i++) count += history[i] ?? 0
    days.push({ count, weight: exposure(weightAt, end - (history.length - to) * hour, to - from) })
  }
  const rates = days.map(({ count, weight }) => count / Math.max(weight, 1e-6)).sort((a, b) => a - b)
  const middle = rates[Math.floor(rates.length / 2)] ?? 0
  const postings = days.reduce((total, { count, weight }) => {
    const usual = middle * weight
    return total + Math.min(count, usual + outstanding * Math.sqrt(usual + wander * usual * usual + 1))
  }, 0)
  return { postings, hours: days.reduce((total, { weight }) => total + weight, 0) }
}
