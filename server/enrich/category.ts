/** Guesses the leaf of the taxonomy: by its seed words, and by what has been learnt where something has. */
import type { Branch, Leaf } from '../../shared/district.ts'
import type { CategoryGuess } from '../../shared/posting.ts'
import { createBlend } from './classify/blend.ts'
import { createClassifier, findGreatest } from './classify/classifier.ts'
import { createSeedScorer } from './classify/seeds.ts'
import type { TrainedCategory, View } from './classify/trained.ts'
import type { Reading } from './reading.ts'

type Categoriser = (reading: Reading) => CategoryGuess
type LearntCategory = TrainedCategory & { view: View }

/** What the other leaves of a branch say for each of its leaves. */
const kinship = 0.12
/** Evidence that is always there against a guess by seeds; less than this for a leaf is 未分类. */
const doubt = 0.9
const leastScore = 1.1
const leastConfidence = 0.4
/** A calibrated probability from here on is more likely right than wrong; below it 未分类. */
const leastProbability = 0.5

/**
 * With a trained model, confidence is its calibrated probability, moved by the seeds as far as training found them worth (see
 * blend.ts), and less than .5 is 未分类. Without one it is the best sum of seeds against the second and a constant doubt: a
 * measure to sort by, no probability. Seeds fail where a posting tells a long story around its matter, and where the words are
 * new; the model where a kind of complaint was not among its rows.
 */
export function createCategoriser(taxonomy: readonly Branch[], trained: LearntCategory | null = null): Categoriser {
  return trained ? categoriseByModel(taxonomy, trained) : categoriseBySeeds(taxonomy)
}

/** The leaves of a taxonomy in their order. */
export const listLeaves = (taxonomy: readonly Branch[]): Leaf[] => taxonomy.flatMap((branch) => branch.leaves)

function categoriseByModel(taxonomy: readonly Branch[], { classifier, trust, view }: LearntCategory): Categoriser {
  const leaves = listLeaves(taxonomy)
  const scoreSeeds = createSeedScorer(leaves)
  const classify = createClassifier(classifier)
  const blend = createBlend(leaves.map(({ code }) => code), classifier.labels)
  return (reading) => {
    const probabilities = blend(classify(view(reading.body)), scoreSeeds(reading), trust)
    const best = findGreatest(probabilities)
    const probability = probabilities[best] as number
    return { code: probability >= leastProbability ? (leaves[best] as Leaf).code : null, confidence: round(probability) }
  }
}

function categoriseBySeeds(taxonomy: readonly Branch[]): Categoriser {
  const leaves = taxonomy.flatMap((branch, at) => branch.leaves.map((leaf) => ({ leaf, branch: at })))
  const scoreSeeds = createSeedScorer(listLeaves(taxonomy))
  return (reading) => choose(scoreSeeds(reading), leaves)
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
  return { code: sure ? (leaves[best] as { leaf: Leaf }).leaf.code : null, confidence: round(confidence) }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000
