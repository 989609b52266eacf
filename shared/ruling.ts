/** A ruling (人工裁定): what a person decided about issues and about what was understood of a posting; obeyed from then on. */
import { z } from 'zod'
import type { Instant } from './clock.ts'

const id = z.number().int().positive()

/** What of a posting a person may correct; the value is a leaf code, a unit id, a type of request or the id of a place. */
export const correctedFields = ['category', 'unit', 'purpose', 'place'] as const
export type CorrectedField = (typeof correctedFields)[number]

export const rulingSchema = z.discriminatedUnion('kind', [
  /** Two issues are one matter: the postings of `from` go to `into`. */
  z.strictObject({ kind: z.literal('merge'), from: id, into: id }),
  /**
   * These postings are another matter than the rest of their issue. An issue is named after its founder: the part that holds
   * the founder keeps the number, the other is named after its earliest posting.
   */
  z.strictObject({ kind: z.literal('split'), issue: id, postings: z.array(id).min(1).max(500) }),
  /** “Not the same”: the posting leaves the issue, and neither it nor what is like it joins that issue again. */
  z.strictObject({ kind: z.literal('apart'), issue: id, posting: id }),
  /** What was understood of a posting was wrong; kept as a row to train on. */
  z.strictObject({ kind: z.literal('correct'), posting: id, field: z.enum(correctedFields), value: z.string().min(1).max(64) }),
])
export type Ruling = z.infer<typeof rulingSchema>

/** A ruling on record: it is an event of the district, with a number of its own among those of the postings. */
export interface RecordedRuling {
  number: number
  ruling: Ruling
  by: string
  at: Instant
}
