/** Scores the leaves of the taxonomy by their seed words: what can be said of a posting before anything has been trained. */
import type { Leaf } from '../../../shared/district.ts'
import { foldText } from '../../../shared/text.ts'
import { createAutomaton } from '../automaton.ts'
import type { Reading } from '../reading.ts'

/** What the title says counts this much more; so do the first words of a posting without one. */
const titleWeight = 1.8
const openingWeight = 1.3
const opening = 30

interface Seed { leaf: number; weight: number; parts: number[] }

/**
 * Sums the seeds of each leaf, in their order. A seed of several words counts where all of them stand, in any order; longer
 * seeds and those of one leaf alone weigh more; a match inside a longer match of any leaf does not count (养鸡 in 养鸡场).
 * The array is the same each time: read it before the next posting.
 */
export function createSeedScorer(leaves: readonly Leaf[]): (reading: Reading) => Float64Array {
  const { terms, seedsOf, seeds } = compile(leaves)
  const automaton = createAutomaton(terms)
  const scores = new Float64Array(leaves.length)
  /** How often each term was seen, and the weight of the place where it counts most. */
  const times = new Uint32Array(terms.length)
  const weights = new Float64Array(terms.length)
  const seen: number[] = []
  let matches = new Float64Array(64)
  const longest = Math.max(0, ...terms.map((term) => term.length)) + 1

  /** As numbers that sort by start, then longer before shorter: objects would cost more than the scan itself. */
  const findMatches = (body: string): Float64Array => {
    let count = 0
    automaton.scan(body, (term, start, end) => {
      if (count === matches.length) {
        const longer = new Float64Array(count * 2)
        longer.set(matches)
        matches = longer
      }
      matches[count++] = (start * longest + (longest - (end - start))) * terms.length + term
    })
    return matches.subarray(0, count).sort()
  }
  const note = (term: number, weight: number): void => {
    if (times[term] === 0) seen.push(term)
    times[term] = (times[term] as number) + 1
    weights[term] = Math.max(weights[term] as number, weight)
  }

  return ({ body, titleEnd }) => {
    let reached = -1
    for (const match of findMatches(body)) {
      const term = match % terms.length
      const start = Math.floor(match / terms.length / longest)
      const end = start + (terms[term] as string).length
      if (end <= reached) continue
      reached = end
      note(term, start < titleEnd ? titleWeight : titleEnd === 0 && start < opening ? openingWeight : 1)
    }
    scores.fill(0)
    for (const term of seen) for (const at of seedsOf[term] as number[]) addSeed(seeds[at] as Seed, times, weights, scores)
    for (const term of seen) times[term] = weights[term] = 0
    seen.length = 0
    return scores
  }
}

function addSeed({ leaf, weight, parts }: Seed, times: Uint32Array, weights: Float64Array, scores: Float64Array): void {
  let place = 0
  let least = Infinity
  for (const part of parts) {
    if (times[part] === 0) return
    place += (weights[part] as number) / parts.length
    least = Math.min(least, times[part] as number)
  }
  scores[leaf] = (scores[leaf] as number) + weight * place * (1 + 0.2 * Math.min(least - 1, 2))
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
