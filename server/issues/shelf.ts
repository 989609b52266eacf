/** Keeps the digests of the postings that can still be joined, in a few large arrays, so that a window of many fits in memory. */
import type { Digest } from './digest.ts'

/** Number of a posting on the shelf, until the next sweep. */
export type Slot = number

const spans = 5
const views = 6

/** Lengths of a posting's vectors: all grams, title, shapes; the summed rarity of its title, of the places in it, and the cosine of the nearest earlier posting. */
export type Norms = readonly [main: number, title: number, shapes: number, titleRarity: number, titlePlaces: number, nearest: number]

/** Place and category as enrich sees them; null = not known. */
export interface Setting {
  place: string | null
  category: string | null
}

export class Shelf {
  #pool = new Int32Array(1 << 16)
  #used = 0
  /** Starts in the pool: sequence, terms, shapes, end; and the title's length. */
  #offsets = new Int32Array(spans << 10)
  #norms = new Float32Array(views << 10)
  readonly posting: number[] = []
  readonly issue: number[] = []
  readonly at: number[] = []
  readonly live: boolean[] = []
  readonly place: (string | null)[] = []
  readonly category: (string | null)[] = []

  get length(): number {
    return this.posting.length
  }

  /** `norms` as of now, so that a comparison need not compute them. */
  put(posting: number, issue: number, at: number, digest: Digest, { place, category }: Setting, norms: Norms): Slot {
    const slot = this.posting.length
    this.posting.push(posting)
    this.issue.push(issue)
    this.at.push(at)
    this.live.push(true)
    this.place.push(place)
    this.category.push(category)
    const size = digest.sequence.length + digest.terms.length + digest.shapes.length
    while (this.#used + size > this.#pool.length) this.#pool = grown(this.#pool)
    if ((slot + 1) * spans > this.#offsets.length) {
      this.#offsets = grown(this.#offsets)
      const wider = new Float32Array(this.#norms.length * 2)
      wider.set(this.#norms)
      this.#norms = wider
    }
    const terms = this.#used + digest.sequence.length
    const shapes = terms + digest.terms.length
    this.#pool.set(digest.sequence, this.#used)
    this.#pool.set(digest.terms, terms)
    this.#pool.set(digest.shapes, shapes)
    this.#offsets.set([this.#used, terms, shapes, this.#used + size, digest.titleEnd], slot * spans)
    this.#norms.set(norms, slot * views)
    this.#used += size
    return slot
  }

  sequence(slot: Slot): Int32Array {
    return this.#pool.subarray(this.#offset(slot, 0), this.#offset(slot, 1))
  }

  terms(slot: Slot): Int32Array {
    return this.#pool.subarray(this.#offset(slot, 1), this.#offset(slot, 2))
  }

  shapes(slot: Slot): Int32Array {
    return this.#pool.subarray(this.#offset(slot, 2), this.#offset(slot, 3))
  }

  titleEnd(slot: Slot): number {
    return this.#offset(slot, 4)
  }

  norm(slot: Slot, view: number): number {
    return this.#norms[slot * views + view] as number
  }

  /** Closes the gaps that dead slots left, in order; returns where each slot went (−1 = gone). */
  compact(): Int32Array {
    const moved = new Int32Array(this.length).fill(-1)
    let kept = 0
    let used = 0
    for (let slot = 0; slot < this.length; slot++) {
      if (!this.live[slot]) continue
      const from = this.#offset(slot, 0)
      const to = this.#offset(slot, 3)
      this.#pool.copyWithin(used, from, to)
      for (let i = 0; i < 4; i++) this.#offsets[kept * spans + i] = this.#offset(slot, i) - from + used
      this.#offsets[kept * spans + 4] = this.#offset(slot, 4)
      this.#norms.copyWithin(kept * views, slot * views, (slot + 1) * views)
      this.posting[kept] = this.posting[slot] as number
      this.issue[kept] = this.issue[slot] as number
      this.at[kept] = this.at[slot] as number
      this.live[kept] = true
      this.place[kept] = this.place[slot] as string | null
      this.category[kept] = this.category[slot] as string | null
      used += to - from
      moved[slot] = kept++
    }
    for (const column of [this.posting, this.issue, this.at, this.live, this.place, this.category]) column.length = kept
    this.#used = used
    return moved
  }

  #offset(slot: Slot, span: number): number {
    return this.#offsets[slot * spans + span] as number
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2)
  wider.set(array)
  return wider
}
