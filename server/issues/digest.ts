/** Turns a posting's words into the numbers that grouping compares: two-character grams in order, and place-like strings. */
import { breakMark, fold } from './folding.ts'
import { bucketMask, buckets, pairBucket, wordBucket } from './terms.ts'

/** Characters of the body that count: a matter is told in its title and first sentences; what follows is mostly courtesy. */
export const bodyLength = 220
const titleLength = 80
/** A posting without a title speaks through its first characters. */
const borrowedTitle = 24
/** No digest has more grams; of shapes there are at most three a gram. */
export const longestDigest = titleLength + bodyLength + 2

/** What is kept of a posting for comparison; all terms are buckets of terms.ts. */
export interface Digest {
  /** Grams in the order of the text, title first; −1 where the text breaks. */
  readonly sequence: Int32Array
  /** Length of the title's part of `sequence`. */
  readonly titleEnd: number
  /** Distinct grams, packed by `pack`. */
  readonly terms: Int32Array
  /** Distinct place-like strings (…小区, …路, …村): bucket, and the flag that `isTitlePlace` reads. */
  readonly shapes: Int32Array
  /** Folded characters, so that shared strings can be shown; character i starts gram i of the sequence. */
  readonly characters: Uint16Array
}

const termBits = 21
const mostOften = 15

/** Bucket, how often (1–15, a gram of the title counts twice) and whether it stands in the title, in one integer. */
export const pack = (bucket: number, often: number, inTitle: boolean): number =>
  bucket | (Math.min(often, mostOften) << termBits) | (inTitle ? 1 << 25 : 0)
export const bucketIn = (packed: number): number => packed & bucketMask
export const oftenIn = (packed: number): number => (packed >> termBits) & mostOften
export const inTitle = (packed: number): boolean => packed >= 1 << 25

/** 1 + ln(how often), by how often. */
export const damped = Float64Array.from({ length: mostOften + 1 }, (_, often) => (often === 0 ? 0 : 1 + Math.log(often)))

/** Last characters of what people call a place. */
const placeEndings = new Set(Array.from('区园苑路街村校院城镇湾府庭厂场站桥道巷里组屯库湖河公寓司', (character) => character.charCodeAt(0)))
const shapeSeed = 0x51ed270b
/** Bucket of a place-like string, apart from those of grams. */
export const shapeBucket = (shape: string): number => wordBucket(shape, shapeSeed)
const titlePlaceFlag = 1 << 25
/** Whether a packed shape is the shortest form (three characters) of a place in the title. */
export const isTitlePlace = (packed: number): boolean => packed >= titlePlaceFlag

/** Makes digests; keeps its scratch space between calls, so one per grouper. */
export class Digester {
  readonly #characters = new Uint16Array(longestDigest)
  readonly #sequence = new Int32Array(longestDigest)
  readonly #often = new Uint8Array(buckets)
  readonly #titled = new Uint8Array(buckets)

  digest(title: string, text: string): Digest {
    const characters = this.#characters
    let titleChars = fold(title, characters, 0, titleLength)
    if (titleChars < 2) titleChars = fold(text, characters, 0, borrowedTitle)
    let length = titleChars
    characters[length++] = breakMark
    length = fold(text, characters, length, length + bodyLength)
    const sequence = this.#sequence
    const distinct: number[] = []
    for (let i = 0; i < length; i++) {
      const first = characters[i] as number
      const second = i + 1 < length ? (characters[i + 1] as number) : breakMark
      if (first === breakMark || second === breakMark) {
        sequence[i] = -1
        continue
      }
      const bucket = pairBucket(first, second)
      sequence[i] = bucket
      const often = this.#often[bucket] as number
      if (often === 0) distinct.push(bucket)
      this.#often[bucket] = Math.min(200, often + (i < titleChars ? 2 : 1))
      if (i < titleChars) this.#titled[bucket] = 1
    }
    const terms = new Int32Array(distinct.length)
    for (let i = 0; i < distinct.length; i++) {
      const bucket = distinct[i] as number
      terms[i] = pack(bucket, this.#often[bucket] as number, this.#titled[bucket] === 1)
      this.#often[bucket] = 0
      this.#titled[bucket] = 0
    }
    return {
      sequence: sequence.slice(0, length), titleEnd: titleChars, terms, shapes: shapesOf(characters, length, titleChars), characters: characters.slice(0, length),
    }
  }
}

/** Strings of 3–5 characters that end like a place: which of the lengths is the name, rarity decides. Those of the title come first. */
function shapesOf(characters: Uint16Array, length: number, titleEnd: number): Int32Array {
  const found = new Map<number, number>()
  for (let i = 2; i < length; i++) {
    if (!placeEndings.has(characters[i] as number)) continue
    let gram = String.fromCharCode(characters[i] as number)
    for (let back = 1; back <= 4 && i - back >= 0; back++) {
      const code = characters[i - back] as number
      if (code === breakMark) break
      gram = String.fromCharCode(code) + gram
      if (back < 2) continue
      const bucket = shapeBucket(gram)
      if (!found.has(bucket)) found.set(bucket, bucket | (back === 2 && i < titleEnd ? titlePlaceFlag : 0))
    }
  }
  return Int32Array.from(found.values())
}
