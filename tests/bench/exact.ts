/** An exact neighbour search to measure the candidate index against: the cosine with everything that is on the shelf. */
import { CandidateIndex } from '../../server/issues/candidates.ts'
import { bucketIn, damped, Digester, oftenIn } from '../../server/issues/digest.ts'
import type { GroupItem } from '../../server/issues/index.ts'
import type { Shelf } from '../../server/issues/shelf.ts'

/**
 * Stands in for the index's look-up while it is asked to; all else (features, pair model, choice) stays the product's own.
 * The look-up is told the weight (1 + ln tf) · idf of each gram; tf is counted here again, and so the idf is known as well.
 */
export class ExactSearch {
  readonly #digester = new Digester()
  /** By place in the digest: (1 + ln tf) · idf². */
  readonly #factors = new Float64Array(1_024)

  /** What `run` gives when all look-ups in it are exact; they are for this posting. */
  during<Result>(item: GroupItem, run: () => Result): Result {
    const { prototype } = CandidateIndex
    const own = Object.getOwnPropertyDescriptor(prototype, 'find') as PropertyDescriptor
    const find: CandidateIndex['find'] = (terms, weights, count, shelf, best) => this.#find(item, terms, weights, count, shelf as Shelf, best)
    Object.defineProperty(prototype, 'find', { ...own, value: find })
    try {
      return run()
    } finally {
      Object.defineProperty(prototype, 'find', own)
    }
  }

  #find(item: GroupItem, terms: Int32Array, weights: Float64Array, count: number, shelf: Shelf, best: Int32Array): number {
    const { grams } = this.#digester
    const digest = this.#digester.digest(item.title, item.text)
    for (let rank = 0; rank < count; rank++) {
      const at = grams.get(terms[rank] as number)
      this.#factors[at] = (weights[rank] as number) ** 2 / (damped[oftenIn(digest.terms[at] as number)] as number)
    }
    const nearest: { slot: number; cosine: number }[] = []
    for (let slot = 0; slot < shelf.slots; slot++) {
      if (!shelf.holds(slot)) continue
      const cosine = this.#cosine(shelf, slot)
      if (cosine === 0 || (nearest.length === best.length && cosine <= nearest.at(-1)!.cosine)) continue
      const at = nearest.findIndex((other) => other.cosine < cosine)
      nearest.splice(at < 0 ? nearest.length : at, 0, { slot, cosine })
      if (nearest.length > best.length) nearest.pop()
    }
    nearest.forEach(({ slot }, rank) => { best[rank] = slot })
    return nearest.length
  }

  /** But for the length of the new posting, which all have in common. */
  #cosine(shelf: Shelf, slot: number): number {
    const { page: { words, reals }, norms, terms, termCount } = shelf.open(slot)
    const { grams } = this.#digester
    let dot = 0
    for (let i = terms; i < terms + termCount; i++) {
      const packed = words[i] as number
      const at = grams.get(bucketIn(packed))
      if (at >= 0) dot += (this.#factors[at] as number) * (damped[oftenIn(packed)] as number)
    }
    return dot / (reals[norms] as number)
  }
}
