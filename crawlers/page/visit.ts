/** One visit to a list-and-detail site: the list from its top to what is known, then the details of new or changed rows, the oldest first. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { withinSite } from '../feed/identity.ts'
import { revisitDue } from '../schedule.ts'
import { blankPosting, type Ask, type Found, type Reading, type Visit } from '../source.ts'
import type { PageOptions } from './options.ts'

const item = z.strictObject({ url: z.string(), hash: z.string(), at: z.number(), step: z.number(), missing: z.number() })

export const pageCursor = z.strictObject({
  items: z.record(z.string(), item),
  /** Rows of the first list page. */
  rows: z.number(),
  /** True once the list was read to its end or limit. */
  complete: z.boolean(),
})
export type PageCursor = z.infer<typeof pageCursor>

const quietRows = 5
const mostRevisits = 20
const mostItems = 5_000

export function visitPages(kept: PageCursor | null, { url, options, now }: { url: string; options: PageOptions; now: Instant }): Visit {
  const cursor: PageCursor = structuredClone(kept ?? { items: {}, rows: 0, complete: false })
  const lists: Ask[] = [{ url, role: 'list', key: url, page: 1, essential: true }]
  const rows = new Map<string, RawPosting>()
  /** List pages asked for: a last page may name itself as the next. */
  const listed = new Set([url])
  let details: Ask[] | null = null
  let trouble: string | null = null

  const detailAsk = (id: string, address: string): Ask => ({ url: address, role: 'detail', key: id, page: 1, essential: false })

  function chooseDetails(): Ask[] {
    if (!options.detail) return []
    const changed = [...rows].reverse().map(([id, row]) => detailAsk(id, row.url ?? id))
    const due = Object.entries(cursor.items)
      .filter(([id, { at, step }]) => !rows.has(id) && (revisitDue(at, step) ?? Infinity) <= now)
      .slice(0, mostRevisits)
      .map(([id, known]) => detailAsk(id, known.url))
    return [...changed, ...due]
  }

  function remember(id: string, address: string, hash: string | null, missing = 0) {
    const known = cursor.items[id]
    cursor.items[id] = { url: address, hash: hash ?? known?.hash ?? '', at: now, step: hash === null ? (known?.step ?? 0) + 1 : 0, missing }
  }

  function takeList(ask: Ask, reading: Reading): Found[] {
    if (reading.state !== 'ok') {
      if (ask.page === 1 && cursor.rows > 0 && reading.state === 'unknown-page') trouble = '列表原有条目，现在一条也读不出'
      return []
    }
    if (ask.page === 1) cursor.rows = reading.postings.length
    let quiet = 0
    const fresh: RawPosting[] = []
    for (const row of reading.postings) {
      const changed = cursor.items[row.id]?.hash !== hashOf(row)
      if (changed && !rows.has(row.id)) fresh.push(row)
      quiet = changed ? 0 : quiet + 1
    }
    for (const row of fresh) rows.set(row.id, row)
    const next = reading.links[0]
    const more = next !== undefined && !listed.has(next) && ask.page < options.pages && reading.postings.length > 0 && (!cursor.complete || quiet < quietRows)
    if (more) {
      listed.add(next)
      lists.unshift({ url: next, role: 'list', key: next, page: ask.page + 1, essential: false })
    } else cursor.complete = true
    if (options.detail) return []
    for (const row of fresh) remember(row.id, row.url ?? row.id, hashOf(row))
    return fresh.map((row) => ({ raw: { ...row, text: row.text ?? '', state: 'visible' as const }, kind: options.kind, externalId: withinSite(row.id, url), parent: null })).reverse()
  }

  function takeDetail(ask: Ask, reading: Reading): Found[] {
    const row = rows.get(ask.key)
    const hash = row ? hashOf(row) : null
    const own = withinSite(ask.key, url)
    if (reading.state === 'ok') {
      remember(ask.key, ask.url, hash)
      // The list's id counts: a detail page may have been redirected to another address.
      const title = (shown: string | null) => (options.detail?.title ? shown ?? row?.title : row?.title ?? shown) ?? null
      return reading.postings.map((raw): Found => (raw.parent === null
        ? { raw: { ...raw, title: title(raw.title), ...(raw.time ? {} : { time: row?.time ?? null, precision: row?.precision ?? 'none' }) }, kind: options.kind, externalId: own, parent: null }
        : { raw, kind: 'reply', externalId: `${own}#${raw.id.split('#').at(-1) ?? ''}`, parent: own }))
    }
    if (reading.state === 'gone' || reading.state === 'not-found') {
      const known = cursor.items[ask.key]
      const missing = (known?.missing ?? 0) + 1
      remember(ask.key, ask.url, null, missing)
      return missing === 2 && known ? [{ raw: { ...blankPosting, id: ask.key, url: ask.url, state: 'gone' }, kind: options.kind, externalId: own, parent: null }] : []
    }
    return []
  }

  return {
    next() {
      const list = lists.shift()
      if (list) return list
      details ??= chooseDetails()
      return details.shift() ?? null
    },
    take: (ask, reading) => (ask.role === 'list' ? takeList(ask, reading) : takeDetail(ask, reading)),
    cursor: () => ({
      ...cursor,
      items: Object.fromEntries(Object.entries(cursor.items).sort(([, a], [, b]) => b.at - a.at).slice(0, mostItems)),
    }),
    trouble: () => trouble,
  }
}

const hashOf = (row: RawPosting): string => createHash('sha256').update(`${row.title ?? ''}\n${row.text ?? ''}`).digest('base64url').slice(0, 12)
