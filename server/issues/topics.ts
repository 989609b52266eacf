/** Tells what kind of trouble a posting is about: its place among the topics that a background of complaints is made of. */
import { bucketIn, damped, oftenIn, type Digest } from './digest.ts'
import { buckets, pairBucket } from './terms.ts'

/** Numbers of a posting's place among the topics. */
export const topicCount = 48
/** Four numbers of −127 to 127 share a word on the shelf. */
export const topicWords = topicCount / 4

/** Learnt elsewhere (tests/evaluate/topics-train.ts): for each gram the weight with which it speaks for each topic. */
export interface TopicTable {
  /** Two-character grams, run together. */
  grams: string
  /** Base64 of `topicCount` signed bytes a gram. */
  weights: string
}

/**
 * Latent semantic analysis (Deerwester et al. 1990) over two-character grams: postings that tell of one kind of trouble in other
 * words (“垃圾站”, “垃圾楼”) lie in the same direction. Names of places are mostly too rare to have a row, so that what
 * is left is the problem. Where it fails: troubles that the background never told of lie nowhere, and are like nothing.
 */
export class Topics {
  /** Row of each bucket, counted from 1; 0 = the gram says nothing. */
  readonly #rows = new Uint16Array(buckets)
  readonly #weights: Int8Array

  constructor({ grams, weights }: TopicTable) {
    const bytes = atob(weights)
    this.#weights = new Int8Array(bytes.length)
    for (let i = 0; i < bytes.length; i++) this.#weights[i] = bytes.charCodeAt(i)
    for (let row = 0; row < grams.length / 2; row++) {
      this.#rows[pairBucket(grams.charCodeAt(row * 2), grams.charCodeAt(row * 2 + 1))] = row + 1
    }
  }

  /** Writes the direction of a posting into `into`, of length 127, or all zeros when none of its grams says anything. */
  locate(digest: Digest, into: Float64Array): void {
    const weights = this.#weights
    into.fill(0)
    for (let i = 0; i < digest.termCount; i++) {
      const packed = digest.terms[i] as number
      const row = this.#rows[bucketIn(packed)] as number
      if (row === 0) continue
      const often = damped[oftenIn(packed)] as number
      const start = (row - 1) * topicCount
      for (let k = 0; k < topicCount; k++) into[k] = (into[k] as number) + often * (weights[start + k] as number)
    }
    let square = 0
    for (let k = 0; k < topicCount; k++) square += (into[k] as number) ** 2
    if (square === 0) return
    const scale = longest / Math.sqrt(square)
    for (let k = 0; k < topicCount; k++) into[k] = (into[k] as number) * scale
  }
}

const longest = 127

/** Packs a direction into `topicWords` words from `at` on. */
export function packTopics(direction: Float64Array, words: Int32Array, at: number): void {
  for (let k = 0; k < topicWords; k++) {
    let word = 0
    for (let part = 3; part >= 0; part--) word = (word << 8) | (Math.round(direction[k * 4 + part] as number) & 0xff)
    words[at + k] = word
  }
}

/** Cosine of a direction and a packed one. */
export function topicCosine(direction: Float64Array, words: Int32Array, at: number): number {
  let dot = 0
  for (let k = 0; k < topicWords; k++) {
    const word = words[at + k] as number
    const first = k * 4
    dot += (direction[first] as number) * ((word << 24) >> 24) + (direction[first + 1] as number) * ((word << 16) >> 24)
      + (direction[first + 2] as number) * ((word << 8) >> 24) + (direction[first + 3] as number) * (word >> 24)
  }
  return dot / (longest * longest)
}
