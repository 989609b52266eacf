/** Multiplies a vector with a table of weights. */
import type { Vector } from './vector.ts'

/** Columns whose sums are kept in registers at a time. */
const together = 8

/**
 * Sums of the vector's values, each times its feature's weights, by column. The sums are the same array each time.
 * @param weights of feature f and column c: weights[f × columns + c].
 */
export function createProduct(weights: Float32Array, columns: number): (vector: Vector) => Float64Array {
  const features = weights.length / columns
  const groups = Math.ceil(columns / together)
  // One small table for each group of columns, padded to whole groups: it stays near the processor while it is gone through.
  const tables = Array.from({ length: groups }, (_, group) => {
    const table = new Float64Array(features * together)
    const own = Math.min(together, columns - group * together)
    for (let feature = 0; feature < features; feature += 1) {
      for (let column = 0; column < own; column += 1) table[feature * together + column] = weights[feature * columns + group * together + column] as number
    }
    return table
  })
  const padded = new Float64Array(groups * together)
  const sums = padded.subarray(0, columns)

  return ({ size, features: numbers, values }) => {
    for (let group = 0; group < groups; group += 1) {
      const table = tables[group] as Float64Array
      let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0]
      for (let at = 0; at < size; at += 1) {
        const row = (numbers[at] as number) * together
        const value = values[at] as number
        a += value * (table[row] as number)
        b += value * (table[row + 1] as number)
        c += value * (table[row + 2] as number)
        d += value * (table[row + 3] as number)
        e += value * (table[row + 4] as number)
        f += value * (table[row + 5] as number)
        g += value * (table[row + 6] as number)
        h += value * (table[row + 7] as number)
      }
      const from = group * together
      padded[from] = a
      padded[from + 1] = b
      padded[from + 2] = c
      padded[from + 3] = d
      padded[from + 4] = e
      padded[from + 5] = f
      padded[from + 6] = g
      padded[from + 7] = h
    }
    return sums
  }
}
