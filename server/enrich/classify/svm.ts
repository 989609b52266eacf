/** Learns one linear decision: a support vector machine over features weighted by how differently class and rest use them. */
import type { Matrix } from './matrix.ts'

/** What a training error costs against a large weight; 1 and .3 are worse by .002 of macro-F1. */
const cost = 0.5
/** Passes over the rows; more change no figure (measured: 10, 20 and 60 within .001 of macro-F1). */
const passes = 15
/** A pass that would move no row by more than this is the last. */
const tolerance = 0.05
/** A row this far on the right side of its margin is left alone until the others are settled. */
const atEase = 0.3
/** Added to every feature's |log ratio|, so that one used alike by class and rest still counts a little. */
const commonWeight = 0.25

export interface Decision {
  /** By feature, to be multiplied with the values of a vector as they are. */
  weights: Float32Array
  bias: number
}

/**
 * Minimises ½|w|² + C Σ max(0, 1 − y w·x)² by dual coordinate descent (Hsieh, Chang, Lin, Keerthi and Sundararajan, ICML 2008,
 * algorithm 3 with shrinking), x being each value times its feature's weight |ln(p/q)| + .25, where p and q are the shares of
 * the class's and the rest's rows that have it (Wang and Manning, ACL 2012, here for every class against the rest). Rows are
 * visited in an order that depends on nothing but their number: the same rows give the same decision.
 * @param rows numbers of the rows to learn from; @param isInClass by row of the matrix.
 */
export function learnDecision(matrix: Matrix, rows: Int32Array, isInClass: Uint8Array): Decision {
  const { starts, features, values, width } = matrix
  const squares = weighFeatures(matrix, rows, isInClass)
  const weights = new Float64Array(width)
  let bias = 0
  const count = rows.length
  const alphas = new Float64Array(count)
  const curvature = Float64Array.from(rows, (row) => {
    let sum = 1 + 1 / (2 * cost)
    for (let at = starts[row] as number, end = starts[row + 1] as number; at < end; at += 1) {
      sum += (values[at] as number) ** 2 * (squares[features[at] as number] as number)
    }
    return sum
  })
  const order = Int32Array.from({ length: count }, (_, index) => index)
  let active = count
  let seed = 1
  for (let pass = 0; pass < passes; pass += 1) {
    for (let at = active - 1; at > 0; at -= 1) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      swap(order, at, Math.floor((seed / 2 ** 32) * (at + 1)))
    }
    let furthest = 0
    for (let at = 0; at < active; at += 1) {
      const index = order[at] as number
      const row = rows[index] as number
      const side = isInClass[row] === 1 ? 1 : -1
      const start = starts[row] as number
      const end = starts[row + 1] as number
      let score = bias
      for (let entry = start; entry < end; entry += 1) score += (weights[features[entry] as number] as number) * (values[entry] as number)
      const alpha = alphas[index] as number
      const gradient = side * score - 1 + alpha / (2 * cost)
      if (alpha === 0 && gradient > atEase) {
        active -= 1
        swap(order, at, active)
        at -= 1
        continue
      }
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient
      furthest = Math.max(furthest, Math.abs(projected))
      if (projected === 0) continue
      const moved = Math.max(alpha - gradient / (curvature[index] as number), 0)
      const step = (moved - alpha) * side
      alphas[index] = moved
      bias += step
      for (let entry = start; entry < end; entry += 1) {
        const feature = features[entry] as number
        weights[feature] = (weights[feature] as number) + step * (values[entry] as number) * (squares[feature] as number)
      }
    }
    if (furthest >= tolerance) continue
    if (active === count) break
    active = count
  }
  return { weights: Float32Array.from(weights), bias }
}

/** The square of every feature's weight: values and decision are both multiplied with it, so the solver needs only this. */
function weighFeatures({ starts, features, width }: Matrix, rows: Int32Array, isInClass: Uint8Array): Float64Array {
  const within = new Float64Array(width).fill(1)
  const without = new Float64Array(width).fill(1)
  let members = 2
  let others = 2
  for (const row of rows) {
    const seen = isInClass[row] === 1 ? within : without
    if (isInClass[row] === 1) members += 1
    else others += 1
    for (let at = starts[row] as number, end = starts[row + 1] as number; at < end; at += 1) {
      seen[features[at] as number] = (seen[features[at] as number] as number) + 1
    }
  }
  return within.map((count, feature) => (Math.abs(Math.log((count / members) / ((without[feature] as number) / others))) + commonWeight) ** 2)
}

function swap(array: Int32Array, a: number, b: number): void {
  const kept = array[a] as number
  array[a] = array[b] as number
  array[b] = kept
}
