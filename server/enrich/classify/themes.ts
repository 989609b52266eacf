/** Finds what texts are about without knowing any label: latent semantic analysis of their characters, and pairs of what it finds. */
import type { Matrix } from './matrix.ts'
import { createProduct } from './product.ts'
import type { Vector } from './vector.ts'

/** Themes that are told apart: 64 gain .002 of macro-F1, but take twice as long to train and to apply. */
const mostThemes = 48
/** Few texts carry few themes: what is found in a handful of them alone will not come again. */
const textsPerTheme = 25
/** Rounds of the iteration: more change no figure. */
const rounds = 4

/** Directions in the space of the first features: of feature f and theme t, values[f × count + t]; orthonormal by theme. */
export interface Themes {
  count: number
  directions: Float32Array
}

/**
 * The directions in which texts differ most (Deerwester et al. 1990), by subspace iteration from random directions (Halko,
 * Martinsson and Tropp 2011, algorithm 4.4, without the last turn: only the subspace matters to what follows). The same texts
 * in the same order give the same directions.
 * @param width only features below it are looked at.
 */
export function learnThemes(matrix: Matrix, width: number): Themes {
  const texts = matrix.starts.length - 1
  const count = Math.max(1, Math.min(mostThemes, Math.floor(texts / textsPerTheme), width))
  const directions = new Float32Array(width * count)
  let seed = 1
  for (let at = 0; at < directions.length; at += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    directions[at] = seed / 2 ** 31 - 1
  }
  const places = new Float32Array(texts * count)
  for (let round = 0; round < rounds; round += 1) {
    placeTexts(matrix, directions, count, places)
    orthonormalise(places, count)
    turnTowards(matrix, places, count, directions)
  }
  orthonormalise(directions, count)
  return { count, directions }
}

/** places = matrix × directions. */
function placeTexts(matrix: Matrix, directions: Float32Array, count: number, places: Float32Array): void {
  places.fill(0)
  visitEntries(matrix, directions.length / count, (row, feature, value) => { addTimes(places, row * count, directions, feature * count, count, value) })
}

/** directions = transposed matrix × places. */
function turnTowards(matrix: Matrix, places: Float32Array, count: number, directions: Float32Array): void {
  directions.fill(0)
  visitEntries(matrix, directions.length / count, (row, feature, value) => { addTimes(directions, feature * count, places, row * count, count, value) })
}

function visitEntries({ starts, features, values }: Matrix, width: number, visit: (row: number, feature: number, value: number) => void): void {
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row] as number, end = starts[row + 1] as number; at < end; at += 1) {
      if ((features[at] as number) < width) visit(row, features[at] as number, values[at] as number)
    }
  }
}

/** Adds `count` numbers, each so many times, to as many others. */
function addTimes(to: Float32Array, toAt: number, from: Float32Array, fromAt: number, count: number, times: number): void {
  for (let at = 0; at < count; at += 1) to[toAt + at] = (to[toAt + at] as number) + times * (from[fromAt + at] as number)
}

/** Makes the columns of a table orthogonal and of length 1 (modified Gram–Schmidt); what depends on others becomes 0. */
function orthonormalise(table: Float32Array, columns: number): void {
  const length = table.length / columns
  const column = new Float64Array(length)
  for (let at = 0; at < columns; at += 1) {
    for (let row = 0; row < length; row += 1) column[row] = table[row * columns + at] as number
    const before = measure(column)
    for (let other = 0; other < at; other += 1) {
      let along = 0
      for (let row = 0; row < length; row += 1) along += (column[row] as number) * (table[row * columns + other] as number)
      for (let row = 0; row < length; row += 1) column[row] = (column[row] as number) - along * (table[row * columns + other] as number)
    }
    const after = measure(column)
    const scale = after > before * 1e-6 ? 1 / after : 0
    for (let row = 0; row < length; row += 1) table[row * columns + at] = (column[row] as number) * scale
  }
}

const measure = (column: Float64Array): number => Math.sqrt(column.reduce((sum, value) => sum + value * value, 0))

/** How many features `createThemeReader` gives. */
export const countThemeFeatures = (themes: number): number => ((themes + 1) * (themes + 2)) / 2

/**
 * Where a text stands among the themes, brought to length 1, and the products of each two of those numbers: a linear decision
 * over them is one by the kernel ((1 + cosine) / 2)². The vector is the same object each time.
 */
export function createThemeReader({ count, directions }: Themes): (vector: Vector) => Vector {
  const width = directions.length / count
  const project = createProduct(directions, count)
  const size = countThemeFeatures(count)
  const products: Vector = { size, features: Int32Array.from({ length: size }, (_, at) => at), values: new Float32Array(size) }
  const known: Vector = { size: 0, features: new Int32Array(0), values: new Float32Array(0) }
  return (vector) => {
    // Features of characters come first in a vector.
    let end = 0
    while (end < vector.size && (vector.features[end] as number) < width) end += 1
    known.size = end
    known.features = vector.features
    known.values = vector.values
    multiply(project(known), products.values)
    return products
  }
}

/** Of (1, z) the products of each two members, those of different ones times √2, all halved: the squares sum to ((1 + z·z) / 2)². */
function multiply(place: Float64Array, products: Float32Array): void {
  const length = measure(place)
  const scale = length === 0 ? 0 : 1 / length
  const own = 0.5
  const both = Math.SQRT1_2
  let to = 0
  products[to++] = own
  for (let a = 0; a < place.length; a += 1) {
    const value = (place[a] as number) * scale
    place[a] = value
    products[to++] = both * value
    for (let b = 0; b < a; b += 1) products[to++] = both * value * (place[b] as number)
    products[to++] = own * value * value
  }
}
