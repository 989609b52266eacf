/** Keeps the digests of the postings that can still be joined, in pages of plain numbers, so that a window of many fits in memory. */
import { Cells, onPage, type Address, type Page } from './cells.ts'
import type { Digest } from './digest.ts'
import { packTopics, topicWords } from './topics.ts'

/** Number of a posting on the shelf, until it is taken off; then the number is given to another. */
export type Slot = number

/** Lengths of a posting's vectors: all grams, title, shapes; the summed rarity of its title, of the places in it, and the cosine of the nearest earlier posting. */
export const views = 6

/** Place and category as enrich sees them; null = not known. */
export interface Setting {
  place: string | null
  /** Whether the place stands in the district's gazetteer and is narrower than a township. */
  placeKnown?: boolean
  category: string | null
}

/** A posting's numbers: `counts` and what they count start at these places of `page`. */
export interface Shelved {
  page: Page
  /** Places of the first norm in `reals`, of the packed topics, the first gram and the first shape in `words`, of the sequence in `halves`. */
  norms: number
  topics: number
  terms: number
  shapes: number
  sequence: number
  termCount: number
  shapeCount: number
  length: number
  titleEnd: number
}

/** Layout of a cell, in words: posting, issue and time as doubles, the norms, four counts as halves, the topics, then grams, shapes and sequence. */
const normsAt = 6
const countsAt = normsAt + views
const topicsAt = countsAt + 2
const termsAt = topicsAt + topicWords

const chunkBits = 14
const chunkMask = (1 << chunkBits) - 1
const empty = -1

/** What is kept outside the cells, in chunks: an array of all slots would have to be copied whenever it grows. */
interface Chunk {
  readonly address: Int32Array
  readonly order: Float64Array
  readonly placeKnown: Uint8Array
  readonly place: (string | null)[]
  readonly category: (string | null)[]
}

/** Slots are taken and given back one by one, at a cost that does not depend on how many there are. */
export class Shelf {
  readonly #cells = new Cells()
  readonly #chunks: Chunk[] = []
  readonly #free: Slot[] = []
  #slots = 0
  #put = 0
  readonly #record: Shelved = {
    page: { words: new Int32Array(), halves: new Uint16Array(), reals: new Float32Array(), doubles: new Float64Array() },
    norms: 0, topics: 0, terms: 0, shapes: 0, sequence: 0, termCount: 0, shapeCount: 0, length: 0, titleEnd: 0,
  }

  /** Slots ever used at once: all numbers of slots are below. */
  get slots(): number {
    return this.#slots
  }

  /** Bytes held for digests, those of free cells included. */
  get bytes(): number {
    return this.#cells.words * 4
  }

  /** `norms` and `topics` as of now, so that a comparison need not compute them. */
  put(
    posting: number, issue: number, at: number, digest: Digest, { place, placeKnown, category }: Setting, norms: Float64Array, topics: Float64Array,
  ): Slot {
    const slot = this.#free.pop() ?? this.#slots++
    if (slot >> chunkBits === this.#chunks.length) this.#chunks.push(newChunk())
    const { length, titleEnd, termCount, shapeCount } = digest
    const address = this.#cells.take(wordsOf(termCount, shapeCount, length))
    const chunk = this.#chunkOf(slot)
    chunk.address[slot & chunkMask] = address
    chunk.order[slot & chunkMask] = this.#put++
    chunk.place[slot & chunkMask] = place
    chunk.placeKnown[slot & chunkMask] = placeKnown ? 1 : 0
    chunk.category[slot & chunkMask] = category
    const { words, halves, reals, doubles } = this.#cells.pageOf(address)
    const start = onPage(address)
    doubles[start / 2] = posting
    doubles[start / 2 + 1] = issue
    doubles[start / 2 + 2] = at
    for (let i = 0; i < views; i++) reals[start + normsAt + i] = norms[i] as number
    packTopics(topics, words, start + topicsAt)
    const counts = (start + countsAt) * 2
    halves[counts] = termCount
    halves[counts + 1] = shapeCount
    halves[counts + 2] = length
    halves[counts + 3] = titleEnd
    const terms = start + termsAt
    for (let i = 0; i < termCount; i++) words[terms + i] = digest.terms[i] as number
    for (let i = 0; i < shapeCount; i++) words[terms + termCount + i] = digest.shapes[i] as number
    const sequence = (terms + termCount + shapeCount) * 2
    for (let i = 0; i < length; i++) halves[sequence + i] = digest.sequence[i] as number
    return slot
  }

  /** Takes a posting off; its slot and its memory go to those that come. */
  takeOff(slot: Slot): void {
    const { termCount, shapeCount, length } = this.open(slot)
    const chunk = this.#chunkOf(slot)
    this.#cells.giveBack(this.#address(slot), wordsOf(termCount, shapeCount, length))
    chunk.address[slot & chunkMask] = empty
    chunk.place[slot & chunkMask] = null
    chunk.category[slot & chunkMask] = null
    this.#free.push(slot)
  }

  holds(slot: Slot): boolean {
    return slot < this.#slots && this.#address(slot) !== empty
  }

  posting(slot: Slot): number {
    return this.#double(slot, 0)
  }

  issue(slot: Slot): number {
    return this.#double(slot, 1)
  }

  at(slot: Slot): number {
    return this.#double(slot, 2)
  }

  /** Higher for what was put later: slots are reused, so their numbers do not tell. */
  order(slot: Slot): number {
    return this.#chunkOf(slot).order[slot & chunkMask] as number
  }

  place(slot: Slot): string | null {
    return this.#chunkOf(slot).place[slot & chunkMask] as string | null
  }

  placeKnown(slot: Slot): boolean {
    return this.#chunkOf(slot).placeKnown[slot & chunkMask] === 1
  }

  category(slot: Slot): string | null {
    return this.#chunkOf(slot).category[slot & chunkMask] as string | null
  }

  norm(slot: Slot, view: number): number {
    const address = this.#address(slot)
    return this.#cells.pageOf(address).reals[onPage(address) + normsAt + view] as number
  }

  /** Where a posting's numbers are; the object is the same each time, so what it says lasts until the next call. */
  open(slot: Slot): Shelved {
    const address = this.#address(slot)
    const record = this.#record
    const page = this.#cells.pageOf(address)
    const start = onPage(address)
    const counts = (start + countsAt) * 2
    record.page = page
    record.norms = start + normsAt
    record.termCount = page.halves[counts] as number
    record.shapeCount = page.halves[counts + 1] as number
    record.length = page.halves[counts + 2] as number
    record.titleEnd = page.halves[counts + 3] as number
    record.topics = start + topicsAt
    record.terms = start + termsAt
    record.shapes = record.terms + record.termCount
    record.sequence = (record.shapes + record.shapeCount) * 2
    return record
  }

  #double(slot: Slot, at: number): number {
    const address = this.#address(slot)
    return this.#cells.pageOf(address).doubles[onPage(address) / 2 + at] as number
  }

  #address(slot: Slot): Address {
    return this.#chunkOf(slot).address[slot & chunkMask] as number
  }

  #chunkOf(slot: Slot): Chunk {
    return this.#chunks[slot >> chunkBits] as Chunk
  }
}

const wordsOf = (terms: number, shapes: number, length: number): number => termsAt + terms + shapes + ((length + 1) >> 1)

function newChunk(): Chunk {
  const size = 1 << chunkBits
  return {
    address: new Int32Array(size).fill(empty), order: new Float64Array(size), placeKnown: new Uint8Array(size),
    place: new Array<string | null>(size).fill(null), category: new Array<string | null>(size).fill(null),
  }
}
