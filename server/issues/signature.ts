/** Signs texts so that two signatures agree in about the share of character trigrams that the texts have in common. */
import { breakMark, fold } from './folding.ts'

/** Bands of a signature, of four minima each: 16 × 4 minima find a text of 120 characters again of which 2–7 were changed (recall .998). */
export const bands = 16
const minima = bands * 4
/** Characters of a text that count, once folded. */
const longestText = 512
/** Shorter texts have no signature: several people find the same few words (“小区停水了”) without copying. */
export const shortestText = 10

/** Odd factors, each of which puts the hashed trigrams into another order. */
const factors = Int32Array.from({ length: minima }, (_, i) => mix(i + 1) | 1)

/**
 * MinHash (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.3): under a random order of all
 * trigrams the first of one text is also the first of another as often as their sets have trigrams in common (Jaccard).
 * Of each minimum 8 bits are kept (Li and König 2010), which agree by chance once in 256: a band is then one number of 32
 * bits, a signature 64 bytes. Punctuation and white space do not count.
 *
 * Where it fails: sets do not see order, nor how often; a text quoted within a much longer one has little in common with it.
 */
export class Signer {
  /** Of the text signed last, when `sign` gave more than 0. */
  readonly signature = new Int32Array(bands)
  readonly #characters = new Uint16Array(longestText)
  readonly #trigrams = new Int32Array(longestText)

  /** Signs a text; returns how many characters counted, or 0 when they are too few for a signature. */
  sign(text: string): number {
    const characters = this.#characters
    const folded = fold(text, characters, 0, longestText)
    let length = 0
    for (let i = 0; i < folded; i++) if (characters[i] !== breakMark) characters[length++] = characters[i] as number
    if (length < shortestText) return 0
    const count = length - 2
    const trigrams = this.#trigrams
    for (let i = 0; i < count; i++) {
      trigrams[i] = mix(Math.imul((characters[i] as number) << 16 | (characters[i + 1] as number), 0x9e3779b1) ^ (characters[i + 2] as number))
    }
    for (let band = 0; band < bands; band++) this.signature[band] = this.#band(count, band * 4)
    return length
  }

  /** Four minima at once: they share the reading of the trigrams and stay in registers. */
  #band(count: number, first: number): number {
    const trigrams = this.#trigrams
    const [p, q, r, s] = [factors[first] as number, factors[first + 1] as number, factors[first + 2] as number, factors[first + 3] as number]
    let [a, b, c, d] = [0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff]
    for (let i = 0; i < count; i++) {
      const trigram = trigrams[i] as number
      const w = Math.imul(trigram, p)
      const x = Math.imul(trigram, q)
      const y = Math.imul(trigram, r)
      const z = Math.imul(trigram, s)
      if (w < a) a = w
      if (x < b) b = x
      if (y < c) c = y
      if (z < d) d = z
    }
    return (mix(a) & 0xff) | (mix(b) & 0xff) << 8 | (mix(c) & 0xff) << 16 | (mix(d) & 0xff) << 24
  }
}

/** Murmur3's finaliser (Appleby, public domain). */
export function mix(key: number): number {
  let h = key | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
