/** What a subject has brought lately, posting by posting: postings and people in any window, and its past hour by hour. */
import { hour, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'

/** One posting; the same object stands in the tally of each subject that it counts for. */
export interface Counted {
  id: number
  at: Instant
  /** When it came in. */
  arrivedAt: Instant
  reporter: string | null
  channel: string
  issue: IssueId
}

/** The issue that brings most of what a subject counts. */
export interface Leading {
  issue: IssueId
  count: number
}

/** Postings in order of time; almost all come at the end, so that keeping the order costs nothing. */
export class Tally {
  readonly #postings: Counted[] = []

  get size(): number {
    return this.#postings.length
  }

  /** Postings from `from` on. */
  sizeSince(from: Instant): number {
    return this.#postings.length - this.#from(from)
  }

  add(posting: Counted): void {
    let at = this.#postings.length
    while (at > 0 && (this.#postings[at - 1] as Counted).at > posting.at) at--
    this.#postings.splice(at, 0, posting)
  }

  remove(id: number): void {
    const at = this.#postings.findIndex((posting) => posting.id === id)
    if (at >= 0) this.#postings.splice(at, 1)
  }

  /** @returns what was forgotten. */
  forget(before: Instant): Counted[] {
    const count = this.#from(before)
    return count > 0 ? this.#postings.splice(0, count) : []
  }

  /** Postings and distinct people (whoever left no trace counts as one each) from `from` on, before `to`. */
  count(from: Instant, to: Instant): { seen: number; people: number } {
    const known = new Set<string>()
    let unknown = 0
    let seen = 0
    for (const { at, reporter } of this.since(from)) {
      if (at >= to) break
      seen++
      if (reporter === null) unknown++
      else known.add(reporter)
    }
    return { seen, people: known.size + unknown }
  }

  /** Counts of the `hours` hours that end at `end`, oldest first. */
  hourly(end: Instant, hours: number): number[] {
    const counts = new Array<number>(hours).fill(0)
    const start = end - hours * hour
    for (const { at } of this.since(start)) {
      if (at >= end) break
      counts[Math.floor((at - start) / hour)]! += 1
    }
    return counts
  }

  /** The issue with most postings from `from` on; null where there is none. */
  leading(from: Instant): Leading | null {
    const counts = new Map<IssueId, number>()
    let best: Leading | null = null
    for (const { issue } of this.since(from)) {
      const count = (counts.get(issue) ?? 0) + 1
      counts.set(issue, count)
      if (!best || count > best.count) best = { issue, count }
    }
    return best
  }

  /** Postings from `from` on, oldest first. */
  since(from: Instant): Counted[] {
    return this.#postings.slice(this.#from(from))
  }

  /** Place of the first posting that is not from before `time`. */
  #from(time: Instant): number {
    let low = 0
    let high = this.#postings.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#postings[middle] as Counted).at < time) low = middle + 1
      else high = middle
    }
    return low
  }
}
