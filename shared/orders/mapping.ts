/** Which column of an export means what: guessed, corrected by a person, kept, and recognised when the same columns come again. */
import { z } from 'zod'

/** What a column can mean. */
export const orderFields = [
  'orderNumber', 'time', 'title', 'text', 'phone', 'channel', 'purpose', 'category', 'unit', 'status', 'result', 'handling', 'accepted', 'signedAt',
  'dueAt', 'extended', 'closedAt', 'calledBackAt', 'reached', 'resolved', 'satisfied', 'appeased', 'returns',
] as const
export type OrderField = (typeof orderFields)[number]

/** Fields whose words may be translated: what an office's system says → what Tinghu says. */
export const wordFields = ['purpose', 'handling', 'accepted', 'extended', 'reached', 'resolved', 'satisfied', 'appeased', 'channel'] as const
export type WordField = (typeof wordFields)[number]

/**
 * Columns by their header as it stands in the file (of several rows joined by “/”); a field that no column has is absent.
 * `words` translates words that Tinghu does not know: `{ satisfied: { 一般: '满意' } }`.
 */
export const mappingSchema = z.strictObject({
  columns: z.partialRecord(z.enum(orderFields), z.string().min(1)),
  words: z.partialRecord(z.enum(wordFields), z.record(z.string(), z.string())).default({}),
})
export type Mapping = z.infer<typeof mappingSchema>
