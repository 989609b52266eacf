/** Terms as numbers: grams hashed into a fixed number of buckets, and how rare each is. */

const bits = 21
/** Two million buckets: with 400,000 terms in use one in eleven shares its bucket, and memory can never grow with hostile text. */
export const buckets = 1 << bits
export const bucketMask = buckets - 1

/** Murmur3's finaliser (Appleby, public domain): spreads neighbouring keys over all buckets. */
export function bucketOf(key: number): number {
  let h = key | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) & bucketMask
}

/** Bucket of two neighbouring characters. */
export const pairBucket = (first: number, second: number): number => bucketOf((first << 16) | second)

/** Bucket of a word or longer gram: FNV-1a over its characters, from a seed that keeps kinds of terms apart. */
export function wordBucket(word: string, seed: number): number {
  let h = seed
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193)
  return bucketOf(h)
}

/** Document frequencies known before the first posting, in how many of `documents` texts a term stands. */
export interface Background {
  documents: number
  /** Frequency → two-character grams, run together. */
  grams: Record<string, string>
  /** Frequency → place-like strings, with spaces between. */
  shapes: Record<string, string>
}

/**
 * How many documents hold each term, from a background corpus and from what was founded since.
 *
 * Only the founding posting of an issue is counted: were each posting of a hot matter counted, the very words that tell the
 * matter apart would come to look common (measured: −.01 pairwise F1).
 */
export class Rarity {
  readonly #counts = new Uint32Array(buckets)
  #documents: number

  constructor(background: Background, shapeBucket: (shape: string) => number) {
    this.#documents = background.documents
    for (const [frequency, grams] of Object.entries(background.grams)) {
      const count = Number(frequency)
      for (let i = 0; i + 1 < grams.length; i += 2) {
        const bucket = pairBucket(grams.charCodeAt(i), grams.charCodeAt(i + 1))
        this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
      }
    }
    for (const [frequency, shapes] of Object.entries(background.shapes)) {
      for (const shape of shapes.split(' ')) this.#counts[shapeBucket(shape)] = Number(frequency)
    }
  }

  /**
   * Writes the inverse document frequencies (natural logarithm, always above 0) of the first `count` packed terms (the bucket in the low bits) into `into`.
   * Counts are fetched before any logarithm is taken: they lie all over 8 MB, and memory answers many questions at once.
   */
  ofAll(packed: Int32Array, count: number, into: Float64Array): void {
    const counts = this.#counts
    for (let i = 0; i < count; i++) into[i] = counts[(packed[i] as number) & bucketMask] as number
    const documents = this.#documents + 2
    for (let i = 0; i < count; i++) into[i] = Math.log(documents / ((into[i] as number) + 1))
  }

  /** A document with these distinct terms came (1) or went (−1). */
  add(grams: Int32Array, shapes: Int32Array, documents: 1 | -1): void {
    this.#documents += documents
    for (const terms of [grams, shapes]) {
      for (const term of terms) this.#counts[term] = Math.max(0, (this.#counts[term] ?? 0) + documents)
    }
  }
}
