/** Guesses the leaf of the taxonomy by its seed words. */
import type { Branch, Leaf } from '../../shared/district.ts'
import type { CategoryGuess } from '../../shared/posting.ts'
import { foldText } from '../../shared/text.ts'
import { createAutomaton } from './automaton.ts'
import type { Reading } from './reading.ts'

/** What the title says counts this much more; so do the first words of a posting without one. */
const titleWeight = 1.8
const openingWeight = 1.3
const opening = 30
/** What the other leaves of a branch say for each of its leaves. */
const kinship = 0.12
/** Evidence that is always there against a guess; less than this for a leaf is 未分类. */
const doubt = 0.9
const leastScore = 1.1
const leastConfidence = 0.4

interface Seen { weight: number; times: number }
interface Seed { leaf: number; weight: number; parts: number[] }

/**
 * Sums the seeds of each leaf. A seed of several words counts where all of them stand, in any order; longer seeds and those
 * of one leaf alone weigh more; a match inside a longer match of any leaf does not count (养鸡 in 养鸡场). Confidence is the
 * best sum against the second and a constant doubt: a measure to sort by, no probability. It fails where a posting tells
 * a long story around its matter, and where the words are new.
 */
export function createCategoriser(taxonomy: readonly Branch[]): (reading: Reading) => CategoryGuess {
  const leaves = taxonomy.flatMap((branch, at) => branch.leaves.map((leaf) => ({ leaf, branch: at })))
  const { terms, seedsOf, seeds } = compile(leaves.map(({ leaf }) => leaf))
  const automaton = createAutomaton(terms)

  return (reading) => {
    const matches: { term: number; start: number; end: number }[] = []
    automaton.scan(reading.body, (term, start, end) => matches.push({ term, start, end }))
    const seen = new Map<number, Seen>()
    let reached = -1
    for (const { term, start, end } of matches.sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (end <= reached) continue
      reached = end
      const weight = start < reading.titleEnd ? titleWeight : reading.titleEnd === 0 && start < opening ? openingWeight : 1
      const before = seen.get(term)
      if (before) {
        before.times += 1
        before.weight = Math.max(before.weight, weight)
      } else seen.set(term, { weight, times: 1 })
    }
    const scores = new Float64Array(leaves.length)
    for (const term of seen.keys()) for (const at of seedsOf[term] as number[]) addSeed(seeds[at] as Seed, term, seen, scores)
    return choose(scores, leaves)
  }
}

function addSeed({ leaf, weight, parts }: Seed, term: number, seen: ReadonlyMap<number, Seen>, scores: Float64Array): void {
  if (parts[0] !== term) return
  let place = 0
  let times = Infinity
  for (const part of parts) {
    const there = seen.get(part)
    if (!there) return
    place += there.weight / parts.length
    times = Math.min(times, there.times)
  }
  scores[leaf] = (scores[leaf] as number) + weight * place * (1 + 0.2 * Math.min(times - 1, 2))
}

function choose(scores: Float64Array, leaves: readonly { leaf: Leaf; branch: number }[]): CategoryGuess {
  const branchScores = new Map<number, number>()
  leaves.forEach(({ branch }, at) => branchScores.set(branch, (branchScores.get(branch) ?? 0) + (scores[at] as number)))
  let best = -1
  let first = 0
  let second = 0
  leaves.forEach(({ branch }, at) => {
    const own = scores[at] as number
    if (own === 0) return
    const score = own + kinship * ((branchScores.get(branch) as number) - own)
    if (score > first) [best, first, second] = [at, score, first]
    else if (score > second) second = score
  })
  const confidence = first / (first + second + doubt)
  const sure = best >= 0 && first >= leastScore && confidence >= leastConfidence
  return { code: sure ? (leaves[best] as { leaf: Leaf }).leaf.code : null, confidence: Math.round(confidence * 1_000) / 1_000 }
}

function compile(leaves: readonly Leaf[]): { terms: string[]; seedsOf: number[][]; seeds: Seed[] } {
  const terms: string[] = []
  const indexOf = new Map<string, number>()
  const shared = new Map<string, number>()
  for (const leaf of leaves) for (const seed of leaf.seeds) shared.set(seed, (shared.get(seed) ?? 0) + 1)
  const seeds: Seed[] = []
  const seedsOf: number[][] = []
  leaves.forEach((leaf, at) => {
    for (const seed of leaf.seeds) {
      const parts = seed.split(' ').map((part) => {
        const term = foldText(part)
        let index = indexOf.get(term)
        if (index === undefined) {
          index = terms.push(term) - 1
          indexOf.set(term, index)
          seedsOf.push([])
        }
        return index
      })
      const of = seedsOf[parts[0] as number] as number[]
      of.push(seeds.push({ leaf: at, parts, weight: weigh(seed) / (shared.get(seed) as number) }) - 1)
    }
  })
  return { terms, seedsOf, seeds }
}

/** By length: 2 characters 1, 3 1.4, 4 1.8, more 2.1; words that must stand together more, for they tell neighbours apart. */
function weigh(seed: string): number {
  const parts = seed.split(' ')
  const length = parts.reduce((total, part) => total + part.length, 0)
  return Math.min(2.1, 0.2 + length * 0.4) + (parts.length - 1) * 0.5
}
