/** Trains the pair model: logistic regression, then small trees boosted on what it leaves (Friedman 2001, with Newton leaves). */
import { featureNames } from '../../server/issues/features.ts'
import { compileModel, probability, type PairModel, type Tree } from '../../server/issues/model.ts'
import { seededRandom } from './random.ts'

export interface Example {
  features: Float64Array
  same: boolean
  weight: number
}

export interface TrainingOptions {
  rounds: number
  depth: number
  rate: number
  /** L2 penalty of the regression (on standardised features) and of the leaves. */
  ridge: number
  leafRidge: number
  bins: number
  /** Part of the rows and of the features that each tree sees (Friedman's stochastic boosting). */
  rows: number
  columns: number
}

export const usualTraining: TrainingOptions = { rounds: 200, depth: 3, rate: 0.04, ridge: 20, leafRidge: 4, bins: 24, rows: 0.6, columns: 0.5 }

/** Where an issue is joined: the best of a small grid over three shuffles of the folds. */
export const usualJoining = { join: -1.2, missing: -1.2 }

export function trainPairModel(examples: readonly Example[], version: string, options = usualTraining): PairModel {
  const model: PairModel = { version, features: featureNames, ...regress(examples, options.ridge), trees: [], ...usualJoining }
  const regression = compileModel(model)
  const scores = Float64Array.from(examples, ({ features }) => regression(features))
  const cuts = featureNames.map((_, feature) => quantiles(examples, feature, options.bins))
  const binned = examples.map(({ features }) => Uint8Array.from(cuts, (edges, feature) => binOf(edges, features[feature] as number)))
  const random = seededRandom(7)
  for (let round = 0; round < options.rounds; round++) {
    const gradients = Float64Array.from(examples, ({ same, weight }, i) => weight * ((same ? 1 : 0) - probability(scores[i] as number)))
    const curvatures = Float64Array.from(examples, ({ weight }, i) => {
      const p = probability(scores[i] as number)
      return Math.max(1e-6, weight * p * (1 - p))
    })
    const rows = Int32Array.from(binned.keys()).filter(() => random() < options.rows)
    const columns = cuts.map(() => random() < options.columns)
    const tree = growTree(rows, binned, gradients, curvatures, cuts.map((edges, j) => (columns[j] ? edges : [])), options)
    model.trees.push(tree)
    const step = compileModel({ ...model, bias: 0, weights: zeros, trees: [tree] })
    for (let i = 0; i < examples.length; i++) scores[i] = (scores[i] as number) + step((examples[i] as Example).features)
  }
  return model
}

const zeros = featureNames.map(() => 0)

/** Weighted ridge regression by Newton's method, on standardised features; returned for raw ones. */
function regress(examples: readonly Example[], ridge: number): { bias: number; weights: number[] } {
  const n = featureNames.length
  const mean = featureNames.map((_, j) => examples.reduce((sum, e) => sum + (e.features[j] as number), 0) / examples.length)
  const spread = featureNames.map((_, j) =>
    Math.sqrt(examples.reduce((sum, e) => sum + ((e.features[j] as number) - (mean[j] as number)) ** 2, 0) / examples.length) || 1)
  const beta = new Array<number>(n + 1).fill(0)
  const row = new Float64Array(n + 1)
  for (let step = 0; step < 12; step++) {
    const hessian = Array.from({ length: n + 1 }, (_, j) => Array.from({ length: n + 1 }, (_, k) => (j === k && j < n ? ridge : j === k ? 1e-6 : 0)))
    const slope = beta.map((value, j) => (j < n ? -ridge * value : 0))
    for (const { features, same, weight } of examples) {
      for (let j = 0; j < n; j++) row[j] = ((features[j] as number) - (mean[j] as number)) / (spread[j] as number)
      row[n] = 1
      const p = probability(row.reduce((sum, value, j) => sum + value * (beta[j] as number), 0))
      const pull = weight * ((same ? 1 : 0) - p)
      const bend = weight * p * (1 - p)
      for (let j = 0; j <= n; j++) {
        slope[j] = (slope[j] as number) + pull * (row[j] as number)
        const line = hessian[j] as number[]
        for (let k = 0; k <= n; k++) line[k] = (line[k] as number) + bend * (row[j] as number) * (row[k] as number)
      }
    }
    solve(hessian, slope).forEach((move, j) => (beta[j] = (beta[j] as number) + move))
  }
  const weights = spread.map((s, j) => (beta[j] as number) / s)
  return { weights, bias: (beta[n] as number) - weights.reduce((sum, w, j) => sum + w * (mean[j] as number), 0) }
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length
  const a = matrix.map((line, i) => [...line, right[i] as number])
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let j = i + 1; j < n; j++) if (Math.abs(a[j]?.[i] ?? 0) > Math.abs(a[pivot]?.[i] ?? 0)) pivot = j
    ;[a[i], a[pivot]] = [a[pivot] as number[], a[i] as number[]]
    const line = a[i] as number[]
    for (let j = 0; j < n; j++) {
      if (j === i) continue
      const other = a[j] as number[]
      const factor = (other[i] as number) / (line[i] as number)
      for (let k = i; k <= n; k++) other[k] = (other[k] as number) - factor * (line[k] as number)
    }
  }
  return a.map((line, i) => (line[n] as number) / (line[i] as number))
}

function quantiles(examples: readonly Example[], feature: number, bins: number): number[] {
  const values = examples.map(({ features }) => features[feature] as number).sort((x, y) => x - y)
  // Pairs of one matter are few among the many: half of the cuts are laid where they are.
  const hits = examples.filter(({ same }) => same).map(({ features }) => features[feature] as number).sort((x, y) => x - y)
  const at = (list: readonly number[], part: number) => list[Math.min(list.length - 1, Math.floor(part * list.length))] ?? 0
  const cuts = Array.from({ length: bins }, (_, i) => [at(values, (i + 1) / (bins + 1)), at(hits, (i + 1) / (bins + 1))]).flat()
  return [...new Set(cuts)].sort((x, y) => x - y)
}

interface Branch {
  node: number
  rows: Int32Array
  depth: number
}

function growTree(
  sample: Int32Array, binned: readonly Uint8Array[], gradients: Float64Array, curvatures: Float64Array, cuts: readonly number[][], options: TrainingOptions,
): Tree {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] }
  const addNode = () => {
    for (const column of [tree.threshold, tree.left, tree.right, tree.value]) column.push(0)
    return tree.feature.push(-1) - 1
  }
  const open: Branch[] = [{ node: addNode(), rows: sample, depth: 0 }]
  for (let branch = open.pop(); branch; branch = open.pop()) {
    const { node, rows, depth } = branch
    let gradient = 0
    let curvature = 0
    for (const i of rows) {
      gradient += gradients[i] as number
      curvature += curvatures[i] as number
    }
    tree.value[node] = (options.rate * gradient) / (curvature + options.leafRidge)
    if (depth === options.depth) continue
    const split = bestSplit(rows, binned, gradients, curvatures, cuts, gradient, curvature, options.leafRidge)
    if (!split) continue
    tree.feature[node] = split.feature
    tree.threshold[node] = cuts[split.feature]?.[split.bin] as number
    tree.left[node] = addNode()
    tree.right[node] = addNode()
    const goesLeft = (i: number) => (binned[i]?.[split.feature] as number) <= split.bin
    open.push({ node: tree.left[node], rows: rows.filter(goesLeft), depth: depth + 1 })
    open.push({ node: tree.right[node], rows: rows.filter((i) => !goesLeft(i)), depth: depth + 1 })
  }
  return tree
}

function bestSplit(
  rows: Int32Array, binned: readonly Uint8Array[], gradients: Float64Array, curvatures: Float64Array,
  cuts: readonly number[][], gradient: number, curvature: number, ridge: number,
): { feature: number; bin: number } | null {
  let best: { feature: number; bin: number } | null = null
  let bestGain = 0.5
  const whole = gradient ** 2 / (curvature + ridge)
  cuts.forEach((edges, feature) => {
    if (edges.length === 0) return
    const g = new Float64Array(edges.length + 1)
    const h = new Float64Array(edges.length + 1)
    for (const i of rows) {
      const bin = binned[i]?.[feature] as number
      g[bin] = (g[bin] as number) + (gradients[i] as number)
      h[bin] = (h[bin] as number) + (curvatures[i] as number)
    }
    let leftG = 0
    let leftH = 0
    for (let bin = 0; bin < edges.length; bin++) {
      leftG += g[bin] as number
      leftH += h[bin] as number
      if (leftH < 1 || curvature - leftH < 1) continue
      const gain = leftG ** 2 / (leftH + ridge) + (gradient - leftG) ** 2 / (curvature - leftH + ridge) - whole
      if (gain > bestGain) {
        bestGain = gain
        best = { feature, bin }
      }
    }
  })
  return best
}

/** How many edges lie below the value, by bisection. */
function binOf(edges: readonly number[], value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > (edges[middle] as number)) low = middle + 1
    else high = middle
  }
  return low
}
