/** Learns what a district can be taught from labelled postings: category, type of request, and who acts. */
import type { Instant } from '../../../shared/clock.ts'
import type { DistrictPack } from '../../../shared/district.ts'
import { createCategoriser, listLeaves } from '../category.ts'
import { createPlaceFinder } from '../place.ts'
import type { Reading } from '../reading.ts'
import { createBlend, fitTrust } from './blend.ts'
import { findGreatest } from './classifier.ts'
import { learnUnits } from './learn-units.ts'
import { findKnown, report, trainOn, type Lesson, type Report, type TaughtField } from './lesson.ts'
import { createSeedScorer } from './seeds.ts'
import { prepareCourse, type Course } from './train.ts'
import { modelFormat, type TrainedCategory, type TrainedModel } from './trained.ts'
import { byNgrams, createViewer, everyView } from './views.ts'

export interface Learnt {
  model: TrainedModel
  /** One for each field that was learnt. */
  reports: Report[]
}

const fields: readonly TaughtField[] = ['category', 'purpose', 'unit']

/**
 * Each field is learnt from the rows that know it, where they are enough; the rest stays with the words of the pack. The same
 * lessons in the same order give the same model.
 * @param progress is told which field is being learnt and how far, from 0 to 1.
 */
export function learnModel(
  pack: DistrictPack, lessons: readonly Lesson[], trainedAt: Instant, progress: (field: TaughtField, done: number) => void,
): Learnt {
  const labels = Math.max(...fields.map((field) => new Set(lessons.map((lesson) => lesson[field])).size))
  const course = prepareCourse(lessons.map(({ reading }) => reading), labels)
  const view = createViewer(course.space)
  const category = learnCategory(pack, lessons, course, (done) => { progress('category', done) })
  const purpose = learnPurpose(lessons, course, (done) => { progress('purpose', done) })
  const findPlaces = createPlaceFinder(pack)
  const understanding = {
    categorise: createCategoriser(pack.taxonomy, category && { ...category.trained, view }),
    findPlace: (reading: Reading) => findPlaces(reading).guess,
  }
  const units = learnUnits(pack, lessons, course, understanding, (done) => { progress('unit', done) })
  return {
    model: {
      format: modelFormat, district: pack.profile.code, trainedAt, space: course.space,
      category: category?.trained ?? null, purpose: purpose?.model ?? null, units: units?.units ?? null,
    },
    reports: [category, purpose, units].flatMap((learnt) => (learnt ? [learnt.report] : [])),
  }
}

/** The report is of classifier and seeds together, as they serve. */
function learnCategory(
  pack: DistrictPack, lessons: readonly Lesson[], course: Course, progress: (done: number) => void,
): { trained: TrainedCategory; report: Report } | null {
  const known = findKnown(lessons, 'category')
  const learnt = trainOn(course, known, everyView, progress)
  if (!learnt) return null
  const { model, unseen } = learnt
  const leaves = listLeaves(pack.taxonomy)
  const codes = leaves.map(({ code }) => code)
  const blend = createBlend(codes, model.labels)
  const scoreSeeds = createSeedScorer(leaves)
  const rows = known.map(({ lesson, label }, at) => ({ verdict: unseen[at]!, seeds: scoreSeeds(lesson.reading).slice(), leaf: codes.indexOf(label), label }))
  const trust = fitTrust(rows, blend)
  const guesses = rows.map(({ verdict, seeds, label }) => {
    const probabilities = blend(verdict, seeds, trust)
    const best = findGreatest(probabilities)
    return { label, guess: codes[best] as string, sure: probabilities[best] as number }
  })
  return { trained: { classifier: model, trust }, report: report('category', guesses) }
}

function learnPurpose(lessons: readonly Lesson[], course: Course, progress: (done: number) => void) {
  const known = findKnown(lessons, 'purpose')
  const learnt = trainOn(course, known, byNgrams, progress)
  if (!learnt) return null
  const { model, unseen } = learnt
  const guesses = known.map(({ label }, at) => {
    const { probabilities } = unseen[at]!
    const best = findGreatest(probabilities)
    return { label, guess: model.labels[best] as string, sure: probabilities[best] as number }
  })
  return { model, report: report('purpose', guesses) }
}
