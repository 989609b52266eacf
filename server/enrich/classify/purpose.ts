/** Reads the type of request (诉求类型) by what has been learnt. */
import { purposes, type Posting, type Purpose } from '../../../shared/posting.ts'
import type { Reading } from '../reading.ts'
import { createClassifier, findGreatest, type ClassifierModel } from './classifier.ts'
import type { View } from './trained.ts'

/** A calibrated probability from here on is more likely right than wrong. */
const leastProbability = 0.5

/** The likeliest type where it is likelier than all others together; null where it is not, or where the work order names one. */
export function createLearntPurpose(model: ClassifierModel, view: View): (posting: Posting, reading: Reading) => Purpose | null {
  const classify = createClassifier(model)
  return (posting, reading) => {
    if (posting.workOrder?.purpose) return null
    const { probabilities } = classify(view(reading.body))
    const best = findGreatest(probabilities)
    if ((probabilities[best] as number) < leastProbability) return null
    return purposes.find((purpose) => purpose === model.labels[best]) ?? null
  }
}
