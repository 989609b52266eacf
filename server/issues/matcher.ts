/** The memory behind grouping: shelves what was said before, and finds and compares what is like a new posting. */
import { CandidateIndex } from './candidates.ts'
import { bucketIn, Digester, longestDigest, shapeBucket, type Digest } from './digest.ts'
import { Comparer, featureCount } from './features.ts'
import { Shelf, type Setting, type Slot } from './shelf.ts'
import { Rarity, type Background } from './terms.ts'
import type { Topics } from './topics.ts'

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
  readonly #spare = Array.from({ length: looked }, (): Candidate => ({ slot: 0, features: new Float64Array(featureCount) }))
  readonly #keys = new Float64Array(longestDigest)
  /** Grams of the posting read last, the heaviest first, and their weights. */
  readonly #heaviest = new Int32Array(longestDigest)
  readonly #weights = new Float64Array(longestDigest)
  readonly #found = new Int32Array(looked)
  #setting: Setting = { place: null, category: null }
  #termCount = 0

  constructor(background: Background, topics: Topics) {
    this.#rarity = new Rarity(background, shapeBucket)
    this.#comparer = new Comparer(this.#rarity, topics, this.#digester)
  }

  /** Reads a new posting; what `similar`, `keep` and `sharedText` say is about the one read last. The digest lasts until the next. */
  read({ title, text, place, placeKnown, category }: Read): Digest {
    const digest = this.#digester.digest(title, text)
    this.#setting = { place, placeKnown: placeKnown ?? false, category }
    this.#comparer.load(digest, this.#setting)
    this.#order(digest)
    return digest
  }

  /** Whether the place of the posting read last or that of `slot` stands in the gazetteer. */
  placeKnown(slot: Slot): boolean {
    return this.#setting.placeKnown === true || this.shelf.placeKnown(slot)
  }

  /** Earlier postings that may be the same matter, with their features, the most alike first. The candidates are reused by the next call. */
  similar(): Candidate[] {
    const count = this.#index.find(this.#heaviest, this.#weights, this.#termCount, this.shelf, this.#found)
    const near: Candidate[] = []
    for (let i = 0; i < count; i++) {
      const slot = this.#found[i] as number
      const candidate = this.#spare[near.length] as Candidate
      if (!this.#comparer.compare(this.shelf, slot, plainlyFar, candidate.features)) continue
      candidate.slot = slot
      near.push(candidate)
    }
    near.sort((a, b) => (b.features[0] as number) - (a.features[0] as number) || this.shelf.order(b.slot) - this.shelf.order(a.slot))
    this.#setApart(near)
    return near
  }

  /** Shelves the posting read last under an issue. */
  keep(digest: Digest, posting: number, issue: number, at: number): Slot {
    const slot = this.shelf.put(posting, issue, at, digest, this.#setting, this.#comparer.norms, this.#comparer.topics)
    this.#index.add(slot, issue, this.#heaviest, this.#termCount)
    if (posting === issue) this.#count(digest.terms.subarray(0, digest.termCount), digest.shapes.subarray(0, digest.shapeCount), 1)
    return slot
  }

  /** The posting can no longer be joined; its slot is given to one that comes. */
  drop(slot: Slot): void {
    if (!this.shelf.holds(slot)) return
    const { page: { words }, terms, termCount, shapes, shapeCount } = this.shelf.open(slot)
    if (this.shelf.posting(slot) === this.shelf.issue(slot)) {
      this.#count(words.subarray(terms, terms + termCount), words.subarray(shapes, shapes + shapeCount), -1)
    }
    this.#index.drop(slot, words, terms, termCount)
    this.shelf.takeOff(slot)
  }

  /** Strings of at least three characters that the posting read last shares with `slot`, the rarest first; long numbers are left out. */
  sharedText(digest: Digest, slot: Slot, most: number): string[] {
    const texts: string[] = []
    for (const { start, length } of this.#comparer.sharedRuns(this.shelf, slot)) {
      const text = String.fromCharCode(...digest.characters.subarray(start, start + Math.min(length, 11) + 1))
      if (!texts.includes(text) && !/\d{5}/.test(text)) texts.push(text)
      if (texts.length === most) break
    }
    return texts
  }

  /** Features that need all candidates: how far each stands out from the others, and from what its neighbours are used to. */
  #setApart(near: readonly Candidate[]): void {
    const best = near[0]
    const bestCosine = best?.features[0] ?? 0
    this.#comparer.norms[5] = bestCosine
    if (!best) return
    const { shelf } = this
    const bestOf = shelf.issue(best.slot)
    let otherCosine = 0
    let cosines = 0
    let titles = unrelated.mean * unrelated.count
    for (const { slot, features } of near) {
      cosines += features[0] as number
      titles += features[1] as number
      if (otherCosine === 0 && shelf.issue(slot) !== bestOf) otherCosine = features[0] as number
    }
    const count = near.length + unrelated.count
    const mean = (cosines + unrelated.mean * unrelated.count) / count
    const titleMean = titles / count
    for (let rank = 0; rank < near.length; rank++) {
      const { slot, features } = near[rank] as Candidate
      const cosine = features[0] as number
      features[14] = cosine / bestCosine
      features[15] = 1 / (rank + 1)
      features[20] = cosine / mean
      features[21] = cosine / Math.max(unrelated.nearest, shelf.issue(slot) === bestOf ? otherCosine : bestCosine)
      features[22] = cosine / Math.max(unrelated.nearest, shelf.norm(slot, 5))
      features[23] = (features[1] as number) - titleMean
    }
  }

  #count(terms: Int32Array, shapes: Int32Array, documents: 1 | -1): void {
    this.#rarity.add(terms.map(bucketIn), shapes.map(bucketIn), documents)
  }

  /** Puts the grams that say most about the posting first; ties in the order of the text. */
  #order(digest: Digest): void {
    const count = digest.termCount
    const keys = this.#keys.subarray(0, count)
    for (let i = 0; i < count; i++) keys[i] = Math.round(this.#comparer.weight(i) * 65_536) * longestDigest + (longestDigest - 1 - i)
    keys.sort()
    this.#termCount = count
    for (let rank = 0; rank < count; rank++) {
      const i = longestDigest - 1 - ((keys[count - 1 - rank] as number) % longestDigest)
      this.#heaviest[rank] = bucketIn(digest.terms[i] as number)
      this.#weights[rank] = this.#comparer.weight(i)
    }
  }
}
