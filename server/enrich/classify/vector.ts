/** Turns a text into the vectors that are classified: weighted n-grams of characters and of words, of the whole and of its opening. */
import { createPairFinder } from './pairs.ts'
import { createTokeniser, longestBody, type Sequence } from './tokens.ts'
import { firstKnown } from './units.ts'
import type { Ngrams, Vocabulary } from './vocabulary.ts'

export interface Vector {
  size: number
  /** Numbers of the features, those of words after those of characters; the arrays are longer than `size`. */
  features: Int32Array
  values: Float32Array
}

export interface TextVectors {
  /** What stands early counts more. */
  whole: Vector
  /** The first characters alone, all alike: a title, or what people come to first. */
  opening: Vector
}

/** In how many parts the weight of a place is counted, so that sums of weights are whole numbers. */
const parts = 10
/** What a character counts by where it stands: the first seven times as much as one in the middle of a long text (measured). */
const byPlace = Uint16Array.from({ length: longestBody }, (_, at) => Math.round(parts * (0.6 + 6 * Math.exp(-at / 18) + 1.2 * Math.exp(-at / 150))))
const alike = new Uint16Array(longestBody).fill(parts)
/** More than the weights of all places together. */
const mostTimes = byPlace.reduce((sum, weight) => sum + weight, 0) + longestBody * parts + 1

/** 1 + ln of how often, from once on; below it, in proportion. */
const damped = Float32Array.from({ length: mostTimes }, (_, count) => (count < parts ? count / parts : 1 + Math.log(count / parts)))

/** How many different features a vector can have. */
export const countFeatures = ({ ofCharacters, ofWords }: Vocabulary): number => ofCharacters.idf.length + ofWords.idf.length

/**
 * Makes vectors of folded texts. The value of a feature is (1 + ln times) × idf; the n-grams of characters and those of words
 * are each brought to length 1, so that neither kind outweighs the other. The vectors are the same objects each time: read
 * them before the next text.
 */
export function createVectoriser(vocabulary: Vocabulary): (body: string) => TextVectors {
  const tokenise = createTokeniser(vocabulary)
  const whole = createVector(longestBody * 4)
  const opening = createVector(longestBody)
  const addCharacters = createAdder(vocabulary.ofCharacters, 0)
  const addWords = createAdder(vocabulary.ofWords, vocabulary.ofCharacters.idf.length)
  const vectors: TextVectors = { whole, opening }
  return (body) => {
    const { characters, words } = tokenise(body)
    whole.size = opening.size = 0
    addCharacters(whole, characters, characters.size, byPlace)
    addWords(whole, words, words.size, byPlace)
    addCharacters(opening, characters, characters.opening, alike)
    addWords(opening, words, words.opening, alike)
    return vectors
  }
}

const createVector = (room: number): Vector => ({ size: 0, features: new Int32Array(room), values: new Float32Array(room) })

/** Adds the n-grams of one kind to a vector, of the first `size` of a sequence; their features are numbered from `first`. */
function createAdder({ singles, pairs, idf }: Ngrams, first: number): (vector: Vector, sequence: Sequence, size: number, weights: Uint16Array) => void {
  const findPair = createPairFinder(pairs)
  const times = new Uint16Array(idf.length)

  return (vector, { numbers, starts }, size, weights) => {
    const { features, values } = vector
    const from = vector.size
    let to = from
    let before = 0
    for (let at = 0; at < size; at += 1) {
      const number = numbers[at] as number
      if (number >= firstKnown) {
        const more = weights[starts[at] as number] as number
        const single = number - firstKnown
        if (times[single] === 0) features[to++] = single
        times[single] = (times[single] as number) + more
        const pair = before < firstKnown ? -1 : findPair(before, number)
        if (pair >= 0) {
          const feature = singles + pair
          if (times[feature] === 0) features[to++] = feature
          times[feature] = (times[feature] as number) + more
        }
      }
      before = number
    }
    let squares = 0
    for (let at = from; at < to; at += 1) {
      const feature = features[at] as number
      const value = (damped[times[feature] as number] as number) * (idf[feature] as number)
      times[feature] = 0
      squares += value * value
      features[at] = first + feature
      values[at] = value
    }
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares)
    for (let at = from; at < to; at += 1) values[at] = (values[at] as number) * scale
    vector.size = to
  }
}
