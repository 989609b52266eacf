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

export function buildMatrix(bodies: readonly string[], vectorise: (body: string) => Vector, width: number): Matrix {
  const starts = new Int32Array(bodies.length + 1)
  let features = new Int32Array(1024 + bodies.length * 256)
  let values = new Float32Array(features.length)
  let filled = 0
  bodies.forEach((body, row) => {
    const vector = vectorise(body)
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
    starts[row + 1] = filled
  })
  return { starts, features: features.subarray(0, filled), values: values.subarray(0, filled), width }
}
