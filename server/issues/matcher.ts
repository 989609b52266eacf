/** The memory behind grouping: shelves what was said before, and finds and compares what is like a new posting. */
import { CandidateIndex, indexedTerms } from './candidates.ts'
import { bucketIn, Digester, longestDigest, shapeBucket, type Digest } from './digest.ts'
import { Comparer, featureCount } from './features.ts'
import { Shelf, type Norms, type Setting, type Slot } from './shelf.ts'
import { Rarity, type Background } from './terms.ts'

/** Candidates that the index hands over, and that are left for the pair model after a first look at their cosine. */
const looked = 16
/** Below this cosine two postings are plainly not the same matter. */
const plainlyFar = 0.03
/**
 * What a posting is taken to find among unrelated ones before there are enough to see: without it the second posting ever
 * would stand out from all others, there being none (figures: medians over a year of real complaints).
 */
const unrelated = { nearest: 0.1, mean: 0.045, count: 10 }

export interface Candidate {
  slot: Slot
  features: Float64Array
}

/** A sweep walks all buckets: it must be worth it. */
const fewestSwept = 8_192

export interface Read extends Setting {
  title: string
  text: string
}

export class Matcher {
  readonly shelf = new Shelf()
  readonly #digester = new Digester()
  readonly #index = new CandidateIndex()
  readonly #rarity: Rarity
  readonly #comparer: Comparer
  readonly #spare = Array.from({ length: looked }, () => new Float64Array(featureCount))
  readonly #keys = new Float64Array(longestDigest)
  /** Grams of the posting read last, the heaviest first, and their weights. */
  #heaviest = new Int32Array(0)
  #weights = new Float64Array(0)
  #setting: Setting = { place: null, category: null }
  #nearest = 0
  #dead = 0

  constructor(background: Background) {
    this.#rarity = new Rarity(background, shapeBucket)
    this.#comparer = new Comparer(this.#rarity)
  }

  /** Reads a new posting; what `similar`, `keep` and `sharedText` say is about the one read last. */
  read({ title, text, place, category }: Read): Digest {
    const digest = this.#digester.digest(title, text)
    this.#setting = { place, category }
    this.#comparer.load(digest, this.#setting)
    this.#order(digest)
    return digest
  }

  /** Earlier postings that may be the same matter, with their features, the most alike first. The vectors are reused by the next call. */
  similar(): Candidate[] {
    const found = this.#index.find(this.#heaviest, this.#weights, this.shelf.live, looked)
    const near: Candidate[] = []
    for (const slot of found) {
      const features = this.#spare[near.length] as Float64Array
      if (this.#comparer.compare(this.shelf, slot, plainlyFar, features)) near.push({ slot, features })
    }
    near.sort((a, b) => (b.features[0] as number) - (a.features[0] as number) || b.slot - a.slot)
    this.#setApart(near)
    return near
  }

  /** Shelves the posting read last under an issue. */
  keep(digest: Digest, posting: number, issue: number, at: number): Slot {
    const slot = this.shelf.put(posting, issue, at, digest, this.#setting, [...this.#comparer.norms.slice(0, 5), this.#nearest] as unknown as Norms)
    this.#index.add(slot, this.#heaviest.subarray(0, indexedTerms))
    if (posting === issue) this.#count(digest.terms, digest.shapes, 1)
    return slot
  }

  /** The posting can no longer be joined; its place is reused at the next sweep. */
  drop(slot: Slot): void {
    if (!this.shelf.live[slot]) return
    this.shelf.live[slot] = false
    this.#dead++
    if (this.shelf.posting[slot] === this.shelf.issue[slot]) this.#count(this.shelf.terms(slot), this.shelf.shapes(slot), -1)
  }

  /** Closes gaps once most of a shelf of some size is dead; returns where each slot went, or null when nothing moved. */
  sweep(): Int32Array | null {
    if (this.#dead < fewestSwept || this.#dead * 2 < this.shelf.length) return null
    const moved = this.shelf.compact()
    this.#index.sweep(moved)
    this.#dead = 0
    return moved
  }

  /** Strings of at least three characters that the posting read last shares with `slot`, the rarest first; long numbers are left out. */
  sharedText(digest: Digest, slot: Slot, most: number): string[] {
    const texts = this.#comparer.sharedRuns(this.shelf, slot).map(({ start, length }) =>
      String.fromCharCode(...digest.characters.subarray(start, start + Math.min(length, 11) + 1)))
    return [...new Set(texts)].filter((text) => !/\d{5}/.test(text)).slice(0, most)
  }

  /** Features that need all candidates: how far each stands out from the others, and from what its neighbours are used to. */
  #setApart(near: readonly Candidate[]): void {
    const best = near[0]
    const bestCosine = best?.features[0] ?? 0
    this.#nearest = bestCosine
    const other = near.find(({ slot }) => best && this.shelf.issue[slot] !== this.shelf.issue[best.slot])
    const otherCosine = other?.features[0] ?? 0
    const count = near.length + unrelated.count
    const mean = (near.reduce((sum, { features }) => sum + (features[0] as number), 0) + unrelated.mean * unrelated.count) / count
    const titleMean = near.reduce((sum, { features }) => sum + (features[1] as number), unrelated.mean * unrelated.count) / count
    near.forEach(({ slot, features }, rank) => {
      const cosine = features[0] as number
      const own = best && this.shelf.issue[slot] === this.shelf.issue[best.slot]
      features[14] = cosine / bestCosine
      features[15] = 1 / (rank + 1)
      features[20] = cosine / mean
      features[21] = cosine / Math.max(unrelated.nearest, own ? otherCosine : bestCosine)
      features[22] = cosine / Math.max(unrelated.nearest, this.shelf.norm(slot, 5))
      features[23] = (features[1] as number) - titleMean
    })
  }

  #count(terms: Int32Array, shapes: Int32Array, documents: 1 | -1): void {
    this.#rarity.add(terms.map(bucketIn), shapes.map(bucketIn), documents)
  }

  /** Puts the grams that say most about the posting first; ties in the order of the text. */
  #order(digest: Digest): void {
    const count = digest.terms.length
    const keys = this.#keys.subarray(0, count)
    for (let i = 0; i < count; i++) keys[i] = Math.round(this.#comparer.weight(i) * 65_536) * longestDigest + (longestDigest - 1 - i)
    keys.sort()
    this.#heaviest = new Int32Array(count)
    this.#weights = new Float64Array(count)
    for (let rank = 0; rank < count; rank++) {
      const i = longestDigest - 1 - ((keys[count - 1 - rank] as number) % longestDigest)
      this.#heaviest[rank] = bucketIn(digest.terms[i] as number)
      this.#weights[rank] = this.#comparer.weight(i)
    }
  }
}
