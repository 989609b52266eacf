/** Learns the decisions of one view, and what they say of rows that they have not learnt from. */
import { readRow, type Matrix } from './matrix.ts'
import { createProduct } from './product.ts'
import { addRows, emptyMoments, solveRidge } from './ridge.ts'
import { learnDecision, type Decision } from './svm.ts'
import { countThemeFeatures, createThemeReader, type Themes } from './themes.ts'

/** Rows of a course to learn from. */
export interface Exercise {
  /** Their numbers in the matrix. */
  rows: Int32Array
  /** By place in `rows`. */
  labelOf: Uint16Array
  labels: number
  /** By place in `rows`. */
  fold: Uint8Array
  folds: number
}

export interface LearntView {
  /** From all rows; of feature f and label l: weights[f × labels + l], the biases last. */
  weights: Float32Array
  /** Decision values by place in `rows` and label, of decisions learnt from the other folds. */
  unseen: Float64Array
}

export type Learner = (exercise: Exercise, progress: (done: number) => void) => LearntView

/** By support vector machines over the matrix's features. */
export function learnByNgrams(matrix: Matrix): Learner {
  return ({ rows, labelOf, labels, fold, folds }, progress) => {
    const weights = new Float32Array((matrix.width + 1) * labels)
    const unseen = new Float64Array(rows.length * labels)
    for (let label = 0; label < labels; label += 1) {
      const isInClass = new Uint8Array(matrix.starts.length - 1)
      rows.forEach((row, at) => { isInClass[row] = Number(labelOf[at] === label) })
      for (let own = 0; own < folds; own += 1) {
        const decision = learnDecision(matrix, rows.filter((_, at) => fold[at] !== own), isInClass)
        rows.forEach((row, at) => { if (fold[at] === own) unseen[at * labels + label] = decide(matrix, row, decision) })
      }
      const whole = learnDecision(matrix, rows, isInClass)
      whole.weights.forEach((weight, feature) => { weights[feature * labels + label] = weight })
      weights[matrix.width * labels + label] = whole.bias
      progress((label + 1) / labels)
    }
    return { weights, unseen }
  }
}

function decide({ starts, features, values }: Matrix, row: number, { weights, bias }: Decision): number {
  let sum = bias
  for (let at = starts[row] as number, end = starts[row + 1] as number; at < end; at += 1) {
    sum += (values[at] as number) * (weights[features[at] as number] as number)
  }
  return sum
}

/** What a squared weight costs; a tenth and six times as much change macro-F1 by less than .002. */
const penalty = 0.05

/** By least squares over the products of themes; one of these features is constant, so the biases are 0. */
export function learnByThemes(matrix: Matrix, themes: Themes): Learner {
  const width = countThemeFeatures(themes.count)
  return ({ rows, labelOf, labels, fold, folds }, progress) => {
    const read = createThemeReader(themes)
    const places = Int32Array.from(rows, (_, at) => at)
    const parts = Array.from({ length: folds }, (_, own) => {
      const moments = emptyMoments(width, labels)
      addRows(moments, places.filter((at) => fold[at] === own), (at) => read(readRow(matrix, rows[at] as number)).values, (at) => labelOf[at] as number)
      progress((own + 1) / folds / 2)
      return moments
    })
    const unseen = new Float64Array(rows.length * labels)
    for (let own = 0; own < folds; own += 1) {
      const decide = createProduct(solveRidge(parts.filter((_, part) => part !== own), penalty), labels)
      for (const at of places) if (fold[at] === own) unseen.set(decide(read(readRow(matrix, rows[at] as number))), at * labels)
      progress((folds + own + 1) / folds / 2)
    }
    const weights = new Float32Array((width + 1) * labels)
    weights.set(solveRidge(parts, penalty))
    return { weights, unseen }
  }
}
