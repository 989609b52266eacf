/** Turns a posting's words into the numbers that grouping compares: two-character grams in order, and place-like strings. */
import { breakMark, fold } from './folding.ts'
import { SmallIndex } from './small-index.ts'
import { bucketMask, bucketOf, pairBucket, wordBucket } from './terms.ts'

/** Characters of the body that count: a matter is told in its title and first sentences; what follows is mostly courtesy. */
export const bodyLength = 220
const titleLength = 80
/** A posting without a title speaks through its first characters. */
const borrowedTitle = 24
/** No digest has more grams. */
export const longestDigest = titleLength + bodyLength + 2
/** Nor more shapes: at most three end at a character. */
export const mostShapes = longestDigest * 3

/** What is kept of a posting for comparison; all terms are buckets of terms.ts. Arrays are longer than what they hold. */
export interface Digest {
  /** Grams in the order of the text, title first, as places in `terms`; `noGram` where the text breaks, and at `length`. */
  readonly sequence: Uint16Array
  length: number
  /** Length of the title's part of `sequence`. */
  titleEnd: number
  /** Distinct grams, packed by `pack`, in the order in which they come up. */
  readonly terms: Int32Array
  termCount: number
  /** Distinct place-like strings (…小区, …路, …村): bucket, and the flag that `isTitlePlace` reads. Those of the title come first. */
  readonly shapes: Int32Array
  shapeCount: number
  /** Folded characters, so that shared strings can be shown; character i starts gram i of the sequence. */
  readonly characters: Uint16Array
}

export const noGram = 0xffff

const termBits = 21
const mostOften = 15
const titleFlag = 1 << 25

/** Bucket, how often (1–15, a gram of the title counts twice) and whether it stands in the title, in one integer. */
export const pack = (bucket: number, often: number, inTitle: boolean): number =>
  bucket | (Math.min(often, mostOften) << termBits) | (inTitle ? titleFlag : 0)
export const bucketIn = (packed: number): number => packed & bucketMask
export const oftenIn = (packed: number): number => (packed >> termBits) & mostOften
export const inTitle = (packed: number): boolean => packed >= titleFlag

/** 1 + ln(how often), by how often. */
export const damped = Float64Array.from({ length: mostOften + 1 }, (_, often) => (often === 0 ? 0 : 1 + Math.log(often)))

/** Last characters of what people call a place, by code. */
const placeEnding = new Uint8Array(1 << 16)
for (const character of '区园苑路街村校院城镇湾府庭厂场站桥道巷里组屯库湖河公寓司') placeEnding[character.charCodeAt(0)] = 1
const shapeSeed = 0x51ed270b
/** Bucket of a place-like string, apart from those of grams. */
export const shapeBucket = (shape: string): number => wordBucket(shape, shapeSeed)
/** Whether a packed shape is the shortest form (three characters) of a place in the title. */
export const isTitlePlace = (packed: number): boolean => packed >= titleFlag

/**
 * Makes digests, all in the same space: a digest lasts until the next is made, and so do the indexes, which tell where
 * each gram and shape stands in it.
 */
export class Digester {
  readonly grams = new SmallIndex()
  readonly shapes = new SmallIndex()
  readonly #often = new Uint8Array(longestDigest)
  readonly #titled = new Uint8Array(longestDigest)
  readonly #digest: Digest = {
    sequence: new Uint16Array(longestDigest + 1), length: 0, titleEnd: 0, terms: new Int32Array(longestDigest), termCount: 0,
    shapes: new Int32Array(mostShapes), shapeCount: 0, characters: new Uint16Array(longestDigest),
  }

  digest(title: string, text: string): Digest {
    const digest = this.#digest
    const { characters, sequence, terms } = digest
    const often = this.#often
    const titled = this.#titled
    const grams = this.grams
    grams.clear()
    let titleEnd = fold(title, characters, 0, titleLength)
    if (titleEnd < 2) titleEnd = fold(text, characters, 0, borrowedTitle)
    let length = titleEnd
    characters[length++] = breakMark
    length = fold(text, characters, length, length + bodyLength)
    let count = 0
    for (let i = 0; i < length; i++) {
      const first = characters[i] as number
      const second = i + 1 < length ? (characters[i + 1] as number) : breakMark
      if (first === breakMark || second === breakMark) {
        sequence[i] = noGram
        continue
      }
      const bucket = pairBucket(first, second)
      let at = grams.getOrPut(bucket, count)
      if (at < 0) {
        at = count++
        terms[at] = bucket
        often[at] = 0
        titled[at] = 0
      }
      sequence[i] = at
      often[at] = Math.min(200, (often[at] as number) + (i < titleEnd ? 2 : 1))
      if (i < titleEnd) titled[at] = 1
    }
    sequence[length] = noGram
    for (let at = 0; at < count; at++) terms[at] = pack(terms[at] as number, often[at] as number, titled[at] === 1)
    digest.length = length
    digest.titleEnd = titleEnd
    digest.termCount = count
    this.#findShapes(digest)
    return digest
  }

  /** Strings of 3–5 characters that end like a place: which of the lengths is the name, rarity decides. */
  #findShapes(digest: Digest): void {
    const { characters, length, titleEnd, shapes } = digest
    const index = this.shapes
    index.clear()
    let count = 0
    for (let end = 2; end < length; end++) {
      if (placeEnding[characters[end] as number] !== 1 || characters[end - 1] === breakMark) continue
      for (let start = end - 2; start >= 0 && start >= end - 4 && characters[start] !== breakMark; start--) {
        // As shapeBucket does it, without a string of its own.
        let hash = shapeSeed
        for (let i = start; i <= end; i++) hash = Math.imul(hash ^ (characters[i] as number), 0x01000193)
        const bucket = bucketOf(hash)
        if (index.getOrPut(bucket, count) < 0) shapes[count++] = bucket | (start === end - 2 && end < titleEnd ? titleFlag : 0)
      }
    }
    digest.shapeCount = count
  }
}
