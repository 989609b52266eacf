/** Lessons for tests of what is trained: made complaints with the leaf they were made from. */
import type { Lesson } from '../../server/enrich/classify/lesson.ts'
import { readPosting } from '../../server/enrich/reading.ts'
import type { Segmenter } from '../../server/enrich/reading.ts'
import { makeComplaints } from './postings.ts'

/** Leaf and unit by a word of the made title. */
const leaves: [word: string, category: string, unit: string][] = [
  ['路灯', '0302', 'zj'], ['施工噪音', '0601', 'cg'], ['坑洼', '0301', 'zj'], ['停水', '0401', 'zls'], ['养鸡', '0702', 'cg'], ['车位', '0501', 'zj'],
  ['垃圾', '0102', 'cg'], ['工资', '1001', 'rs'],
]

export interface LabelledComplaint {
  title: string
  text: string
  label: string
  unit: string
}

export function makeLabelled(count: number): LabelledComplaint[] {
  return makeComplaints(count, Date.UTC(2026, 10, 1), 60_000).map(({ title, text }) => {
    const [, label, unit] = leaves.find(([word]) => title.includes(word))!
    return { title, text, label, unit }
  })
}

export function makeLessons(count: number, segmenter: Segmenter): Lesson[] {
  return makeLabelled(count).map(({ label, unit, ...words }) => ({ reading: readPosting(words, segmenter), category: label, unit, purpose: null }))
}
