/** Finds the few earlier postings that might be about the same matter, at a cost that does not grow with the window. */
import type { Slot } from './shelf.ts'
import { buckets } from './terms.ts'

/** Heaviest grams of a posting that are indexed, and those among the index's own that are looked up. */
export const indexedTerms = 48
export const queriedTerms = 32
/** Newest entries of a gram that are looked at: a gram that more postings share tells little, and the newest are the likeliest. */
const longestWalk = 48

/**
 * An inverted index whose posting lists are chains, newest first.
 *
 * A look-up walks at most `longestWalk` entries of each of the rarest grams (those that a posting of the same matter most
 * likely shares: names of places and things), adds up weights, and returns the best. Because the walk is bounded and not the
 * list, the cost is flat in the size of the window; what is lost is an old posting that shares only grams which dozens of
 * newer ones share too.
 */
export class CandidateIndex {
  #heads = new Int32Array(buckets).fill(-1)
  #slots = new Int32Array(1 << 14)
  #next = new Int32Array(1 << 14)
  #used = 0
  #scores = new Float32Array(1 << 10)
  readonly #touched: number[] = []

  add(slot: Slot, terms: Int32Array): void {
    for (const term of terms) {
      if (this.#used === this.#slots.length) {
        this.#slots = doubled(this.#slots)
        this.#next = doubled(this.#next)
      }
      this.#slots[this.#used] = slot
      this.#next[this.#used] = this.#heads[term] as number
      this.#heads[term] = this.#used++
    }
  }

  /** The `most` best live slots by the summed weight of the terms they share, best first; ties go to the newer slot. `terms`: heaviest first. */
  find(terms: Int32Array, weights: Float64Array, live: readonly boolean[], most: number): Slot[] {
    while (this.#scores.length < live.length) this.#scores = new Float32Array(this.#scores.length * 2)
    const scores = this.#scores
    const touched = this.#touched
    touched.length = 0
    let queried = 0
    for (let i = 0; i < terms.length && queried < queriedTerms; i++) {
      const term = terms[i] as number
      const weight = weights[i] as number
      let walked = 0
      let previous = -1
      for (let entry = this.#heads[term] as number; entry >= 0 && walked < longestWalk; entry = this.#next[entry] as number) {
        const slot = this.#slots[entry] as number
        if (!live[slot]) {
          // Unlinked on the way, so that dead entries are met once and the walk stays short.
          if (previous < 0) this.#heads[term] = this.#next[entry] as number
          else this.#next[previous] = this.#next[entry] as number
          continue
        }
        previous = entry
        walked++
        const score = scores[slot] as number
        if (score === 0) touched.push(slot)
        scores[slot] = score + weight
      }
      if (walked > 0) queried++
    }
    const best = selectBest(touched, scores, most)
    for (const slot of touched) scores[slot] = 0
    return best
  }

  /** Follows a compaction of the shelf: entries move with their slots, those of gone slots vanish. */
  sweep(moved: Int32Array): void {
    const heads = new Int32Array(buckets).fill(-1)
    const slots = new Int32Array(this.#slots.length)
    const next = new Int32Array(this.#next.length)
    let used = 0
    const chain: number[] = []
    for (let term = 0; term < buckets; term++) {
      chain.length = 0
      for (let entry = this.#heads[term] as number; entry >= 0; entry = this.#next[entry] as number) {
        const slot = moved[this.#slots[entry] as number] as number
        if (slot >= 0) chain.push(slot)
      }
      for (let i = chain.length - 1; i >= 0; i--) {
        slots[used] = chain[i] as number
        next[used] = heads[term] as number
        heads[term] = used++
      }
    }
    this.#heads = heads
    this.#slots = slots
    this.#next = next
    this.#used = used
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2)
  wider.set(array)
  return wider
}

/** The `most` slots of the highest score by insertion into a short sorted list: cheaper than sorting all that was touched. */
function selectBest(touched: readonly number[], scores: Float32Array, most: number): number[] {
  const best: number[] = []
  for (const slot of touched) {
    const score = scores[slot] as number
    if (best.length === most) {
      const last = best[most - 1] as number
      const lowest = scores[last] as number
      if (score < lowest || (score === lowest && slot < last)) continue
      best.pop()
    }
    let at = best.length
    while (at > 0) {
      const other = best[at - 1] as number
      const otherScore = scores[other] as number
      if (otherScore > score || (otherScore === score && other > slot)) break
      at--
    }
    best.splice(at, 0, slot)
  }
  return best
}
