/** Trains classifiers that share one look at the texts: what is known of one text is learnt once for category, type and unit. */
import { fitCalibration, type Calibration } from './calibration.ts'
import { weighNone, type ClassifierModel, type Verdict } from './classifier.ts'
import { partIntoFolds } from './folds.ts'
import { learnByNgrams, learnByThemes, type Learner } from './learners.ts'
import { buildMatrix, type Matrix } from './matrix.ts'
import { fitStack, judge } from './stack.ts'
import { learnThemes } from './themes.ts'
import { countFeatures, createVectoriser } from './vector.ts'
import type { TextSpace, ViewName } from './views.ts'
import { learnVocabulary, type Cut } from './vocabulary.ts'

/** Texts made ready to learn from, for however many classifiers. */
export interface Course {
  space: TextSpace
  whole: Matrix
  opening: Matrix
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
/** Half as many cost .007 of macro-F1, all of them gain nothing and cost time. */
const mostFeatures = 100_000
/** Themes are found in the commonest n-grams of characters: more find none better and no longer stay near the processor. */
const themeFeatures = 3_000
/** Bounds the memory of a model with many labels (32 MB of weights). */
const mostWeights = 8_000_000
/** A label with fewer rows is calibrated together with the others of its kind. */
const enoughToCalibrate = 10

/** @param labels the most that a classifier will have to tell apart. */
export function prepareCourse(texts: readonly Cut[], labels: number): Course {
  const bodies = texts.map(({ body }) => body)
  const views = 2
  const vocabulary = learnVocabulary(texts, Math.min(mostFeatures, Math.floor(mostWeights / views / Math.max(1, labels))))
  const vectorise = createVectoriser(vocabulary)
  const [whole, opening] = [buildMatrix(texts.length, countFeatures(vocabulary)), buildMatrix(texts.length, countFeatures(vocabulary))]
  for (const body of bodies) {
    const vectors = vectorise(body)
    whole.add(vectors.whole)
    opening.add(vectors.opening)
  }
  const matrix = whole.finish()
  const themes = learnThemes(matrix, Math.min(themeFeatures, vocabulary.ofCharacters.idf.length))
  return { space: { vocabulary, themes }, whole: matrix, opening: opening.finish(), foldOf: partIntoFolds(bodies, folds) }
}

/**
 * A decision for each label against the rest by each view of a text, and one judgement of them all, fitted to what models of the
 * other folds say of each row. What texts are seen by is that of the whole course, in the folds too (it knows no label). The
 * same rows in the same order give the same model.
 * @param views the whole text first. @param progress is told what has been done, from 0 to 1.
 */
export function trainClassifier(
  { space, whole, opening, foldOf }: Course, given: readonly LabelledRow[], views: readonly ViewName[], progress: (done: number) => void = () => undefined,
): Trained {
  const labels = [...new Set(given.map(({ label }) => label))].sort()
  const numberOf = new Map(labels.map((label, number) => [label, number]))
  const rows = Int32Array.from(given, ({ row }) => row)
  const labelOf = Uint16Array.from(given, ({ label }) => numberOf.get(label) as number)
  const fold = Uint8Array.from(rows, (row) => foldOf[row] as number)
  const learners: Record<ViewName, Learner> = {
    whole: learnByNgrams(whole), opening: learnByNgrams(opening), themes: learnByThemes(whole, space.themes),
  }
  const inputs = views.length * labels.length
  const values = new Float64Array(rows.length * inputs)
  const decisions = views.map((view, place) => {
    const learnt = learners[view]({ rows, labelOf, labels: labels.length, fold, folds }, (done) => { progress((place + done) / views.length) })
    for (let at = 0; at < rows.length; at += 1) {
      values.set(learnt.unseen.subarray(at * labels.length, (at + 1) * labels.length), at * inputs + place * labels.length)
    }
    return { view, weights: learnt.weights }
  })
  const calibrations = calibrate(values, inputs, labelOf, labels.length)
  const stack = fitStack(values, labelOf, labels.length)
  return { model: { labels, decisions, stack, calibrations }, unseen: judgeUnseen(values, inputs, labelOf, labels.length, fold, calibrations) }
}

/** The verdict on each row, by a judgement fitted to the rows of the other folds. */
function judgeUnseen(values: Float64Array, inputs: number, labelOf: Uint16Array, labels: number, fold: Uint8Array, calibrations: readonly Calibration[]): Verdict[] {
  const numbers = Int32Array.from(labelOf, (_, at) => at)
  const verdicts = new Array<Verdict>(labelOf.length)
  for (let own = 0; own < folds; own += 1) {
    const others = numbers.filter((at) => fold[at] !== own)
    const seen = new Float64Array(others.length * inputs)
    others.forEach((row, at) => { seen.set(values.subarray(row * inputs, (row + 1) * inputs), at * inputs) })
    const stack = fitStack(seen, Uint16Array.from(others, (row) => labelOf[row] as number), labels)
    for (const row of numbers.filter((at) => fold[at] === own)) {
      const said = values.subarray(row * inputs, (row + 1) * inputs)
      const probabilities = new Float64Array(labels)
      judge(stack, said, probabilities)
      verdicts[row] = { probabilities, none: weighNone(said, calibrations) }
    }
  }
  return verdicts
}

/** Of the decision by the whole text, which comes first among the inputs. */
function calibrate(values: Float64Array, inputs: number, labelOf: Uint16Array, labels: number): Calibration[] {
  const decided = Array.from({ length: labels }, (_, label) => ({
    values: Float64Array.from(labelOf, (_own, row) => values[row * inputs + label] as number),
    isInClass: Uint8Array.from(labelOf, (own) => Number(own === label)),
  }))
  const rare = decided.filter(({ isInClass }) => isRare(isInClass))
  const together = fitCalibration(
    Float64Array.from(rare.flatMap((own) => [...own.values])),
    Uint8Array.from(rare.flatMap((own) => [...own.isInClass])),
  )
  return decided.map((own) => (isRare(own.isInClass) ? together : fitCalibration(own.values, own.isInClass)))
}

const isRare = (isInClass: Uint8Array): boolean => isInClass.reduce((sum, is) => sum + is, 0) < enoughToCalibrate
