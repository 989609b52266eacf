/**
 * Reading lists of postings, newest first, down to what an earlier visit has read.
 *
 * Each list (a question, a timeline) has a mark: the newest posting of its last whole reading. A reading ends with a page that holds
 * nothing newer (one page of overlap, so that rows which move while it goes on are met again), at the age or the number of pages
 * that is set, or where the list ends. Pinned postings never end it. The mark moves only when the reading was whole: a login wall
 * on the second page leaves it where it was, and the next visit reads that far again. What was handed on is remembered and not
 * handed on twice; the memory is bounded, and the store is idempotent where it ends.
 *
 * A posting that is cut waits for its long text and is handed on once, whole; where the long text is refused it is handed on
 * `partial`. One that gets no answer at all is seen again, since the mark does not move, and then taken as it is.
 */
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { instantOf } from '../times.ts'
import type { Ask, Found, PageState, Reading } from '../source.ts'
import { longTextAsk, nextAsk } from './asks.ts'
import { isLater } from './mid.ts'
import { withoutMore } from './words.ts'

export const listCursor = z.strictObject({
  /** By list: its newest posting when it was last read to its end. */
  marks: z.record(z.string(), z.string()),
  /** Postings handed on, the latest last. */
  seen: z.array(z.string()),
  /** True when a long text was asked for and no answer came: the next visit asks for none. */
  unanswered: z.boolean(),
})
export type ListCursor = z.infer<typeof listCursor>
export const freshListCursor: ListCursor = { marks: {}, seen: [], unanswered: false }

export interface ListPlan {
  /** The first pages of the lists, in the order in which they are read. */
  lists: Ask[]
  /** Pages of one list that a visit reads at most. */
  pages: number
  /** What was made before is not handed on, and ends a list. */
  since: Instant
  /** Which postings belong to the list. */
  belongs: (posting: RawPosting) => boolean
  /** Long texts asked for in one visit; 0 = none, what is cut stays so. */
  longTexts: number
}

export interface Listing {
  next(): Ask | null
  take(ask: Ask, reading: Reading): Found[]
  cursor(): ListCursor
}

const mostSeen = 3_000
/** After these nothing more is asked in the visit: the wall stands before every page. */
const walls: readonly PageState[] = ['blocked', 'captcha', 'challenge', 'rate-limited', 'login-required', 'robot-refused']

export function readLists(kept: ListCursor, plan: ListPlan): Listing {
  const marks = { ...kept.marks }
  const seen = new Set(kept.seen)
  let longTextsLeft = kept.unanswered ? 0 : plan.longTexts
  let unanswered = false
  const lists = [...plan.lists]
  let asks: Ask[] = []
  /** The list being read: its newest posting so far, and whether it came to its end. */
  let pass: { key: string; newest: string | null; ended: boolean } | null = null
  const waiting = new Map<string, RawPosting>()

  function finish() {
    const mark = pass && marks[pass.key]
    const newer = pass?.newest && (!mark || isLater(pass.newest, mark)) ? pass.newest : null
    if (pass?.ended && newer && waiting.size === 0) marks[pass.key] = newer
    waiting.clear()
    pass = null
  }

  function handOn(postings: readonly RawPosting[]): Found[] {
    for (const { id } of postings) {
      waiting.delete(id)
      seen.add(id)
    }
    // The oldest first: what happened first is also recorded first.
    return postings.toReversed().map((raw) => (
      { raw: { ...raw, text: raw.text && withoutMore(raw.text) }, kind: 'weibo', externalId: raw.id, parent: null }
    ))
  }

  function takeList(ask: Ask, reading: Reading): Found[] {
    if (reading.state !== 'ok' || !pass) return []
    const mark = marks[ask.key]
    const rows = reading.postings.filter(plan.belongs)
    const moving = rows.filter(({ pinned }) => !pinned)
    const isOld = ({ time }: RawPosting) => (instantOf(time) ?? plan.since) < plan.since
    for (const { id } of moving) if (pass.newest === null || isLater(id, pass.newest)) pass.newest = id
    // Also rows that this reading has met on the page before: when enough comes in between, a page shows once more what it showed.
    const fresh = moving.filter((row) => !isOld(row) && (mark === undefined || isLater(row.id, mark)))
    // A first page may hold pinned postings only; any other without news is the overlap.
    const goesOn = fresh.length > 0 || (ask.page === 1 && moving.length === 0 && reading.postings.length > 0)
    const next = goesOn && ask.page < plan.pages ? nextAsk(ask, reading.links[0]) : null
    if (next) asks.push(next)
    else pass.ended = true
    const unseen = rows.filter((row) => !seen.has(row.id) && (row.pinned || !isOld(row)))
    const cut = unseen.filter(({ state }) => state === 'partial').slice(0, longTextsLeft)
    longTextsLeft -= cut.length
    for (const row of cut) waiting.set(row.id, row)
    asks = [...cut.map(({ id }) => longTextAsk(ask.url, id)), ...asks]
    return handOn(unseen.filter(({ id }) => !waiting.has(id)))
  }

  function takeLongText(ask: Ask, reading: Reading): Found[] {
    const row = waiting.get(ask.key)
    const whole = reading.state === 'ok' ? reading.postings[0]?.text : null
    if (row && whole) return handOn([{ ...row, text: whole, state: 'visible' }])
    if (!walls.includes(reading.state)) return handOn(row ? [row] : [])
    // Refused: nothing that waits will get its long text in this visit.
    longTextsLeft = 0
    asks = asks.filter(({ role }) => role !== 'long-text')
    return handOn([...waiting.values()])
  }

  let pending: Ask | null = null
  return {
    next() {
      if (pending?.role === 'long-text') unanswered = true
      pending = asks.shift() ?? null
      if (pending) return pending
      finish()
      pending = lists.shift() ?? null
      if (pending) pass = { key: pending.key, newest: null, ended: false }
      return pending
    },
    take(ask, reading) {
      pending = null
      if (ask.role === 'long-text') return takeLongText(ask, reading)
      if (walls.includes(reading.state)) {
        asks = []
        lists.length = 0
      }
      return takeList(ask, reading)
    },
    cursor: () => ({ marks, seen: [...seen].slice(-mostSeen), unanswered: unanswered || pending?.role === 'long-text' }),
  }
}
