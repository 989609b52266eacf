/** One visit to boards of Tieba: as to any forum, and below each floor read what was answered there (楼中楼). */
import { z } from 'zod'
import { threadsCursor } from '../threads/cursor.ts'
import { visitThreads, type VisitPlan } from '../threads/visit.ts'
import type { Ask, Found, Reading, Visit } from '../source.ts'
import { commentsUrl, rootOf, tiebaSite } from './address.ts'

export const tiebaCursor = z.strictObject({
  forum: threadsCursor,
  /** How many answers a floor had when they were last read, by floor. */
  comments: z.record(z.string(), z.number()),
})
export type TiebaCursor = z.infer<typeof tiebaCursor>

/** Floors that are remembered; the newest are kept, by their ids, which grow with time. */
const mostFloors = 5_000
const newest = (floors: [string, number][]) => floors.sort(([a], [b]) => b.length - a.length || (a < b ? 1 : -1)).slice(0, mostFloors)

/** @param most pages of answers below floors that one visit reads; the others have their turn when their thread is read again. */
export function visitTieba(kept: TiebaCursor | null, { url, plan, most }: { url: string; plan: VisitPlan; most: number }): Visit {
  const root = rootOf(url)
  const forum = visitThreads(kept?.forum ?? null, tiebaSite(url), plan)
  const comments = new Map(Object.entries(kept?.comments ?? {}))
  const waiting: { ask: Ask; thread: string; floor: string; count: number }[] = []
  let asked = 0

  function wait(thread: string, floor: string, count: number, page: number): void {
    const ask: Ask = { url: commentsUrl(root, thread, floor, page), role: 'comments', key: floor, page, essential: false }
    waiting.push({ ask, thread, floor, count })
  }

  function noteFloors({ postings, thread, state }: Reading): void {
    if (state !== 'ok' || !thread) return
    for (const { id, replies } of postings) {
      if (id !== thread.opening && replies !== null && replies > 0 && comments.get(id) !== replies) wait(thread.id, id, replies, 1)
    }
  }

  let current: (typeof waiting)[number] | undefined

  function takeComments(ask: Ask, { state, postings, currentPage, lastPage }: Reading): Found[] {
    if (!current || state !== 'ok') return []
    const { thread, floor, count } = current
    // Past its end it may show another page than was asked for.
    if (currentPage !== null && currentPage !== ask.page) return []
    if (ask.page < (lastPage ?? 1)) wait(thread, floor, count, ask.page + 1)
    else comments.set(floor, count)
    return postings.map((raw) => ({ raw, kind: 'reply', externalId: `p${raw.id}`, parent: thread }))
  }

  return {
    next() {
      current = asked < most ? waiting.pop() : undefined
      if (!current) return forum.next()
      asked++
      return current.ask
    },
    take(ask, reading, page) {
      if (ask.role === 'comments') return takeComments(ask, reading)
      if (ask.role === 'thread') noteFloors(reading)
      return forum.take(ask, reading, page)
    },
    cursor: () => ({ forum: forum.cursor(), comments: Object.fromEntries(newest([...comments])) }),
    trouble: () => forum.trouble(),
  }
}
