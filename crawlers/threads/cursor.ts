/** What the crawler remembers of a forum between visits: small, and true even when a visit was cut short. */
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { revisitDue } from '../schedule.ts'
import { instantOf } from '../times.ts'

const thread = z.strictObject({
  /** Replies and time of the last one as the list showed them when the thread was last read. */
  replies: z.number().nullable(),
  last: z.string().nullable(),
  /** Pages it had. */
  pages: z.number(),
  at: z.number(),
  /** Looks in a row that found nothing new. */
  step: z.number(),
  /** Times in a row that it was not there; two make it gone. */
  missing: z.number(),
})
export type KnownThread = z.infer<typeof thread>

export const threadsCursor = z.strictObject({
  threads: z.record(z.string(), thread),
  /** Rows that each board's first page held: none where there were some means that the page changed its shape. */
  rows: z.record(z.string(), z.number()),
  /** Boards whose list shows rows only when it is asked for in its plain style. */
  plainBoards: z.array(z.string()),
  /** Of the first page of a list, by address: what the site gave to ask with whether it changed. */
  validators: z.record(z.string(), z.strictObject({ etag: z.string().nullable(), lastModified: z.string().nullable() })),
  /** When all boards were last read to the horizon; null = never to the end. */
  fullAt: z.number().nullable(),
})
export type ThreadsCursor = z.infer<typeof threadsCursor>

export const freshCursor = (): ThreadsCursor => ({ threads: {}, rows: {}, plainBoards: [], validators: {}, fullAt: null })

/** Threads that are remembered; the ones that were not looked at for longest are forgotten first, and read again should they move. */
const mostThreads = 5_000

export function prune(threads: Record<string, KnownThread>): Record<string, KnownThread> {
  const entries = Object.entries(threads)
  if (entries.length <= mostThreads) return threads
  return Object.fromEntries(entries.sort(([, a], [, b]) => b.at - a.at).slice(0, mostThreads))
}

/** Whether a row says that something happened in a thread since it was read. Times of lists are exact to the minute at best. */
export function hasChanged(row: RawPosting, known: Pick<KnownThread, 'replies' | 'last'> | undefined): boolean {
  if (!known) return true
  if (row.replies !== null && row.replies !== known.replies) return true
  if (!row.lastReplyAt || !known.last || row.lastReplyAt.length < 16 || known.last.length < 16) return false
  return Math.abs((instantOf(row.lastReplyAt) ?? 0) - (instantOf(known.last) ?? 0)) > 120_000
}

/** Threads that are due for another look although no list says that they changed, the longest due first. */
export function dueThreads(threads: Record<string, KnownThread>, now: Instant, most: number): string[] {
  return Object.entries(threads)
    .flatMap(([id, { at, step }]) => {
      const due = revisitDue(at, step)
      return due !== null && due <= now ? [{ id, due }] : []
    })
    .sort((a, b) => a.due - b.due)
    .slice(0, most)
    .map(({ id }) => id)
}
