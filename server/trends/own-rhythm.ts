/** The rhythm of one busy subject, beside that of all: some matters are of the evening, some of office hours. */
import { day, hour, hourOfWeek, startOfHour, type Instant } from '../../shared/clock.ts'
import type { Season } from './season.ts'

/** Weekday hours 0–23, then those of the weekend. */
const cells = 48
/** Postings' worth of belief that an hour of this subject is like that of all. */
const belief = 12
/** Average days over which it is learnt. */
const memory = 42

const cellOf = (at: Instant): number => {
  const cell = hourOfWeek(at)
  return (cell % 24) + (cell >= 120 ? 24 : 0)
}

/** How much more or less each hour brings than the season lets expect, shrunk towards “no difference” where counts are few. */
export class OwnRhythm {
  /** Postings an average day from which a subject has enough of them to show a rhythm of its own. */
  static readonly leastRate = 3
  private readonly counts = new Float64Array(cells)
  private readonly days = new Float64Array(cells)
  private readonly shares = new Float64Array(cells).fill(1)
  private learntAt: Instant = 0

  note(at: Instant): void {
    const cell = cellOf(at)
    this.counts[cell] = (this.counts[cell] ?? 0) + 1
  }

  /** Average share of the season's expectation between two instants, hour by hour; with `learns` time there belongs to what is learnt. */
  shareBetween(season: Season, from: Instant, to: Instant, learns: boolean): number {
    let own = 0
    let all = 0
    for (let at = from; at < to;) {
      const until = Math.min(to, startOfHour(at) + hour)
      const usual = season.livedBy(until) - season.livedBy(at)
      const cell = cellOf(at)
      own += usual * (this.shares[cell] ?? 1)
      all += usual
      if (learns) this.days[cell] = (this.days[cell] ?? 0) + usual
      at = until
    }
    if (learns && to - this.learntAt >= day) this.learn(to)
    return all > 0 ? own / all : 1
  }

  private learn(now: Instant): void {
    const total = this.counts.reduce((sum, count) => sum + count, 0)
    const length = this.days.reduce((sum, days) => sum + days, 0)
    this.learntAt = now
    if (total === 0 || length === 0) return
    const rate = total / length
    const keep = Math.exp(-1 / memory)
    for (let cell = 0; cell < cells; cell++) {
      const count = this.counts[cell] ?? 0
      const days = this.days[cell] ?? 0
      this.shares[cell] = (count + belief) / (days * rate + belief)
      this.counts[cell] = count * keep
      this.days[cell] = days * keep
    }
  }
}
