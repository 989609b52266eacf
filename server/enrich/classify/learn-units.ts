/** Learns who acts: by category and township, and by the words. */
import type { DistrictPack } from '../../../shared/district.ts'
import type { CategoryGuess, PlaceGuess } from '../../../shared/posting.ts'
import type { Reading } from '../reading.ts'
import { createDutyFinder } from '../unit.ts'
import { createHistory, fitShare, type UnitCase } from './history.ts'
import { findKnown, report, trainOn, type Lesson, type Report } from './lesson.ts'
import type { Course } from './train.ts'
import type { TrainedUnits } from './trained.ts'
import { byNgrams } from './views.ts'

/** A unit is guessed by words from so many rows on; its cases count from the first. */
const leastOfUnit = 5
/** Words that would share less are not worth their time. */
const leastShare = 0.05

/** How a lesson's own words are understood where it does not say. */
export interface Understanding {
  categorise: (reading: Reading) => CategoryGuess
  findPlace: (reading: Reading) => PlaceGuess | null
}

/**
 * Counts the cases, trains on the words where there are enough rows, and fits how far words share in a guess. The report judges
 * each row by the other rows' cases and by words that had not been trained on it. Null where there is nothing to learn from.
 */
export function learnUnits(
  pack: DistrictPack, lessons: readonly Lesson[], course: Course, { categorise, findPlace }: Understanding, progress: (done: number) => void,
): { units: TrainedUnits; report: Report } | null {
  const rows = findKnown(lessons, 'unit').map((known) => {
    const { reading, category } = known.lesson
    return { ...known, category: category === null ? categorise(reading) : { code: category, confidence: 1 }, place: findPlace(reading) }
  })
  if (rows.length === 0) return null
  const cases = countCases(rows.map(({ category, place, label }) => ({ category: category.code, township: place?.township ?? null, unit: label })))
  const counts = new Map<string, number>()
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1)
  const worded = rows.filter(({ label }) => (counts.get(label) ?? 0) >= leastOfUnit)
  const words = trainOn(course, worded, byNgrams, progress)
  const unseen = new Map(worded.map(({ row }, at) => [row, words?.unseen[at]]))

  const findByDuty = createDutyFinder(pack)
  const lookBack = createHistory(cases)
  const judged = rows.map(({ row, label, category, place }) => {
    const belief = new Map(findByDuty(category, place).map(({ unit, confidence }) => [unit, confidence]))
    const byHistory = new Map(lookBack(category.code, place?.township ?? null, belief, label).map(({ unit, confidence }) => [unit, confidence]))
    const verdict = unseen.get(row)
    const byWords = new Map(words && verdict ? words.model.labels.map((unit, at) => [unit, verdict.probabilities[at] as number]) : [])
    return { label, byHistory, byWords, none: verdict?.none ?? 1 }
  })
  const both = judged.filter(({ byWords }) => byWords.size > 0)
  const share = both.length === 0 ? 0
    : fitShare(both.map(({ label, byHistory, byWords }) => ({ byWords: byWords.get(label) ?? 0, byHistory: byHistory.get(label) ?? 0 })))
  const guesses = judged.map(({ label, byHistory, byWords, none }) => {
    const part = share * (1 - none)
    const sums = [...new Set([...byHistory.keys(), ...byWords.keys()])].map((unit) => ({
      guess: unit, sure: part * (byWords.get(unit) ?? 0) + (1 - part) * (byHistory.get(unit) ?? 0),
    }))
    const best = sums.reduce((first, next) => (next.sure > first.sure ? next : first), { guess: '', sure: 0 })
    return { label, ...best }
  })
  return { units: { cases, classifier: share < leastShare ? null : words?.model ?? null, share }, report: report('unit', guesses) }
}

function countCases(rows: readonly Omit<UnitCase, 'times'>[]): UnitCase[] {
  const cases = new Map<string, UnitCase>()
  for (const row of rows) {
    const key = JSON.stringify([row.category, row.township, row.unit])
    const known = cases.get(key)
    if (known) known.times += 1
    else cases.set(key, { ...row, times: 1 })
  }
  return [...cases.values()]
}
