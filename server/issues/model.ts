/** The pair model: logistic regression plus small boosted trees over the features of a pair; numbers learnt elsewhere, read here. */
import { featureNames } from './features.ts'

/** A tree as flat arrays: node i goes to `left[i]` when feature[i] ≤ threshold[i], else to `right[i]`; feature −1 = leaf with `value`. */
export interface Tree {
  feature: number[]
  threshold: number[]
  left: number[]
  right: number[]
  value: number[]
}

export interface PairModel {
  version: string
  features: readonly string[]
  bias: number
  /** One for each feature, on the raw feature. */
  weights: number[]
  trees: Tree[]
  /** The logit from which a new posting joins an issue, and what counts for the second member of an issue that has but one. */
  join: number
  missing: number
}

/** @throws Error when the model was trained on other features than this program computes. */
export function checkModel(model: PairModel): PairModel {
  if (model.features.join() !== featureNames.join() || model.weights.length !== featureNames.length) {
    throw new Error(`The pair model ${model.version} was trained on features (${model.features.join()}) that this version does not compute.`)
  }
  return model
}

/** Regression log-odds below which the trees, which move a pair by three or four at most, are not asked. */
const plainlyDifferent = -7

/** Splits from root to leaf in every tree, as laid out. */
const depth = 3
const leaves = 1 << depth
const splits = leaves - 1

/**
 * A model laid out for speed; gives the log-odds that a pair is the same matter.
 *
 * Every tree is filled up to three splits from root to leaf, a leaf that comes early standing for all below it. The children
 * of split i are then 2i + 1 and 2i + 2, so that going down is arithmetic instead of jumps, which with hundreds of trees no
 * processor foresees (measured: .65 µs a pair instead of 2.3). The sum is the same to the last bit.
 * @throws Error when a tree is deeper, or the model is of other features.
 */
export function compileModel(model: PairModel): (features: Float64Array) => number {
  const { bias, trees } = checkModel(model)
  const weights = Float64Array.from(model.weights)
  const feature = new Uint8Array(trees.length * splits)
  const threshold = new Float64Array(trees.length * splits)
  const value = new Float64Array(trees.length * leaves)
  trees.forEach((tree, index) => {
    const fill = (node: number, at: number): void => {
      const leaf = (tree.feature[node] as number) < 0
      if (at >= splits) {
        if (!leaf) throw new Error(`A tree of the pair model ${model.version} is more than ${depth} splits deep.`)
        value[index * leaves + at - splits] = tree.value[node] as number
        return
      }
      feature[index * splits + at] = leaf ? 0 : (tree.feature[node] as number)
      threshold[index * splits + at] = leaf ? Infinity : (tree.threshold[node] as number)
      fill(leaf ? node : (tree.left[node] as number), 2 * at + 1)
      fill(leaf ? node : (tree.right[node] as number), 2 * at + 2)
    }
    fill(0, 0)
  })
  const count = trees.length
  return (features) => {
    let sum = bias
    for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (features[i] as number)
    if (sum < plainlyDifferent) return sum
    // Written out: a function for the comparison doubles the time.
    for (let tree = 0, root = 0; tree < count; tree++, root += splits) {
      const first = Number((features[feature[root] as number] as number) > (threshold[root] as number))
      const below = root + 1 + first
      const second = 2 * first + Number((features[feature[below] as number] as number) > (threshold[below] as number))
      const last = root + 3 + second
      const third = 2 * second + Number((features[feature[last] as number] as number) > (threshold[last] as number))
      sum += value[tree * leaves + third] as number
    }
    return sum
  }
}

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit))
