/** Finds the few earlier postings that might be about the same matter, at a cost that does not grow with the window. */
import type { IssueId } from '../../shared/issue.ts'
import { emptyList, lengthIn, Lists, mostEntries, offsetOf } from './lists.ts'
import { Records } from './records.ts'
import type { Slot } from './shelf.ts'
import { bucketMask, buckets } from './terms.ts'

/** Heaviest grams of a posting that are indexed, and those among the index's own that are looked up. */
export const indexedTerms = 48
export const queriedTerms = 32

/**
 * An inverted index that remembers a few dozen of the newest postings of each gram only, no more than two of an issue once
 * there are many: a gram that all of a hot issue share still leads to the other issues at the same place.
 *
 * A look-up goes through those of each of the rarest grams (those that a posting of the same matter most likely shares: names
 * of places and things), adds up squared weights, which is what a shared gram adds to the cosine, and returns the best. (Plain
 * weights reach .90 of the BCubed of an exact search among 200,000 postings, squares .98 and more: `bench -- group`.) As the
 * lists are bounded, and each lies in one piece, the cost is nearly flat in the size of the window, and memory grows with the
 * number of different grams, of which there are no more than buckets. Where it fails: an old posting that shares only grams
 * which dozens of newer issues share too.
 */
export class CandidateIndex {
  /** By slot: its issue, as far as 32 bits tell. */
  readonly #issues = new Records(1)
  /** Slots of the postings that hold a gram, by gram. */
  readonly #lists = new Lists((slot) => this.#issues.get(slot, 0))
  readonly #slots = new Int32Array(buckets).fill(emptyList)
  #scores = new Float32Array(1 << 12)
  readonly #queried = new Int32Array(queriedTerms)
  readonly #squares = new Float64Array(queriedTerms)
  readonly #touched = new Int32Array(queriedTerms * mostEntries)

  /** Indexes the first `count` of `terms`, at most `indexedTerms`, which are distinct. */
  add(slot: Slot, issue: IssueId, terms: Int32Array, count: number): void {
    // Scores are all 0 between look-ups.
    if (slot >= this.#scores.length) this.#scores = new Float32Array(this.#scores.length * 2)
    this.#issues.reach(slot)
    this.#issues.set(slot, 0, issue)
    const used = Math.min(count, indexedTerms)
    for (let k = 0; k < used; k++) {
      const term = terms[k] as number
      this.#slots[term] = this.#lists.add(this.#slots[term] as number, slot)
    }
  }

  /** Takes a slot out of the lists of `count` packed terms (the bucket in the low bits) from `first` on, which include those it was indexed under. */
  drop(slot: Slot, packed: Int32Array, first: number, count: number): void {
    // As in a look-up: all are found first, and then read.
    const found = this.#touched
    for (let i = 0; i < count; i++) found[i] = this.#slots[(packed[first + i] as number) & bucketMask] as number
    for (let i = 0; i < count; i++) {
      const list = found[i] as number
      if (list === emptyList) continue
      const left = this.#lists.remove(list, slot)
      if (left !== list) this.#slots[(packed[first + i] as number) & bucketMask] = left
    }
  }

  /**
   * Writes the best slots by the summed squares of the weights of the terms they share into `best`, best first, and returns how many there are;
   * ties go to the newer. `terms` and `weights`: `count` of them, heaviest first.
   */
  find(terms: Int32Array, weights: Float64Array, count: number, shelf: { order(slot: Slot): number }, best: Int32Array): number {
    const scores = this.#scores
    const touched = this.#touched
    let reached = 0
    const queried = this.#lookUp(terms, weights, count)
    for (let i = 0; i < queried; i++) {
      const list = this.#queried[i] as number
      const words = this.#lists.chunkOf(list)
      const start = offsetOf(list)
      const square = this.#squares[i] as number
      const length = lengthIn(words[start] as number)
      // The newest first.
      for (let at = start + length; at > start; at--) {
        const slot = words[at] as number
        const score = scores[slot] as number
        if (score === 0) touched[reached++] = slot
        scores[slot] = score + square
      }
    }
    let found = 0
    let lowest = 0
    for (let i = 0; i < reached; i++) {
      const slot = touched[i] as number
      const score = scores[slot] as number
      if (score < lowest) continue
      // Insertion into a short sorted list: cheaper than sorting all that was touched.
      let at = found
      while (at > 0) {
        const other = best[at - 1] as number
        const otherScore = scores[other] as number
        if (otherScore > score || (otherScore === score && shelf.order(other) > shelf.order(slot))) break
        at--
      }
      if (at === best.length) continue
      if (found < best.length) found++
      for (let move = found - 1; move > at; move--) best[move] = best[move - 1] as number
      best[at] = slot
      if (found === best.length) lowest = scores[best[found - 1] as number] as number
    }
    for (let i = 0; i < reached; i++) scores[touched[i] as number] = 0
    return found
  }

  /** Notes the lists of the first grams that have any; all are looked up before any is read, since memory answers many questions at once. */
  #lookUp(terms: Int32Array, weights: Float64Array, count: number): number {
    let queried = 0
    for (let i = 0; i < count && queried < queriedTerms; i++) {
      const list = this.#slots[terms[i] as number] as number
      if (list === emptyList) continue
      this.#queried[queried] = list
      this.#squares[queried++] = (weights[i] as number) ** 2
    }
    return queried
  }
}
