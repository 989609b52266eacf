/** The latest postings of a subject, by their own time, with where its expectation stood at each. */
import type { Instant } from '../../shared/clock.ts'

/** A rise that is not plain within so many postings is no burst. */
const most = 256

/** A ring that grows with its subject: most issues never have more than a handful. */
export class Recent {
  private times = new Float64Array(4)
  private marks = new Float64Array(4)
  private reporters: (string | null)[] = new Array<string | null>(4).fill(null)
  /** Place after the newest, and how many there are. */
  private end = 0
  length = 0

  /** Time of the n-th newest posting, n from 1 to `length`. */
  timeOf(n: number): Instant { return this.times[(this.end - n) & (this.times.length - 1)] ?? 0 }
  /** Average days expected up to that posting. */
  markOf(n: number): number { return this.marks[(this.end - n) & (this.times.length - 1)] ?? 0 }
  reporterOf(n: number): string | null { return this.reporters[(this.end - n) & (this.times.length - 1)] ?? null }

  /** Puts a posting where its time belongs; of more than 256 the oldest is dropped. */
  insert(at: Instant, mark: number, reporter: string | null): void {
    if (this.length === this.times.length) {
      if (this.length < most) this.grow()
      else {
        if (at <= this.timeOf(this.length)) return
        this.length--
      }
    }
    const mask = this.times.length - 1
    let place = this.end
    let n = 1
    for (; n <= this.length && this.timeOf(n) > at; n++) {
      const from = (place - 1) & mask
      this.times[place & mask] = this.times[from] ?? 0
      this.marks[place & mask] = this.marks[from] ?? 0
      this.reporters[place & mask] = this.reporters[from] ?? null
      place--
    }
    this.times[place & mask] = at
    this.marks[place & mask] = mark
    this.reporters[place & mask] = reporter
    this.end = (this.end + 1) & mask
    this.length++
  }

  /** Whether this reporter has a posting within `span` of `at`. */
  has(reporter: string, at: Instant, span: number): boolean {
    for (let n = 1; n <= this.length; n++) {
      const time = this.timeOf(n)
      if (time <= at - span) return false
      if (time < at + span && this.reporterOf(n) === reporter) return true
    }
    return false
  }

  private grow(): void {
    const size = this.times.length * 2
    const times = new Float64Array(size)
    const marks = new Float64Array(size)
    const reporters = new Array<string | null>(size).fill(null)
    for (let n = this.length; n >= 1; n--) {
      const place = this.length - n
      times[place] = this.timeOf(n)
      marks[place] = this.markOf(n)
      reporters[place] = this.reporterOf(n)
    }
    this.times = times
    this.marks = marks
    this.reporters = reporters
    this.end = this.length
  }
}
