/** The lines of a bundle: postings, and how their sources are; nothing that does not fit the shape crosses the gap, in either direction. */
import { z } from 'zod'
import type { Posting, WorkOrder } from '../../posting.ts'
import { sourceStates, type SourceHealth } from '../../source.ts'
import { longestText, longestTitle } from '../../text.ts'

const instant = z.number().min(0).max(8.64e15)
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable()
/** Text that PostgreSQL can store: one line that it refuses would hold back its whole bundle for ever. */
const text = (longest: number, least = 0) => z.string().min(least).max(longest).refine((value) => !value.includes('\0') && value.isWellFormed())
const id = text(500, 1)
const address = text(4_000)

/** What an order has learnt to tell since the first version may be lacking in a bundle of that time. */
const later = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)
const orderSchema = z.strictObject({
  orderNumber: text(500), purpose: text(500).nullable(), category: later(text(500)), unit: text(500).nullable(), status: text(500).nullable(),
  result: text(longestText).nullable(), handling: later(z.enum(['direct', 'transferred'])), accepted: later(z.boolean()), signedAt: later(instant),
  dueAt: instant.nullable(), extended: later(z.boolean()), extendedTo: later(instant), closedAt: instant.nullable(), calledBackAt: later(instant),
  reached: later(z.boolean()), resolved: later(z.boolean()), satisfied: z.boolean().nullable(), appeased: later(z.boolean()),
  returns: z.number().int().min(0).max(10_000),
}) satisfies z.ZodType<WorkOrder>

export const postingSchema = z.strictObject({
  district: z.string().regex(/^\d{6}$/), source: id, externalId: id, channel: text(100, 1), local: z.boolean(),
  kind: z.enum(['thread', 'reply', 'weibo', 'news', 'letter', 'work-order']), parent: id.nullable(), repostOf: id.nullable(),
  url: address.nullable(), title: text(longestTitle), text: text(longestText), account: text(longestTitle).nullable(),
  // The keyed hash, never a name; see shared/node/reporter.ts.
  reporter: z.string().regex(/^[0-9a-z]{1,64}$/).nullable(),
  publishedAt: instant, precision: z.enum(['second', 'minute', 'day', 'month', 'none']), receivedAt: instant,
  official: z.boolean(), pinned: z.boolean(), counts: z.strictObject({ views: count, replies: count, reposts: count, likes: count }),
  images: z.array(address).max(100), state: z.enum(['visible', 'partial', 'shielded', 'gone']), workOrder: orderSchema.nullable(),
}) satisfies z.ZodType<Posting>

const healthSchema = z.strictObject({
  source: id, name: text(500), channel: text(100), state: z.enum(sourceStates), since: instant, reason: text(4_000).nullable(),
  lastGoodAt: instant.nullable(), newestAt: instant.nullable(), every: z.number().min(0), demo: z.boolean(), until: instant.nullable(),
  failures: z.number().int().min(0),
}) satisfies z.ZodType<SourceHealth>

export const lineSchema = z.union([
  z.strictObject({ posting: postingSchema }),
  /** `at`: when the source was in that state. */
  z.strictObject({ health: healthSchema, at: instant }),
])
export type BundleLine = z.infer<typeof lineSchema>

/** Longest line in bytes: a posting of the longest text, all of it in escapes, with room for its addresses. */
export const longestLine = 1 << 20

/** The line as it is written; null when it does not fit the shape and would be refused on the other side. */
export function writeLine(line: BundleLine): string | null {
  const json = JSON.stringify(line)
  return lineSchema.safeParse(line).success && Buffer.byteLength(json) <= longestLine ? json : null
}
