/** Applies a trained linear classifier. */
import { sigmoid, type Calibration } from './calibration.ts'
import type { Vector } from './vector.ts'

export interface ClassifierModel {
  labels: string[]
  /** Of feature f and label l: weights[f × labels + l]; the biases stand last, as of one more feature. */
  weights: Float32Array
  calibrations: Calibration[]
}

/** Sharpens the probabilities of the labels, which are calibrated one by one and know nothing of each other. */
const sharpness = 1.2

/** Keeps the sum of probabilities away from 0, however far a text is from every label. */
const leastSure = 1e-9

export interface Verdict {
  /** By label, in the order of the model's; they sum to 1. */
  probabilities: Float64Array
  /** The probability that each label's own decision was against it: the text may be of none of them. */
  none: number
}

/**
 * Judges texts by their vectors. The probabilities are the same array each time: read them before the next text. A text with nothing known in
 * it gets about the labels' shares in training.
 */
export function createClassifier({ labels, weights, calibrations }: ClassifierModel): (vector: Vector) => Verdict {
  const decide = createDecider(weights, labels.length)
  return (vector) => toVerdict(decide(vector), calibrations)
}

/** Labels whose sums are kept in registers at a time. */
const together = 8

/** Decision values of a vector, by label; rows of weights are padded so that whole groups of labels can be summed at once. */
function createDecider(weights: Float32Array, labels: number): (vector: Vector) => Float64Array {
  const features = weights.length / labels - 1
  const stride = Math.ceil(labels / together) * together
  const table = new Float32Array(features * stride)
  for (let feature = 0; feature < features; feature += 1) table.set(weights.subarray(feature * labels, (feature + 1) * labels), feature * stride)
  const biases = weights.subarray(features * labels)
  const padded = new Float64Array(stride)
  const scores = padded.subarray(0, labels)

  return ({ size, features: numbers, values }) => {
    for (let group = 0; group < stride; group += together) {
      let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0]
      for (let at = 0; at < size; at += 1) {
        const row = (numbers[at] as number) * stride + group
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
      padded[group] = a
      padded[group + 1] = b
      padded[group + 2] = c
      padded[group + 3] = d
      padded[group + 4] = e
      padded[group + 5] = f
      padded[group + 6] = g
      padded[group + 7] = h
    }
    for (let label = 0; label < labels; label += 1) scores[label] = (scores[label] as number) + (biases[label] as number)
    return scores
  }
}

/** Decision values become probabilities in place. */
export function toVerdict(scores: Float64Array, calibrations: readonly Calibration[]): Verdict {
  let sum = 0
  let none = 1
  for (let label = 0; label < scores.length; label += 1) {
    const { slope, offset } = calibrations[label] as Calibration
    const own = Math.max(leastSure, sigmoid(slope * (scores[label] as number) + offset))
    none *= 1 - own
    scores[label] = own ** sharpness
    sum += scores[label] as number
  }
  for (let label = 0; label < scores.length; label += 1) scores[label] = (scores[label] as number) / sum
  return { probabilities: scores, none }
}

/** The position of the greatest. */
export function findGreatest(values: ArrayLike<number>): number {
  let best = 0
  for (let at = 1; at < values.length; at += 1) if ((values[at] as number) > (values[best] as number)) best = at
  return best
}
