/** Remembers which issue each posting is in, and which postings are from when, without ever stopping to tidy up. */
import { hour, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import { Handles, none, type Handle } from './handles.ts'
import { Records } from './records.ts'
import type { Slot } from './shelf.ts'

/** Of a posting: its issue, its hour and the milliseconds since that began, and the postings before and after it in the hour's list. */
const inIssue = 0
const inHour = 1
const offset = 2
const hourBefore = 3
const hourAfter = 4
/** Its slot (none: it cannot be joined by likeness, being a reply, a known repost or no longer representative), and its neighbours among the shelved. */
const inSlot = 5
const older = 6
const newer = 7
/** Of an issue: its postings; how many of them are on the shelf, which new postings are compared with, and the ends of that list. */
const size = 0
const shelved = 1
const oldest = 2
const newest = 3
/** Of an hour: where its list begins. */
const first = 0

/**
 * Plain arrays of numbers, linked to lists by handles: nothing here is an object of its own, of which a million make every
 * collection of garbage a pause, and noting and forgetting a posting cost the same few steps in whatever order they come.
 */
export class Register {
  readonly #postings = new Handles()
  readonly #issues = new Handles()
  readonly #hours = new Handles()
  readonly #posting = new Records(8)
  readonly #issue = new Records(4)
  readonly #hour = new Records(1)
  /** No posting is from before this hour. */
  #firstHour = Infinity
  readonly #representatives: number
  readonly #drop: (slot: Slot) => void
  readonly #gone: (posting: number) => void

  /**
   * @param drop takes a slot off the shelf when its posting is forgotten, or is one too many of its issue.
   * @param gone hears of each posting that is forgotten.
   */
  constructor(representatives: number, drop: (slot: Slot) => void, gone: (posting: number) => void) {
    this.#representatives = representatives
    this.#drop = drop
    this.#gone = gone
  }

  get size(): { postings: number; issues: number } {
    return { postings: this.#postings.size, issues: this.#issues.size }
  }

  issueOf(posting: number): IssueId | null {
    const handle = this.#postings.of(posting)
    return handle === none ? null : this.#issues.idOf(this.#posting.get(handle, inIssue))
  }

  /** Notes a posting; one already noted is noted anew. */
  note(posting: number, issue: IssueId, at: Instant, slot: Slot | null): void {
    const known = this.#postings.of(posting)
    if (known !== none) this.#forget(known)
    const handle = this.#postings.take(posting)
    this.#posting.reach(handle)
    this.#posting.set(handle, inSlot, none)
    this.#linkHour(handle, at)
    const its = this.#issueFor(issue)
    this.#posting.set(handle, inIssue, its)
    this.#issue.set(its, size, this.#issue.get(its, size) + 1)
    if (slot === null) return
    this.#shelve(handle, its, slot)
    // The founder stays: what a matter is about, it says best.
    if (this.#issue.get(its, shelved) > this.#representatives) this.#takeOff(this.#posting.get(this.#issue.get(its, oldest), newer))
  }

  /** Forgets the postings from before an instant: some microseconds for each, so that it is better called often than for many at once. */
  forget(before: Instant): void {
    const last = Math.floor(before / hour)
    if (last < this.#firstHour) return
    this.#firstHour = last
    for (let at: Handle = 0; at < this.#hours.end; at++) {
      let next = this.#hour.get(at, first)
      if (next === none || this.#hours.idOf(at) > last) continue
      const left = before - this.#hours.idOf(at) * hour
      while (next !== none) {
        const handle = next
        next = this.#posting.get(handle, hourAfter)
        if (this.#posting.get(handle, offset) < left) this.#forget(handle)
      }
    }
  }

  #forget(handle: Handle): void {
    this.#takeOff(handle)
    this.#gone(this.#postings.idOf(handle))
    this.#unlinkHour(handle)
    const its = this.#posting.get(handle, inIssue)
    const left = this.#issue.get(its, size) - 1
    this.#issue.set(its, size, left)
    if (left === 0) this.#issues.giveBack(its)
    this.#postings.giveBack(handle)
  }

  #issueFor(issue: IssueId): Handle {
    const known = this.#issues.of(issue)
    if (known !== none) return known
    const handle = this.#issues.take(issue)
    this.#issue.reach(handle)
    this.#issue.set(handle, size, 0)
    this.#issue.set(handle, shelved, 0)
    this.#issue.set(handle, oldest, none)
    this.#issue.set(handle, newest, none)
    return handle
  }

  /** Puts a posting at the end of those of its issue that are on the shelf. */
  #shelve(handle: Handle, issue: Handle, slot: Slot): void {
    const before = this.#issue.get(issue, newest)
    this.#posting.set(handle, inSlot, slot)
    this.#posting.set(handle, older, before)
    this.#posting.set(handle, newer, none)
    if (before === none) this.#issue.set(issue, oldest, handle)
    else this.#posting.set(before, newer, handle)
    this.#issue.set(issue, newest, handle)
    this.#issue.set(issue, shelved, this.#issue.get(issue, shelved) + 1)
  }

  /** Takes a posting off the shelf if it is on it. */
  #takeOff(handle: Handle): void {
    const slot = this.#posting.get(handle, inSlot)
    if (slot === none) return
    this.#drop(slot)
    this.#posting.set(handle, inSlot, none)
    const issue = this.#posting.get(handle, inIssue)
    const before = this.#posting.get(handle, older)
    const after = this.#posting.get(handle, newer)
    if (before === none) this.#issue.set(issue, oldest, after)
    else this.#posting.set(before, newer, after)
    if (after === none) this.#issue.set(issue, newest, before)
    else this.#posting.set(after, older, before)
    this.#issue.set(issue, shelved, this.#issue.get(issue, shelved) - 1)
  }

  #linkHour(handle: Handle, at: Instant): void {
    const start = Math.floor(at / hour)
    this.#firstHour = Math.min(this.#firstHour, start)
    let its = this.#hours.of(start)
    if (its === none) {
      its = this.#hours.take(start)
      this.#hour.reach(its)
      this.#hour.set(its, first, none)
    }
    const after = this.#hour.get(its, first)
    this.#posting.set(handle, inHour, its)
    this.#posting.set(handle, offset, at - start * hour)
    this.#posting.set(handle, hourBefore, none)
    this.#posting.set(handle, hourAfter, after)
    if (after !== none) this.#posting.set(after, hourBefore, handle)
    this.#hour.set(its, first, handle)
  }

  #unlinkHour(handle: Handle): void {
    const its = this.#posting.get(handle, inHour)
    const before = this.#posting.get(handle, hourBefore)
    const after = this.#posting.get(handle, hourAfter)
    if (before === none) this.#hour.set(its, first, after)
    else this.#posting.set(before, hourAfter, after)
    if (after !== none) this.#posting.set(after, hourBefore, before)
    // An hour without postings keeps `none` as its first, which tells those in use from the others.
    if (this.#hour.get(its, first) === none) this.#hours.giveBack(its)
  }
}
