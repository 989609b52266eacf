/** The vectors of many texts, one after another in three arrays. */
import type { Vector } from './vector.ts'

export interface Matrix {
  /** Row i is features and values from `starts[i]` to `starts[i + 1]`. */
  starts: Int32Array
  features: Int32Array
  values: Float32Array
  /** How many features there are in all. */
  width: number
}

export interface MatrixBuilder {
  add(vector: Vector): void
  finish(): Matrix
}

export function buildMatrix(rows: number, width: number): MatrixBuilder {
  const starts = new Int32Array(rows + 1)
  let features = new Int32Array(1024 + rows * 128)
  let values = new Float32Array(features.length)
  let row = 0
  let filled = 0
  return {
    add(vector) {
      if (filled + vector.size > features.length) {
        const room = (filled + vector.size) * 2
        const moreFeatures = new Int32Array(room)
        const moreValues = new Float32Array(room)
        moreFeatures.set(features)
        moreValues.set(values)
        features = moreFeatures
        values = moreValues
      }
      features.set(vector.features.subarray(0, vector.size), filled)
      values.set(vector.values.subarray(0, vector.size), filled)
      filled += vector.size
      starts[++row] = filled
    },
    finish: () => ({ starts, features: features.subarray(0, filled), values: values.subarray(0, filled), width }),
  }
}

/** One row as a vector, without a copy. */
export function readRow({ starts, features, values }: Matrix, row: number): Vector {
  const from = starts[row] as number
  const to = starts[row + 1] as number
  return { size: to - from, features: features.subarray(from, to), values: values.subarray(from, to) }
}
