/** What training leaves behind for a district, and whether a district can use it. */
import type { Instant } from '../../../shared/clock.ts'
import type { DistrictPack } from '../../../shared/district.ts'
import { purposes } from '../../../shared/posting.ts'
import type { ClassifierModel } from './classifier.ts'
import type { UnitCase } from './history.ts'
import type { TextSpace, Views } from './views.ts'

/** The views of a folded text, made once however many classifiers ask for them. */
export type View = (body: string) => Views

/** Labels are leaf codes. */
export interface TrainedCategory {
  classifier: ClassifierModel
  /** How much a point of seeds moves the logarithm of a probability. */
  trust: number
}

/** Labels are unit ids. */
export interface TrainedUnits {
  cases: UnitCase[]
  /** Guesses by the words; null where the rows were too few. */
  classifier: ClassifierModel | null
  /** The part of a guess that is by words, 0–1; the rest is by category and place. */
  share: number
}

export interface TrainedModel {
  /** Of the form below. */
  format: typeof modelFormat
  district: string
  trainedAt: Instant
  /** All classifiers see a text by the same views. */
  space: TextSpace
  category: TrainedCategory | null
  /** Labels are the types of request. */
  purpose: ClassifierModel | null
  units: TrainedUnits | null
}

/** Goes up when an older program could not read, or would misread, what a newer one writes. */
export const modelFormat = 2

/** Why a district cannot use a model, null when it can: every label must be one of the pack's. */
export function findMismatch(model: TrainedModel, pack: DistrictPack): string | null {
  if (model.district !== pack.profile.code) return `it was trained for district ${model.district}, not ${pack.profile.code}`
  const codes = new Set(pack.taxonomy.flatMap((branch) => branch.leaves.map(({ code }) => code)))
  const units = new Set(pack.units.map(({ id }) => id))
  const foreign = [
    ...(model.category?.classifier.labels ?? []).filter((code) => !codes.has(code)),
    ...[...(model.units?.classifier?.labels ?? []), ...(model.units?.cases ?? []).map(({ unit }) => unit)].filter((unit) => !units.has(unit)),
    ...(model.purpose?.labels ?? []).filter((label) => !purposes.some((purpose) => purpose === label)),
  ]
  return foreign.length === 0 ? null : `it knows labels that the district's pack does not: ${[...new Set(foreign)].slice(0, 5).join(', ')}`
}
