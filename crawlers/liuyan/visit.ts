/**
 * One visit to 领导留言板: the newest letters of each forum until what is known; once a day all of the last months, for answers given
 * late. A letter whose list shows its beginning only is opened.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { day, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { blankPosting, type Ask, type Found, type Reading, type Visit } from '../source.ts'
import { instantOf } from '../times.ts'
import { askLetter, askList, rootOf } from './address.ts'

const known = z.strictObject({
  forum: z.string(),
  /** Of what the list showed when the letter was last handed on. */
  digest: z.string(),
  at: z.number().nullable(),
  /** Times in a row that it was not there; two make it gone. */
  missing: z.number(),
})

export const liuyanCursor = z.strictObject({
  letters: z.record(z.string(), known),
  /** Letters that each forum's first page held: none where there were some means that the answer changed its shape. */
  rows: z.record(z.string(), z.number()),
  /** When all forums were last read to the horizon. */
  fullAt: z.number().nullable(),
})
export type LiuyanCursor = z.infer<typeof liuyanCursor>

export interface LiuyanPlan {
  url: string
  forums: readonly string[]
  /** Pages of a forum that a pass reads at most. */
  pages: number
  pageSize: number | undefined
  /** How far back a full pass goes. */
  days: number
  now: Instant
}

const fullEvery = day
const mostLetters = 5_000
/** Letters looked for in one visit because no list shows them any more. */
const mostChecks = 20

export function visitLiuyan(kept: LiuyanCursor | null, { url, forums, pages, pageSize, days, now }: LiuyanPlan): Visit {
  const cursor: LiuyanCursor = structuredClone(kept ?? { letters: {}, rows: {}, fullAt: null })
  const root = rootOf(url)
  const horizon = now - days * day
  const full = cursor.fullAt === null || now - cursor.fullAt >= fullEvery
  const lists: Ask[] = forums.map((forum) => askList(root, forum, 1, null, pageSize))
  /** Letters to open, with what the list says of them. */
  const waiting = new Map<string, { forum: string; row: RawPosting; answers: RawPosting[] }>()
  const seen = new Map(forums.map((forum) => [forum, new Map<string, Instant | null>()]))
  let unread = 0
  let letters: Ask[] | null = null
  let trouble: string | null = null

  function remember(id: string, forum: string, row: RawPosting, answers: RawPosting[]): void {
    cursor.letters[id] = { forum, digest: digestOf(row, answers), at: instantOf(row.time), missing: 0 }
  }

  function takeList(ask: Ask, { state, postings }: Reading): Found[] {
    if (state !== 'ok') return []
    unread--
    const rows = postings.filter(({ parent }) => parent === null)
    if (ask.page === 1) {
      if (rows.length === 0 && (cursor.rows[ask.key] ?? 0) > 0) trouble = `版块 ${ask.key} 原有留言，现在一封也读不出`
      else cursor.rows[ask.key] = rows.length
    }
    const before = seen.get(ask.key) ?? new Map<string, Instant | null>()
    const fresh = rows.filter(({ id }) => !before.has(id))
    for (const { id, time } of rows) before.set(id, instantOf(time))
    const changed = fresh.filter((row) => cursor.letters[row.id]?.digest !== digestOf(row, answersTo(postings, row.id)))
    const last = rows.at(-1)
    // `lastItem` is a mark, not a page number: an answer that brings nothing new is the end.
    const more = full ? fresh.length > 0 && (instantOf(last?.time ?? null) ?? now) >= horizon : changed.length > 0
    if (last && more && ask.page < pages) lists.unshift(askList(root, ask.key, ask.page + 1, last.id, pageSize))
    const whole = changed.filter((row) => {
      if (row.state === 'partial') waiting.set(row.id, { forum: ask.key, row, answers: answersTo(postings, row.id) })
      else remember(row.id, ask.key, row, answersTo(postings, row.id))
      return row.state !== 'partial'
    })
    return whole.reverse().flatMap((row) => handOn(row, answersTo(postings, row.id)))
  }

  function takeLetter(ask: Ask, { state, postings }: Reading): Found[] {
    const wanted = waiting.get(ask.key)
    const [letter] = postings
    if (state === 'ok' && letter) {
      const noted = cursor.letters[ask.key]
      if (noted) noted.missing = 0
      if (!wanted) return []
      if (!continues(letter.text, wanted.row.text)) {
        trouble = '留言页的正文与列表对不上，页面可能改版'
        return noted ? [] : handOn(wanted.row, wanted.answers)
      }
      remember(ask.key, wanted.forum, wanted.row, wanted.answers)
      // The list knows who wrote it, when and what became of it; the page has the words in full.
      const mark = /\n（[^（）]{1,20}）$/.exec(wanted.row.text ?? '')?.[0] ?? ''
      const ended = mark && letter.text?.endsWith(mark) ? '' : mark
      const told = answersTo(postings, ask.key)
      return handOn({ ...wanted.row, text: `${letter.text ?? ''}${ended}`, state: 'visible' }, told.length > 0 ? told : wanted.answers)
    }
    const gone = state === 'gone' || state === 'not-found'
    const noted = cursor.letters[ask.key]
    if (gone && noted && !wanted) {
      noted.missing++
      // Once may be a hiccup of the site; only the second sighting is believed.
      return noted.missing === 2 ? handOn({ ...blankPosting, id: ask.key, url: ask.url, state: 'gone' }, []) : []
    }
    // Not to be opened now: its beginning is better than nothing, and it is tried again with the next visit.
    return wanted && !noted ? handOn(wanted.row, wanted.answers) : []
  }

  /** Letters that a full pass should have shown and did not, and those that were gone once. */
  function lostLetters(): string[] {
    if (unread > 0) return []
    const oldest = new Map([...seen].map(([forum, shown]) => [forum, Math.min(...[...shown.values()].map((at) => at ?? now))]))
    return Object.entries(cursor.letters).flatMap(([id, { forum, at, missing }]) => {
      const expected = full && missing < 2 && at !== null && at > (oldest.get(forum) ?? now)
      return (expected || missing === 1) && seen.get(forum)?.has(id) === false ? [id] : []
    }).slice(0, mostChecks)
  }

  return {
    next() {
      const list = lists.shift()
      if (list) {
        unread++
        return list
      }
      letters ??= [
        ...[...waiting.keys()].sort(byId).map((id) => askLetter(root, id, 'letter')),
        ...lostLetters().map((id) => askLetter(root, id, 'check')),
      ]
      const letter = letters.shift()
      if (!letter && full && unread === 0) cursor.fullAt = now
      return letter ?? null
    },
    take: (ask, reading) => (ask.role === 'list' ? takeList(ask, reading) : takeLetter(ask, reading)),
    cursor: () => ({ ...cursor, letters: Object.fromEntries(Object.entries(cursor.letters).sort(([a], [b]) => byId(b, a)).slice(0, mostLetters)) }),
    trouble: () => trouble,
  }
}

const answersTo = (postings: readonly RawPosting[], id: string): RawPosting[] => postings.filter(({ parent }) => parent === id)

const handOn = (letter: RawPosting, answers: readonly RawPosting[]): Found[] => [
  { raw: letter, kind: 'letter', externalId: letter.id, parent: null },
  ...answers.map((raw): Found => ({ raw, kind: 'reply', externalId: raw.id, parent: letter.id })),
]

/** Whether a letter's page begins as its list says: nobody has seen one of them while this was written. */
function continues(whole: string | null, beginning: string | null): boolean {
  const bare = (text: string | null) => (text ?? '').replace(/\s+/g, '')
  const start = bare(beginning).replace(/(?:\.{3}|…)（[^（）]{1,20}）$|(?:\.{3}|…)$/, '').slice(0, 20)
  return bare(whole).startsWith(start)
}

const digestOf = (row: RawPosting, answers: readonly RawPosting[]): string =>
  createHash('sha256').update(JSON.stringify([row.title, row.text, answers.map(({ id, text }) => [id, text])])).digest('base64url').slice(0, 22)

/** Ids grow with time. */
const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1)
