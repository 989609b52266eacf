/** Trains a classifier on labelled texts and says by cross-validation how good it is. */
import { fitCalibration, type Calibration } from './calibration.ts'
import { toVerdict, type ClassifierModel, type Verdict } from './classifier.ts'
import { partIntoFolds } from './folds.ts'
import { buildMatrix, type Matrix } from './matrix.ts'
import { learnDecision, type Decision } from './svm.ts'
import { countFeatures, createVectoriser } from './vector.ts'
import { learnVocabulary, type Cut, type Vocabulary } from './vocabulary.ts'

/** Texts made ready to learn from, for however many classifiers. */
export interface Course {
  vocabulary: Vocabulary
  matrix: Matrix
  /** Of each text; copies of one text share a fold. */
  foldOf: Uint8Array
}

/** A text of the course, by its number there, and what it is. */
export interface LabelledRow {
  row: number
  label: string
}

export interface Trained {
  model: ClassifierModel
  /** For each row, in order: the verdict of a model that had not seen it. */
  unseen: Verdict[]
}

const folds = 4
/** As good as all of them (macro-F1 .925 with 45,000 as with 168,000), and small enough to stay near the processor. */
const mostFeatures = 50_000
/** Bounds the memory of a model with many labels (32 MB of weights). */
const mostWeights = 8_000_000
/** A label with fewer rows is calibrated together with the others of its kind. */
const enoughToCalibrate = 10

/** @param labels the most that a classifier will have to tell apart. */
export function prepareCourse(texts: readonly Cut[], labels: number): Course {
  const bodies = texts.map(({ body }) => body)
  const vocabulary = learnVocabulary(texts, Math.min(mostFeatures, Math.floor(mostWeights / Math.max(1, labels))))
  const matrix = buildMatrix(bodies, createVectoriser(vocabulary), countFeatures(vocabulary))
  return { vocabulary, matrix, foldOf: partIntoFolds(bodies, folds) }
}

/**
 * One decision for each label against the rest, calibrated on what models of the other folds say of each row. The vocabulary
 * is that of the whole course, in the folds too (it knows no label). The same rows in the same order give the same model.
 * @param progress is told what has been done, from 0 to 1.
 */
export function trainClassifier({ matrix, foldOf }: Course, given: readonly LabelledRow[], progress: (done: number) => void = () => undefined): Trained {
  const labels = [...new Set(given.map(({ label }) => label))].sort()
  const rows = Int32Array.from(given, ({ row }) => row)
  const parts = Array.from({ length: folds }, (_, fold) => ({
    seen: rows.filter((row) => foldOf[row] !== fold), unseen: rows.filter((row) => foldOf[row] === fold),
  }))
  const weights = new Float32Array((matrix.width + 1) * labels.length)
  const decided = labels.map((label, at): Decided => {
    const isInClass = new Uint8Array(foldOf.length)
    for (const { row, label: own } of given) isInClass[row] = Number(own === label)
    const values = new Float64Array(foldOf.length)
    for (const { seen, unseen } of parts) {
      const decision = learnDecision(matrix, seen, isInClass)
      for (const row of unseen) values[row] = decide(matrix, row, decision)
    }
    const whole = learnDecision(matrix, rows, isInClass)
    whole.weights.forEach((weight, feature) => { weights[feature * labels.length + at] = weight })
    weights[matrix.width * labels.length + at] = whole.bias
    progress((at + 1) / labels.length)
    return { values: Float64Array.from(rows, (row) => values[row] as number), isInClass: Uint8Array.from(rows, (row) => isInClass[row] as number) }
  })
  const calibrations = calibrate(decided)
  const unseen = given.map((_, at) => toVerdict(Float64Array.from(decided, ({ values }) => values[at] as number), calibrations))
  return { model: { labels, weights, calibrations }, unseen }
}

/** What a label's decision said of each row that it had not seen. */
interface Decided {
  values: Float64Array
  isInClass: Uint8Array
}

function decide({ starts, features, values }: Matrix, row: number, { weights, bias }: Decision): number {
  let sum = bias
  for (let at = starts[row] as number, end = starts[row + 1] as number; at < end; at += 1) {
    sum += (values[at] as number) * (weights[features[at] as number] as number)
  }
  return sum
}

function calibrate(decided: readonly Decided[]): Calibration[] {
  const isRare = ({ isInClass }: Decided): boolean => isInClass.reduce((sum, is) => sum + is, 0) < enoughToCalibrate
  const rare = decided.filter(isRare)
  const together = fitCalibration(
    Float64Array.from(rare.flatMap(({ values }) => [...values])),
    Uint8Array.from(rare.flatMap(({ isInClass }) => [...isInClass])),
  )
  return decided.map((own) => (isRare(own) ? together : fitCalibration(own.values, own.isInClass)))
}
