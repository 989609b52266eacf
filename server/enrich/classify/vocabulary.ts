/** Learns which n-grams are worth knowing and how rare each is. */
import { createPairTable, pairLimit } from './pairs.ts'
import { createTokeniser, longestWord, type Sequence, type WordList } from './tokens.ts'
import { firstKnown, isAllWord } from './units.ts'

/** What is known of one kind of n-grams. Features are numbered: single ones by their number, then the pairs. */
export interface Ngrams {
  /** How many single ones there are. */
  singles: number
  /** Pairs of neighbours, each as first × 65,536 + second. */
  pairs: Uint32Array
  /** Inverse document frequency of every feature: 1 + ln((1 + texts) / (1 + texts with it)). */
  idf: Float32Array
}

export interface Vocabulary extends WordList {
  ofCharacters: Ngrams
  ofWords: Ngrams
}

/** What is in fewer texts tells nothing about the next one. */
const leastTexts = 3
/** Together with the alphabet below the limit of a pair's members. */
const mostWords = 45_000
const mostCharacters = pairLimit - mostWords - firstKnown

export interface Cut {
  /** Folded text. */
  body: string
  /** The same, cut by a segmenter that knows more words than these texts hold. */
  words: readonly string[]
}

/**
 * The words are learnt from the segmenter's cut, the n-grams from the cut by those words alone, which is what will be done
 * with texts to come. @param mostFeatures the rarest n-grams are left out beyond this.
 */
export function learnVocabulary(texts: readonly Cut[], mostFeatures: number): Vocabulary {
  const list = learnWords(texts)
  const tokenise = createTokeniser(list)
  const characters = createTally(list.alphabet.length)
  const words = createTally(list.alphabet.length + list.words.length)
  for (const { body } of texts) {
    const tokens = tokenise(body)
    characters.add(tokens.characters)
    words.add(tokens.words)
  }
  let least = leastTexts
  while (characters.count(least) + words.count(least) > mostFeatures) least += 1
  return { ...list, ofCharacters: characters.take(least), ofWords: words.take(least) }
}

function learnWords(texts: readonly Cut[]): WordList {
  const seen = new Map<string, { count: number; texts: number; last: number }>()
  texts.forEach(({ words }, text) => {
    for (const word of words) {
      const known = seen.get(word)
      if (!known) seen.set(word, { count: 1, texts: 1, last: text })
      else {
        known.count += 1
        if (known.last !== text) known.texts += 1
        known.last = text
      }
    }
  })
  const common = [...seen].filter(([word, { texts: count }]) => count >= leastTexts && word.length <= longestWord && isAllWord(word))
  common.sort(([a, { count }], [b, other]) => other.count - count || (a < b ? -1 : 1))
  const inAlphabet = [...new Set(common.flatMap(([word]) => word.split('')))].slice(0, mostCharacters)
  const alphabet = new Set(inAlphabet)
  const words = common.filter(([word]) => word.length > 1 && word.split('').every((unit) => alphabet.has(unit))).slice(0, mostWords)
  return {
    alphabet: inAlphabet.join(''),
    alone: Float64Array.from(inAlphabet, (unit) => seen.get(unit)?.count ?? 0),
    words: words.map(([word]) => word),
    counts: Float64Array.from(words, ([, { count }]) => count),
  }
}

interface Tally {
  /** Counts the n-grams of one more text. */
  add(sequence: Sequence): void
  /** How many n-grams there are when pairs in fewer than `least` texts are left out. */
  count(least: number): number
  take(least: number): Ngrams
}

function createTally(singles: number): Tally {
  const table = createPairTable()
  const textsWith: number[] = new Array<number>(singles).fill(0)
  const last: number[] = new Array<number>(singles).fill(0)
  let texts = 0
  const see = (feature: number): void => {
    if (last[feature] === texts) return
    last[feature] = texts
    textsWith[feature] = (textsWith[feature] ?? 0) + 1
  }
  return {
    add({ size, numbers }) {
      texts += 1
      let before = 0
      for (let at = 0; at < size; at += 1) {
        const number = numbers[at] as number
        if (number >= firstKnown) {
          see(number - firstKnown)
          if (before >= firstKnown) see(singles + table.add(before, number))
        }
        before = number
      }
    },
    count: (least) => textsWith.reduce((sum, count, feature) => sum + Number(feature < singles || count >= least), 0),
    take(least) {
      const pairs = table.list()
      const kept = Uint32Array.from(pairs, (_, index) => index).filter((index) => (textsWith[singles + index] as number) >= least)
      const order = kept.sort((a, b) => (textsWith[singles + b] as number) - (textsWith[singles + a] as number) || a - b)
      const idfOf = (feature: number): number => Math.log((1 + texts) / (1 + (textsWith[feature] as number))) + 1
      const idf = new Float32Array(singles + order.length)
      for (let feature = 0; feature < singles; feature += 1) idf[feature] = idfOf(feature)
      order.forEach((index, place) => { idf[singles + place] = idfOf(singles + index) })
      return { singles, pairs: order.map((index) => pairs[index] as number), idf }
    },
  }
}
