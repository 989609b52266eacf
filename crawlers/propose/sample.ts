/** What a first visit of a proposed source would take: its adapter's own visit is walked through a few of the site's pages. */
import { cleanText, cleanTitle, shorten } from '../../shared/text.ts'
import type { SamplePosting } from '../../shared/errand.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import type { RawPosting } from '../../shared/posting.ts'
import type { Ask, OpenSource, PageState } from '../source.ts'
import { instantOf } from '../times.ts'

export const mostSamples = 10
const longestText = 200
/** Asks of one visit that are looked through for the few that are made. */
const mostAsks = 400

export interface Walked {
  sample: SamplePosting[]
  /** How the first page was: `ok`, or what was met instead. */
  state: PageState
  message: string | null
  /** How many of the details asked for were read. */
  details: { asked: number; read: number }
}

/**
 * Walks a visit: the first lists, then as many of the newest details.
 * @param get fetches; what it throws is met as a page that could not be read. @param most lists and details that are asked for.
 * @param has pages that were fetched before, which are preferred to newer ones.
 */
export async function walkVisit(
  source: OpenSource, { get, has }: { get: (ask: Ask) => Promise<Page>; has: (ask: Ask) => boolean }, now: number, most: { lists: number; details: number },
): Promise<Walked> {
  const visit = source.visit(null, now)
  const rows: RawPosting[] = []
  const taken: RawPosting[] = []
  const later: Ask[] = []
  let lists = 0
  let first: { state: PageState; message: string | null } | null = null

  async function read(ask: Ask): Promise<PageState> {
    const page = await get(ask).catch(() => null)
    if (!page) return 'server-error'
    const reading = source.parse(page)
    first ??= { state: reading.state, message: reading.message }
    taken.push(...visit.take(ask, reading, page).filter(({ kind }) => kind !== 'reply').map(({ raw }) => raw))
    if (lists <= most.lists && reading.thread === null) rows.push(...reading.postings)
    return reading.state
  }

  for (let asks = 0, ask = visit.next(); ask && asks < mostAsks; ask = visit.next(), asks++) {
    if (lists < most.lists && later.length === 0 && (ask.role === 'list' || lists === 0 || ask.essential)) {
      lists++
      await read(ask)
    } else later.push(ask)
  }
  // Visits go from the oldest to the newest, so that what happened first is recorded first.
  const waiting = later.filter(({ role }) => role !== 'list').reverse()
  const newest = [...waiting.filter(has), ...waiting.filter((ask) => !has(ask))].slice(0, most.details)
  let whole = 0
  for (const ask of newest) if (await read(ask) === 'ok') whole++
  const fresh = taken.map(toSample)
  const known = new Set(taken.flatMap(({ id, url }) => [id, url ?? id]))
  const rest = rows.filter(({ id, url, state }) => state !== 'gone' && !known.has(id) && !known.has(url ?? id)).map(toSample)
  const all = [...fresh, ...rest].filter(({ title, text }) => title || text)
  const distinct = all.filter((each, index) => all.findIndex(({ url, title, text }) => url === each.url && title === each.title && text === each.text) === index)
  const sample = distinct.sort((a, b) => (instantOf(b.time) ?? 0) - (instantOf(a.time) ?? 0)).slice(0, mostSamples)
  return { sample, ...(first ?? { state: 'server-error' as const, message: null }), details: { asked: newest.length, read: whole } }
}

function toSample(raw: RawPosting): SamplePosting {
  return {
    title: raw.title === null ? null : cleanTitle(raw.title),
    text: raw.text === null ? null : shorten(cleanText(raw.text), longestText),
    author: raw.official && raw.author ? cleanTitle(raw.author) : null,
    time: raw.time, precision: raw.precision, url: raw.url, replies: raw.replies,
  }
}
