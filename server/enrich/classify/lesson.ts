/** What a district can be taught from, and what is told of how well it was learnt. */
import type { Reading } from '../reading.ts'
import { scoreCalibration, scoreGuesses, type ClassifyScore } from './score.ts'
import { trainClassifier, type Course, type Trained } from './train.ts'
import type { ViewName } from './views.ts'

export type TaughtField = 'category' | 'purpose' | 'unit'

/** A posting as the line reads it, and what it is known to be: leaf code, type of request, unit id; null = not known. */
export interface Lesson extends Record<TaughtField, string | null> {
  reading: Reading
}

/** A lesson that knows one thing, and its number among all lessons. */
export interface Known {
  row: number
  label: string
  lesson: Lesson
}

/** By cross-validation: every row judged by a model that had not seen it. */
export interface Report extends ClassifyScore {
  field: TaughtField
  rows: number
  /** Mean distance between how sure and how often right, 0–1. */
  calibrationError: number
}

/** Fewer rows in all are no reason to change what the pack says. */
const leastRows = 20

export function findKnown(lessons: readonly Lesson[], field: TaughtField): Known[] {
  return lessons.flatMap((lesson, row): Known[] => {
    const label = lesson[field]
    return label === null ? [] : [{ row, label, lesson }]
  })
}

/** Trains where there is enough to learn from, some rows of two labels at least; else null. */
export function trainOn(course: Course, known: readonly Known[], views: readonly ViewName[], progress: (done: number) => void): Trained | null {
  const isEnough = known.length >= leastRows && new Set(known.map(({ label }) => label)).size >= 2
  return isEnough ? trainClassifier(course, known, views, progress) : null
}

export function report(field: TaughtField, rows: readonly { label: string; guess: string; sure: number }[]): Report {
  const calibrationError = scoreCalibration(rows.map(({ label, guess, sure }) => ({ sure, right: label === guess })))
  return { field, rows: rows.length, calibrationError, ...scoreGuesses(rows) }
}
