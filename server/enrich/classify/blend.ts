/** Brings together what a trained classifier and the seeds of the taxonomy say. */
import type { Verdict } from './classifier.ts'

/** A text is never held certain to be of a label that was trained. */
const leastNew = 0.002

/** Probabilities by leaf; the array is the same each time. */
export type Blend = (verdict: Verdict, seeds: Float64Array, trust: number) => Float64Array

/**
 * P(leaf) ∝ prior × exp(trust × seeds), a log-linear pool with the classifier as its prior. Leaves without rows in training
 * share the probability that the text is of none of the trained labels, so that their seeds can still speak for them; rare
 * leaves, of which the classifier is never sure, are lifted by theirs.
 * @param codes of the leaves, in the order of the seeds; @param labels of the classifier, each one of the codes.
 */
export function createBlend(codes: readonly string[], labels: readonly string[]): Blend {
  const labelOf = Int32Array.from(codes, (code) => labels.indexOf(code))
  const untrained = labelOf.reduce((sum, label) => sum + Number(label === -1), 0)
  const blended = new Float64Array(codes.length)
  return ({ probabilities, none }, seeds, trust) => {
    const fresh = untrained === 0 ? 0 : Math.max(leastNew, none)
    let sum = 0
    for (let leaf = 0; leaf < blended.length; leaf += 1) {
      const label = labelOf[leaf] as number
      const prior = label === -1 ? fresh / untrained : (1 - fresh) * (probabilities[label] as number)
      const seed = seeds[leaf] as number
      const weight = seed === 0 ? prior : prior * Math.exp(trust * seed)
      blended[leaf] = weight
      sum += weight
    }
    for (let leaf = 0; leaf < blended.length; leaf += 1) blended[leaf] = (blended[leaf] as number) / sum
    return blended
  }
}

/** How much the seeds may move a trained classifier: they always keep a voice, for leaves that it knows nothing of. */
const trusts = [0.5, 0.75, 1, 1.5, 2, 3]

/** The trust under which rows that the classifier had not seen are likeliest to be what they are. */
export function fitTrust(rows: readonly { verdict: Verdict; seeds: Float64Array; leaf: number }[], blend: Blend): number {
  const likelihoods = trusts.map((trust) =>
    rows.reduce((sum, { verdict, seeds, leaf }) => sum + Math.log(Math.max(1e-9, blend(verdict, seeds, trust)[leaf] as number)), 0))
  return trusts[likelihoods.indexOf(Math.max(...likelihoods))] as number
}
