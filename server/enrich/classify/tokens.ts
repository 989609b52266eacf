/** Reads a text as numbered characters and numbered words: the segmentation that classifying trains on and applies. */
import { firstKnown, numberUnits } from './units.ts'

export interface WordList {
  /** Single characters (UTF-16 units) that were learnt. */
  alphabet: string
  /** How often each of them stood alone as a word. */
  alone: ArrayLike<number>
  /** Different words of 2 to `longestWord` characters of the alphabet. */
  words: readonly string[]
  /** How often each was seen. */
  counts: ArrayLike<number>
}

/** Longer words are not looked for. */
export const longestWord = 8
/** Of a longer text only so many characters are read: what it is about has been said by then (the whole is no better, measured). */
export const longestBody = 1_024

/** A title, or what people come to first. */
const opening = 30

/** Numbered characters or words: 0 and 1 stand for what parts words and what was never learnt, then come those that were. */
export interface Sequence {
  size: number
  numbers: Uint16Array
  /** Where in the text each of them begins. */
  starts: Uint16Array
  /** How many of them stand within the first characters of the text. */
  opening: number
}

export interface Tokens {
  characters: Sequence
  /** Single characters keep their number, words are numbered on from the alphabet. */
  words: Sequence
}

/**
 * Makes tokens of folded texts. Words are the likeliest sequence when words are drawn independently (the unigram model that
 * jieba cuts by, without its model for words it does not know), found by dynamic programming from the end. Time is linear in
 * the text times the longest word. The tokens are the same object each time: read them before the next text.
 */
export function createTokeniser(list: WordList): (body: string) => Tokens {
  const numberOf = numberUnits(list.alphabet)
  const trie = buildTrie(list.words, numberOf)
  const beforeWords = firstKnown + list.alphabet.length - 1
  const cost = measureCosts(list)
  const characters = new Uint16Array(longestBody + 1)
  const places = Uint16Array.from(characters, (_, at) => at)
  const words = new Uint16Array(longestBody)
  const starts = new Uint16Array(longestBody)
  const least = new Float64Array(longestBody + 1)
  const length = new Uint8Array(longestBody)
  const word = new Uint16Array(longestBody)
  const tokens: Tokens = {
    characters: { size: 0, numbers: characters, starts: places, opening: 0 },
    words: { size: 0, numbers: words, starts, opening: 0 },
  }

  return (body) => {
    const size = Math.min(body.length, longestBody)
    for (let at = 0; at < size; at += 1) characters[at] = numberOf[body.charCodeAt(at)] as number
    characters[size] = 0
    least[size] = 0
    for (let at = size - 1; at >= 0; at -= 1) {
      const character = characters[at] as number
      let best = (least[at + 1] as number) + (cost[character] as number)
      let span = 1
      let number = character
      let state = trie.first[character] as number
      for (let next = at + 1; state !== 0; next += 1) {
        state = trie.child(state, characters[next] as number)
        const index = state === 0 ? 0 : trie.word(state)
        if (index === 0) continue
        const price = (cost[beforeWords + index] as number) + (least[next + 1] as number)
        if (price < best) {
          best = price
          span = next + 1 - at
          number = beforeWords + index
        }
      }
      least[at] = best
      length[at] = span
      word[at] = number
    }
    let pieces = 0
    tokens.words.opening = 0
    for (let at = 0; at < size; pieces += 1) {
      words[pieces] = word[at] as number
      starts[pieces] = at
      at += length[at] as number
      if (at <= opening) tokens.words.opening = pieces + 1
    }
    tokens.words.size = pieces
    tokens.characters.size = size
    tokens.characters.opening = Math.min(size, opening)
    return tokens
  }
}

/** −ln of the share of each character and word; of what was never seen, half a time. */
function measureCosts({ alphabet, alone, words, counts }: WordList): Float64Array {
  let total = 0.5
  for (let at = 0; at < alphabet.length; at += 1) total += alone[at] as number
  for (let at = 0; at < words.length; at += 1) total += counts[at] as number
  const costs = new Float64Array(firstKnown + alphabet.length + words.length).fill(Math.log(total / 0.5))
  for (let at = 0; at < alphabet.length; at += 1) costs[firstKnown + at] = Math.log(total / Math.max(0.5, alone[at] as number))
  for (let at = 0; at < words.length; at += 1) costs[firstKnown + alphabet.length + at] = Math.log(total / (counts[at] as number))
  return costs
}

interface Trie {
  /** The state after a first character; 0 = no word begins with it. */
  first: Int32Array
  /** The state after one more character; 0 = none. */
  child(state: number, character: number): number
  /** 1 + the index of the word that ends in a state; 0 = none. */
  word(state: number): number
}

/**
 * A state is its own place in one open-addressing table, two numbers each: the state before, and character and word together,
 * so that a step touches one line of the cache. After a first character the state is minus that character and has no place.
 */
function buildTrie(words: readonly string[], numberOf: Uint16Array): Trie {
  const states = 1 + countPrefixes(words)
  let bits = 4
  while (2 ** bits < states * 2) bits += 1
  const mask = 2 ** (bits + 1) - 1
  const table = new Int32Array(mask + 1)
  // Place 0 means “none”: it is taken by a character that nobody looks for.
  table[1] = 1 << 16
  const placeOf = (state: number, character: number): number => {
    let place = ((Math.imul(state, 0x9e37_79b1) ^ Math.imul(character, 0x85eb_ca6b)) >>> (32 - bits)) << 1
    while (table[place + 1] !== 0 && (table[place] !== state || (table[place + 1] as number) >>> 16 !== character)) place = (place + 2) & mask
    return place
  }
  const first = new Int32Array(65_536)
  words.forEach((text, index) => {
    let state = -(numberOf[text.charCodeAt(0)] as number)
    first[-state] = state
    for (let at = 1; at < text.length; at += 1) {
      const character = numberOf[text.charCodeAt(at)] as number
      const place = placeOf(state, character)
      table[place] = state
      table[place + 1] = (table[place + 1] as number) | (character << 16)
      state = place
    }
    table[state + 1] = (table[state + 1] as number) | (index + 1)
  })
  return {
    first,
    child(state, character) {
      const place = placeOf(state, character)
      return table[place + 1] === 0 ? 0 : place
    },
    word: (state) => (table[state + 1] as number) & 0xffff,
  }
}

/** States after two characters and more. */
function countPrefixes(words: readonly string[]): number {
  const prefixes = new Set<string>()
  for (const word of words) for (let length = 2; length <= word.length; length += 1) prefixes.add(word.slice(0, length))
  return prefixes.size
}
