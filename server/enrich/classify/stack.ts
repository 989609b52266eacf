/** Makes one judgement of what several classifiers say of the same labels. */
import { minimise } from './minimise.ts'

/**
 * The logit of a label is its bias, plus what each classifier says of it times the classifier's share, plus, where there were rows
 * enough to learn it, what all classifiers say of all labels times weights of its own.
 */
export interface Stack {
  /** By label. */
  biases: Float64Array
  /** By classifier; none is below 0: what speaks the wrong way round on rows it has not seen is not heard. */
  shares: Float64Array
  /** Of label l and input i: cross[l × inputs + i], the inputs being the labels of the first classifier, then of the next; null = no rows for it. */
  cross: Float64Array | null
}

/** For each weight between two labels so many rows are wanted. */
const rowsPerWeight = 10
/** What a squared weight costs, in log-likelihood: those between labels stay small where they tell little. */
const crossPenalty = 1
const ownPenalty = 0.1

/**
 * Fits a multinomial logistic regression over decision values of rows that the classifiers had not learnt from (stacked
 * generalisation: Wolpert 1992; with probabilities: Ting and Witten 1999). Its probabilities are calibrated.
 * @param values of row r and input i: values[r × inputs + i]; @param labelOf by row.
 */
export function fitStack(values: Float64Array, labelOf: Uint16Array, labels: number): Stack {
  const rows = labelOf.length
  const inputs = values.length / rows
  const classifiers = inputs / labels
  const isCrossed = rows >= rowsPerWeight * labels * inputs
  // Roots of the shares are fitted, so that a share cannot fall below 0.
  const roots = { from: labels, to: labels + classifiers }
  const point = new Float64Array(roots.to + (isCrossed ? labels * inputs : 0)).fill(1, roots.from, roots.to)
  const asStack = (numbers: Float64Array): Stack => ({
    biases: numbers.subarray(0, labels), shares: numbers.subarray(roots.from, roots.to), cross: isCrossed ? numbers.subarray(roots.to) : null,
  })
  const squareShares = (stack: Stack): Stack => ({ ...stack, shares: stack.shares.map((root) => root * root) })
  const probabilities = new Float64Array(labels)
  minimise(point, (at, gradient) => {
    const stack = squareShares(asStack(at))
    const slope = asStack(gradient)
    let loss = 0
    gradient.fill(0)
    for (let row = 0; row < rows; row += 1) {
      const said = values.subarray(row * inputs, (row + 1) * inputs)
      const label = labelOf[row] as number
      judge(stack, said, probabilities)
      loss -= Math.log(Math.max(1e-300, probabilities[label] as number))
      probabilities[label] = (probabilities[label] as number) - 1
      descend(slope, said, probabilities)
    }
    for (let root = roots.from; root < roots.to; root += 1) gradient[root] = 2 * (at[root] as number) * (gradient[root] as number)
    at.forEach((weight, parameter) => {
      const penalty = parameter < roots.to ? ownPenalty : crossPenalty
      loss += 0.5 * penalty * weight * weight
      gradient[parameter] = (gradient[parameter] as number) + penalty * weight
    })
    return loss
  })
  const { biases, shares, cross } = squareShares(asStack(point))
  return { biases: biases.slice(), shares, cross: cross && cross.slice() }
}

/** Writes the probabilities of the labels. @param said the classifiers' decision values, one classifier after another. */
export function judge({ biases, shares, cross }: Stack, said: Float64Array, probabilities: Float64Array): void {
  const labels = biases.length
  let most = -Infinity
  for (let label = 0; label < labels; label += 1) {
    let logit = biases[label] as number
    for (let classifier = 0; classifier < shares.length; classifier += 1) logit += (shares[classifier] as number) * (said[classifier * labels + label] as number)
    if (cross) for (let input = 0, at = label * said.length; input < said.length; input += 1, at += 1) logit += (cross[at] as number) * (said[input] as number)
    probabilities[label] = logit
    if (logit > most) most = logit
  }
  let sum = 0
  for (let label = 0; label < labels; label += 1) sum += probabilities[label] = Math.exp((probabilities[label] as number) - most)
  for (let label = 0; label < labels; label += 1) probabilities[label] = (probabilities[label] as number) / sum
}

/** Adds the gradient of one row to that of all. @param off by how much the probability of each label is too high. */
function descend({ biases, shares, cross }: Stack, said: Float64Array, off: Float64Array): void {
  const labels = biases.length
  for (let label = 0; label < labels; label += 1) {
    const slope = off[label] as number
    biases[label] = (biases[label] as number) + slope
    for (let classifier = 0; classifier < shares.length; classifier += 1) {
      shares[classifier] = (shares[classifier] as number) + slope * (said[classifier * labels + label] as number)
    }
    if (cross) for (let input = 0, at = label * said.length; input < said.length; input += 1, at += 1) cross[at] = (cross[at] as number) + slope * (said[input] as number)
  }
}
