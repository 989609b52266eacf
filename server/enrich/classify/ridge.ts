/** Learns linear decisions over many dense features by least squares. */

/** Texts whose features are summed up at a time, so that they stay near the processor. */
const block = 32

/** Sums over rows from which decisions are solved; those of disjoint sets of rows can be added. */
export interface Moments {
  width: number
  /** Of features i ≥ j the sum of their products, at i × width + j. */
  products: Float64Array
  /** Of feature and label, at label × width + feature: the sum over the label's rows; the last one is over all rows. */
  sums: Float64Array
}

export const emptyMoments = (width: number, labels: number): Moments =>
  ({ width, products: new Float64Array(width * width), sums: new Float64Array(width * (labels + 1)) })

/**
 * Adds rows to the moments.
 * @param read writes the features of a row; @param labelOf its label, by number.
 */
export function addRows(moments: Moments, rows: Int32Array, read: (row: number) => Float32Array, labelOf: (row: number) => number): void {
  const { width, products, sums } = moments
  const all = sums.length / width - 1
  // By feature and row of the block: sums over rows then run along memory.
  const values = new Float64Array(width * block)
  for (let from = 0; from < rows.length; from += block) {
    values.fill(0)
    const some = rows.subarray(from, from + block)
    some.forEach((row, at) => {
      const features = read(row)
      const own = labelOf(row) * width
      for (let feature = 0; feature < width; feature += 1) {
        const value = features[feature] as number
        values[feature * block + at] = value
        sums[own + feature] = (sums[own + feature] as number) + value
        sums[all * width + feature] = (sums[all * width + feature] as number) + value
      }
    })
    addProducts(values, width, products)
  }
}

/** Two features by two at a time: each value that is fetched serves two sums. What is above the diagonal is not meant to be read. */
function addProducts(values: Float64Array, width: number, products: Float64Array): void {
  const last = width - 1
  for (let i = 0; i < width; i += 2) {
    const one = i * block
    const two = Math.min(i + 1, last) * block
    for (let j = 0; j <= i + 1 && j < width; j += 2) {
      const three = j * block
      const four = Math.min(j + 1, last) * block
      let [a, b, c, d] = [0, 0, 0, 0]
      for (let at = 0; at < block; at += 1) {
        const first = values[one + at] as number
        const second = values[two + at] as number
        const third = values[three + at] as number
        const fourth = values[four + at] as number
        a += first * third
        b += first * fourth
        c += second * third
        d += second * fourth
      }
      products[i * width + j] = (products[i * width + j] as number) + a
      if (j < last) products[i * width + j + 1] = (products[i * width + j + 1] as number) + b
      if (i < last) products[(i + 1) * width + j] = (products[(i + 1) * width + j] as number) + c
      if (i < last && j < last) products[(i + 1) * width + j + 1] = (products[(i + 1) * width + j + 1] as number) + d
    }
  }
}

/**
 * The decisions that come closest to 1 on a label's rows and −1 on the others, with a penalty on large weights (ridge
 * regression, Hoerl and Kennard 1970), solved by a Cholesky decomposition.
 * @param parts moments of the rows to learn from. @returns of feature f and label l: weights[f × labels + l].
 */
export function solveRidge(parts: readonly Moments[], penalty: number): Float32Array {
  const { width } = parts[0] as Moments
  const labels = (parts[0] as Moments).sums.length / width - 1
  const lower = sumUp(parts.map(({ products }) => products))
  const sums = sumUp(parts.map((part) => part.sums))
  for (let at = 0; at < width; at += 1) lower[at * width + at] = (lower[at * width + at] as number) + penalty
  decompose(lower, width)
  const weights = new Float32Array(width * labels)
  for (let label = 0; label < labels; label += 1) {
    const solution = Float64Array.from({ length: width }, (_, feature) => 2 * (sums[label * width + feature] as number) - (sums[labels * width + feature] as number))
    substitute(lower, width, solution)
    for (let feature = 0; feature < width; feature += 1) weights[feature * labels + label] = solution[feature] as number
  }
  return weights
}

function sumUp(arrays: readonly Float64Array[]): Float64Array {
  const total = new Float64Array((arrays[0] as Float64Array).length)
  for (const array of arrays) for (let at = 0; at < total.length; at += 1) total[at] = (total[at] as number) + (array[at] as number)
  return total
}

/**
 * Leaves the lower triangle L of A = L Lᵀ in place of A's, which must be positive definite. Row by row, four at a time where
 * there are four: each row that is fetched then serves four.
 */
function decompose(matrix: Float64Array, width: number): void {
  for (let i = 0; i < width; i += 4) {
    const end = Math.min(i + 4, width)
    let j = 0
    if (end === i + 4) for (; j < i; j += 1) takeFour(matrix, width, i, j)
    for (; j < end; j += 1) for (let row = Math.max(i, j); row < end; row += 1) takeOne(matrix, width, row, j)
  }
}

/** Finds entry j of row i, those before it in the row and all rows above being known. */
function takeOne(matrix: Float64Array, width: number, i: number, j: number): void {
  let rest = matrix[i * width + j] as number
  for (let at = 0; at < j; at += 1) rest -= (matrix[i * width + at] as number) * (matrix[j * width + at] as number)
  matrix[i * width + j] = i === j ? Math.sqrt(rest) : rest / (matrix[j * width + j] as number)
}

/** Finds entry j of rows i to i + 3. */
function takeFour(matrix: Float64Array, width: number, i: number, j: number): void {
  const [one, two, three, four, other] = [i * width, (i + 1) * width, (i + 2) * width, (i + 3) * width, j * width]
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let at = 0; at < j; at += 1) {
    const value = matrix[other + at] as number
    a += (matrix[one + at] as number) * value
    b += (matrix[two + at] as number) * value
    c += (matrix[three + at] as number) * value
    d += (matrix[four + at] as number) * value
  }
  const scale = 1 / (matrix[other + j] as number)
  matrix[one + j] = ((matrix[one + j] as number) - a) * scale
  matrix[two + j] = ((matrix[two + j] as number) - b) * scale
  matrix[three + j] = ((matrix[three + j] as number) - c) * scale
  matrix[four + j] = ((matrix[four + j] as number) - d) * scale
}

/** Solves L Lᵀ x = b in place of b. */
function substitute(lower: Float64Array, width: number, b: Float64Array): void {
  for (let i = 0; i < width; i += 1) {
    let rest = b[i] as number
    for (let j = 0; j < i; j += 1) rest -= (lower[i * width + j] as number) * (b[j] as number)
    b[i] = rest / (lower[i * width + i] as number)
  }
  for (let i = width - 1; i >= 0; i -= 1) {
    const value = (b[i] as number) / (lower[i * width + i] as number)
    b[i] = value
    for (let j = 0; j < i; j += 1) b[j] = (b[j] as number) - value * (lower[i * width + j] as number)
  }
}
