/** Finds the few earlier postings that might be about the same matter, at a cost that does not grow with the window. */
import type { Slot } from './shelf.ts'
import { buckets } from './terms.ts'

/** Heaviest grams of a posting that are indexed, and those among the index's own that are looked up. */
export const indexedTerms = 48
export const queriedTerms = 32
/** Newest entries of a gram that are looked at: a gram that more postings share tells little, and the newest are the likeliest. */
const longestWalk = 48

const chunkBits = 18
const chunkMask = (1 << chunkBits) - 1
const none = -1

/**
 * An inverted index whose posting lists are chains, newest first.
 *
 * A look-up walks at most `longestWalk` entries of each of the rarest grams (those that a posting of the same matter most
 * likely shares: names of places and things), adds up weights, and returns the best. Because the walk is bounded and not the
 * list, the cost is flat in the size of the window; what is lost is an old posting that shares only grams which dozens of
 * newer ones share too.
 *
 * Entry k of a slot is number slot × indexedTerms + k, so that a slot's entries are found without a search, and chains are
 * linked both ways, so that each is unlinked where it stands: dropping a posting costs as little as adding one, and there is
 * never anything to sweep.
 */
export class CandidateIndex {
  /** Newest entry of each gram. */
  readonly #heads = new Int32Array(buckets).fill(none)
  /** Older and newer neighbour of each entry; the newest of a gram holds ~gram instead, which is negative. In chunks, so that growing copies nothing. */
  readonly #older: Int32Array[] = []
  readonly #newer: Int32Array[] = []
  /** Entries in use of each slot. */
  #counts = new Uint8Array(1 << 12)
  #scores = new Float32Array(1 << 12)
  readonly #touched = new Int32Array(queriedTerms * longestWalk)

  /** Indexes the first `count` of `terms`, at most `indexedTerms`, which are distinct. */
  add(slot: Slot, terms: Int32Array, count: number): void {
    if (slot >= this.#counts.length) {
      const counts = new Uint8Array(this.#counts.length * 2)
      counts.set(this.#counts)
      this.#counts = counts
      // Scores are all 0 between look-ups.
      this.#scores = new Float32Array(counts.length)
    }
    const first = slot * indexedTerms
    const used = Math.min(count, indexedTerms)
    while ((first + used) >> chunkBits >= this.#older.length) {
      this.#older.push(new Int32Array(1 << chunkBits))
      this.#newer.push(new Int32Array(1 << chunkBits))
    }
    for (let k = 0; k < used; k++) {
      const term = terms[k] as number
      const entry = first + k
      const head = this.#heads[term] as number
      this.#setOlder(entry, head)
      this.#setNewer(entry, ~term)
      if (head !== none) this.#setNewer(head, entry)
      this.#heads[term] = entry
    }
    this.#counts[slot] = used
  }

  drop(slot: Slot): void {
    const first = slot * indexedTerms
    const end = first + (this.#counts[slot] as number)
    for (let entry = first; entry < end; entry++) {
      const older = this.#olderOf(entry)
      const newer = (this.#newer[entry >> chunkBits] as Int32Array)[entry & chunkMask] as number
      if (newer < 0) this.#heads[~newer] = older
      else this.#setOlder(newer, older)
      if (older !== none) this.#setNewer(older, newer)
    }
    this.#counts[slot] = 0
  }

  /**
   * Writes the best slots by the summed weight of the terms they share into `best`, best first, and returns how many there are;
   * ties go to the newer. `terms` and `weights`: `count` of them, heaviest first.
   */
  find(terms: Int32Array, weights: Float64Array, count: number, shelf: { order(slot: Slot): number }, best: Int32Array): number {
    const scores = this.#scores
    const touched = this.#touched
    let reached = 0
    let queried = 0
    for (let i = 0; i < count && queried < queriedTerms; i++) {
      let entry = this.#heads[terms[i] as number] as number
      if (entry < 0) continue
      queried++
      const weight = weights[i] as number
      for (let walked = 0; entry >= 0 && walked < longestWalk; walked++) {
        const slot = (entry / indexedTerms) | 0
        const score = scores[slot] as number
        if (score === 0) touched[reached++] = slot
        scores[slot] = score + weight
        entry = this.#olderOf(entry)
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

  #olderOf(entry: number): number {
    return (this.#older[entry >> chunkBits] as Int32Array)[entry & chunkMask] as number
  }

  #setOlder(entry: number, older: number): void {
    (this.#older[entry >> chunkBits] as Int32Array)[entry & chunkMask] = older
  }

  #setNewer(entry: number, newer: number): void {
    (this.#newer[entry >> chunkBits] as Int32Array)[entry & chunkMask] = newer
  }
}
