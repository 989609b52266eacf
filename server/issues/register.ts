/** Remembers which issue each posting is in, and which postings are from when, without ever stopping to tidy up. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import type { Slot } from './shelf.ts'

/** A Map that grows moves everything it holds, 60 ms at a million: each of these holds little. */
const shards = 256

class ShardedMap<Value> {
  readonly #shards = Array.from({ length: shards }, () => new Map<number, Value>())
  size = 0

  get(id: number): Value | undefined {
    return this.#shards[id % shards]?.get(id)
  }

  /** `id` must not be in it yet. */
  add(id: number, value: Value): void {
    this.#shards[id % shards]?.set(id, value)
    this.size++
  }

  delete(id: number): void {
    if (this.#shards[id % shards]?.delete(id)) this.size--
  }
}

const minute = 60_000

interface Entry {
  issue: IssueId
  at: Instant
  /** Null when the posting cannot be joined by likeness: it is a reply, a known repost, or no longer representative. */
  slot: Slot | null
}

interface Issue {
  size: number
  /** Its members on the shelf, which new postings are compared with, the oldest first. */
  shelved: number[]
}

export class Register {
  readonly #postings = new ShardedMap<Entry>()
  readonly #issues = new ShardedMap<Issue>()
  /** Postings by the minute they are from, so that forgetting looks at what is forgotten only. */
  readonly #minutes = new Map<number, number[]>()
  /** No posting is from before this minute. */
  #oldest = Infinity
  readonly #representatives: number
  readonly #drop: (slot: Slot) => void

  /** @param drop takes a slot off the shelf when its posting is forgotten, or is one too many of its issue. */
  constructor(representatives: number, drop: (slot: Slot) => void) {
    this.#representatives = representatives
    this.#drop = drop
  }

  get size(): { postings: number; issues: number } {
    return { postings: this.#postings.size, issues: this.#issues.size }
  }

  issueOf(posting: number): IssueId | null {
    return this.#postings.get(posting)?.issue ?? null
  }

  /** Notes a posting; one already noted is noted anew. */
  note(posting: number, issue: IssueId, at: Instant, slot: Slot | null): void {
    this.#forget(posting)
    this.#postings.add(posting, { issue, at, slot })
    const then = Math.floor(at / minute)
    this.#oldest = Math.min(this.#oldest, then)
    const sameTime = this.#minutes.get(then)
    if (sameTime) sameTime.push(posting)
    else this.#minutes.set(then, [posting])
    const known = this.#issues.get(issue)
    if (!known) return this.#issues.add(issue, { size: 1, shelved: slot === null ? [] : [posting] })
    known.size++
    if (slot === null) return
    known.shelved.push(posting)
    // The founder stays: what a matter is about, it says best.
    if (known.shelved.length > this.#representatives) for (const gone of known.shelved.splice(1, 1)) this.#takeOff(gone)
  }

  /** Forgets the postings from before an instant: some 8 µs for each, so that it is better called often than for many at once. */
  forget(before: Instant): void {
    const last = Math.floor(before / minute)
    if (last < this.#oldest) return
    this.#oldest = last
    for (const [then, postings] of this.#minutes) {
      if (then > last) continue
      const left: number[] = []
      for (const posting of postings) {
        if ((this.#postings.get(posting)?.at ?? -Infinity) >= before) left.push(posting)
        else this.#forget(posting)
      }
      // In a minute before the last, what is left has been noted anew since, under its new minute.
      if (then === last && left.length > 0) this.#minutes.set(then, left)
      else this.#minutes.delete(then)
    }
  }

  #forget(posting: number): void {
    const entry = this.#postings.get(posting)
    if (!entry) return
    this.#takeOff(posting)
    this.#postings.delete(posting)
    const issue = this.#issues.get(entry.issue)
    if (!issue) return
    const at = issue.shelved.indexOf(posting)
    if (at >= 0) issue.shelved.splice(at, 1)
    if (--issue.size === 0) this.#issues.delete(entry.issue)
  }

  #takeOff(posting: number): void {
    const entry = this.#postings.get(posting)
    if (!entry || entry.slot === null) return
    this.#drop(entry.slot)
    entry.slot = null
  }
}
