/** Weibo as the sources see it, made of postings that nobody wrote: ids with their times in them, pages newest first. */
import { second, type Instant } from '../../shared/clock.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import type { Ask, Found, OpenSource } from '../../crawlers/source.ts'

/** A mid of that second; `nth` tells those of one second apart. */
export const midAt = (at: Instant, nth = 0): string => String(((BigInt(Math.floor(at / second)) - 515_483_463n) << 22n) + BigInt(nth))

export interface Written {
  id: string
  text: string
  pinned?: boolean
  /** Shown cut; `whole` comes with another request. */
  whole?: string
}

export const office = { id: 1700000002, screen_name: '湖城供水', verified: true, verified_type: 1 }

export const mblogOf = ({ id, text, pinned = false, whole }: Written, user: object = office): object => ({
  card_type: 9,
  mblog: {
    id, mid: id, created_at: '刚刚', user, isLongText: whole !== undefined,
    text: whole ? `${text} ...<a href="/status/${id}">全文</a>` : text,
    ...(pinned ? { isTop: 1 } : {}),
  },
})

export const answer = (body: unknown, url: string, at: Instant, status = 200): Page =>
  ({ url, status, headers: { 'content-type': 'application/json; charset=utf-8' }, bytes: Buffer.from(JSON.stringify(body)), fetchedAt: at })

/** One page of a list, ten to a page; pinned ones stand on top of the first. */
export function pageOf(written: readonly Written[], page: number, more: object = {}, user: object = office): object {
  const moving = written.filter(({ pinned }) => !pinned).toSorted((a, b) => Number(BigInt(b.id) - BigInt(a.id)))
  const rows = [...(page === 1 ? written.filter(({ pinned }) => pinned) : []), ...moving.slice((page - 1) * 10, page * 10)]
  return { ok: 1, data: { cardlistInfo: { containerid: 'x', ...more }, cards: rows.map((row) => mblogOf(row, user)) } }
}

/** Walks one visit; `site` answers each request, null = no answer came. */
export function walkVisit(source: OpenSource, cursor: unknown, now: Instant, site: (ask: Ask) => Page | null) {
  const visit = source.visit(cursor, now)
  const found: Found[] = []
  const asked: Ask[] = []
  const states: string[] = []
  for (let ask = visit.next(); ask; ask = visit.next()) {
    asked.push(ask)
    const page = site(ask)
    if (!page) continue
    const reading = source.parse(page)
    states.push(reading.state)
    found.push(...visit.take(ask, reading, page))
    if (['blocked', 'captcha', 'rate-limited'].includes(reading.state)) break
  }
  return { found, asked, states, cursor: JSON.parse(JSON.stringify(visit.cursor())) as unknown, trouble: visit.trouble() }
}
