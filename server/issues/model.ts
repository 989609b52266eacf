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

/** A model laid out for speed; gives the log-odds that a pair is the same matter. */
export function compileModel(model: PairModel): (features: Float64Array) => number {
  const { bias, trees } = checkModel(model)
  const weights = Float64Array.from(model.weights)
  const starts = Int32Array.from(trees, (_, i) => trees.slice(0, i).reduce((sum, tree) => sum + tree.feature.length, 0))
  const feature = Int32Array.from(trees.flatMap((tree) => tree.feature))
  const threshold = Float64Array.from(trees.flatMap((tree) => tree.threshold))
  const left = Int32Array.from(trees.flatMap((tree, i) => tree.left.map((node) => node + (starts[i] as number))))
  const right = Int32Array.from(trees.flatMap((tree, i) => tree.right.map((node) => node + (starts[i] as number))))
  const value = Float64Array.from(trees.flatMap((tree) => tree.value))
  return (features) => {
    let sum = bias
    for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (features[i] as number)
    if (sum < plainlyDifferent) return sum
    for (let i = 0; i < starts.length; i++) {
      let node = starts[i] as number
      for (let split = feature[node] as number; split >= 0; split = feature[node] as number) {
        node = ((features[split] as number) <= (threshold[node] as number) ? left[node] : right[node]) as number
      }
      sum += value[node] as number
    }
    return sum
  }
}

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit))
