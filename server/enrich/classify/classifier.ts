/** Applies a trained classifier. */
import { sigmoid, type Calibration } from './calibration.ts'
import { createProduct } from './product.ts'
import { judge, type Stack } from './stack.ts'
import type { ViewName, Views } from './views.ts'

export interface ClassifierModel {
  labels: string[]
  /** By the whole text first. Of feature f and label l: weights[f × labels + l]; the biases stand last, as of one more feature. */
  decisions: { view: ViewName; weights: Float32Array }[]
  /** What the decisions say together. */
  stack: Stack
  /** Of the first decision alone, by label. */
  calibrations: Calibration[]
}

export interface Verdict {
  /** By label, in the order of the model's; they sum to 1. */
  probabilities: Float64Array
  /** The probability that each label's own decision was against it: the text may be of none of them. */
  none: number
}

/**
 * Judges texts by their views. The probabilities are the same array each time: read them before the next text. A text with
 * nothing known in it gets about the labels' shares in training.
 */
export function createClassifier({ labels, decisions, stack, calibrations }: ClassifierModel): (views: Views) => Verdict {
  const deciders = decisions.map(({ view, weights }) => ({ view, decide: createDecider(weights, labels.length) }))
  const said = new Float64Array(deciders.length * labels.length)
  const probabilities = new Float64Array(labels.length)
  return (views) => {
    deciders.forEach(({ view, decide }, at) => { said.set(decide(views[view]), at * labels.length) })
    judge(stack, said, probabilities)
    return { probabilities, none: weighNone(said, calibrations) }
  }
}

/** Decision values of a vector, by label. */
function createDecider(weights: Float32Array, labels: number): (view: Views[ViewName]) => Float64Array {
  const biases = weights.subarray(weights.length - labels)
  const multiply = createProduct(weights.subarray(0, weights.length - labels), labels)
  return (view) => {
    const scores = multiply(view)
    for (let label = 0; label < labels; label += 1) scores[label] = (scores[label] as number) + (biases[label] as number)
    return scores
  }
}

/** @param said decision values, those by the whole text first. */
export function weighNone(said: Float64Array, calibrations: readonly Calibration[]): number {
  return calibrations.reduce((none, { slope, offset }, label) => none * (1 - sigmoid(slope * (said[label] as number) + offset)), 1)
}

/** The position of the greatest. */
export function findGreatest(values: ArrayLike<number>): number {
  let best = 0
  for (let at = 1; at < values.length; at += 1) if ((values[at] as number) > (values[best] as number)) best = at
  return best
}
