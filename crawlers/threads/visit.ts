/**
 * One visit to a forum of any make: which lists and threads to read, and when to stop.
 *
 * A full pass goes through each board in the order in which threads were opened, where a page does not shift while it is read
 * (new threads only push known ones down); every later visit reads the order of last replies from the top until it meets
 * threads it knows. What a visit misses because rows moved under it stands at the top of the next one's list.
 */
import { day, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { blankPosting, type Ask, type Found, type Reading, type Visit } from '../source.ts'
import { instantOf } from '../times.ts'
import { dueThreads, freshCursor, hasChanged, prune, type ThreadsCursor } from './cursor.ts'

/** `opened`: the newest thread first; `answered`: the last reply first. */
export type Order = 'opened' | 'answered'

/** A page's address, and where the site offers the same page in a second form, that one too (see `Ask`). */
export type Address = Pick<Ask, 'url' | 'otherwise'>

/** What differs from forum to forum. */
export interface ThreadSite {
  /** The order of the site's lists where they have only one: then that is asked for in both cases. */
  order?: Order
  /** A page of a board's list. */
  list(board: string, page: number, order: Order, plain: boolean): Address
  thread(id: string, page: number): Address
  /** Whether a list has no rows only because of its style, and is worth asking for in the plain one. */
  isStyled?(list: Reading): boolean
}

export interface VisitPlan {
  boards: string[]
  /** List pages of a board that one pass reads at most. */
  pages: number
  /** How far back a full pass goes. */
  days: number
  /** Pages of a thread that one visit reads at most, after the first; the last ones of a longer thread. Absent = all. */
  threadPages?: number
  now: Instant
}

/** Known and unchanged threads in a row after which the rest of the list is taken for known. Pinned ones do not count: they are always there. */
const quietRows = 5
/** Times that the top of a list without a fixed order is read again for what has moved there meanwhile. */
const mostSweeps = 3
/** Threads that are looked at again without cause, in one visit. */
const mostRevisits = 20
const fullEvery = day

export function visitThreads(kept: ThreadsCursor | null, site: ThreadSite, plan: VisitPlan): Visit {
  const cursor = structuredClone(kept ?? freshCursor())
  const full = cursor.fullAt === null || plan.now - cursor.fullAt >= fullEvery
  const order: Order = site.order ?? (full ? 'opened' : 'answered')
  const horizon = plan.now - plan.days * day
  const lists: Ask[] = plan.boards.map((board) => listAsk(board, 1))
  /** Rows whose threads wait to be read, by thread. */
  const rows = new Map<string, RawPosting>()
  /** Validators of the lists just read; they count only once everything that those lists led to was read. */
  const offered: ThreadsCursor['validators'] = {}
  /** Threads listed so far, by board, and how often its top was read again. */
  const listed = new Map<string, Set<string>>()
  const sweeps = new Map<string, number>()
  /** Lists asked for that were not (yet) read. */
  let unread = 0
  let threads: Ask[] | null = null
  /** Threads of which a page was read. */
  const begun = new Set<string>()
  let broken: string | null = null

  function listAsk(board: string, page: number): Ask {
    const address = site.list(board, page, order, cursor.plainBoards.includes(board))
    const validators = full || page > 1 ? undefined : cursor.validators[address.url]
    return { ...address, role: 'list', key: board, page, essential: page === 1, ...(validators ? { validators } : {}) }
  }
  const threadAsk = (id: string, page: number): Ask => ({ ...site.thread(id, page), role: 'thread', key: id, page, essential: false })

  /** The oldest thread first, so that what happened first is also recorded first; those due for another look come last. */
  function chooseThreads(): Ask[] {
    const changed = [...rows.keys()].sort(byId).map((id) => threadAsk(id, Math.max(cursor.threads[id]?.pages ?? 1, 1)))
    const due = dueThreads(cursor.threads, plan.now, mostRevisits).filter((id) => !rows.has(id)).map((id) => threadAsk(id, 1))
    return [...changed, ...due]
  }

  function takeList(ask: Ask, reading: Reading, headers: Record<string, string>): Found[] {
    // A list that has become shorter meanwhile ends before the page asked for.
    const ended = ask.page > 1 && reading.state === 'not-found'
    if (reading.state === 'ok' || reading.state === 'not-modified' || ended) unread--
    if (reading.state !== 'ok') return []
    if (site.isStyled?.(reading) && !cursor.plainBoards.includes(ask.key)) {
      cursor.plainBoards.push(ask.key)
      lists.unshift(listAsk(ask.key, ask.page))
      return []
    }
    // Past its end a board may show its first page again.
    if (reading.currentPage !== null && reading.currentPage !== ask.page) return []
    if (ask.page === 1) {
      if (reading.postings.length === 0 && (cursor.rows[ask.key] ?? 0) > 0) broken = `版块 ${ask.key} 原有主题，现在一个也读不出`
      else cursor.rows[ask.key] = reading.postings.length
      if (!full) offered[ask.url] = { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
    }
    const seen = listed.get(ask.key) ?? new Set()
    listed.set(ask.key, seen)
    // A page that shows no number tells by its rows that it is one we had.
    const repeats = ask.page > 1 && reading.postings.every(({ id }) => seen.has(id))
    for (const { id } of reading.postings) seen.add(id)
    const swept = sweeps.get(ask.key) ?? 0
    const more = takeRows(reading.postings, swept > 0) && reading.postings.length > 0 && !repeats
    if (more && ask.page < (reading.lastPage ?? 1) && ask.page < plan.pages) lists.unshift(listAsk(ask.key, ask.page + 1))
    else if (site.order === 'answered' && ask.page > 1 && swept < mostSweeps) {
      // What was answered while the pages were read has moved from pages not read yet to those already read.
      sweeps.set(ask.key, swept + 1)
      lists.unshift(listAsk(ask.key, 1))
    }
    return []
  }

  /**
   * Notes which threads have changed; false when what follows on the list is known, or too old.
   * @param again true when the list is read again: then what was noted before is known too.
   */
  function takeRows(list: readonly RawPosting[], again: boolean): boolean {
    let quiet = 0
    let old = 0
    for (const row of list) {
      const noted = again ? rows.get(row.id) : undefined
      const changed = hasChanged(row, noted ? { replies: noted.replies, last: noted.lastReplyAt } : cursor.threads[row.id])
      if (changed) rows.set(row.id, row)
      if (row.pinned) continue
      quiet = changed ? 0 : quiet + 1
      old = full && (instantOf(order === 'opened' ? row.time : row.lastReplyAt ?? row.time) ?? plan.now) < horizon ? old + 1 : 0
      if (old > 0) rows.delete(row.id)
    }
    if (again) return quiet < Math.min(quietRows, list.filter(({ pinned }) => !pinned).length)
    return full ? old < quietRows : quiet < quietRows
  }

  function takeThread(ask: Ask, reading: Reading): Found[] {
    const row = rows.get(ask.key)
    const known = cursor.threads[ask.key]
    const remember = (pages: number, missing: number) => {
      const step = row ? 0 : (known?.step ?? 0) + 1
      cursor.threads[ask.key] = { replies: row?.replies ?? known?.replies ?? null, last: row?.lastReplyAt ?? known?.last ?? null, pages, at: plan.now, step, missing }
    }
    if (reading.state === 'ok') {
      begun.add(ask.key)
      const [current, last] = [reading.currentPage ?? 1, reading.lastPage ?? 1]
      if (current === ask.page && current < last) threads?.unshift(threadAsk(ask.key, Math.max(current, last - (plan.threadPages ?? last)) + 1))
      else remember(last, 0)
      return identify(reading, row)
    }
    if (reading.state === 'gone' || reading.state === 'not-found') {
      if (ask.page > 1) {
        // A page that was promised by the one before it is only an end; a remembered one may have gone with the replies on it.
        if (begun.has(ask.key)) remember(ask.page - 1, 0)
        else threads?.unshift(threadAsk(ask.key, 1))
        return []
      }
      const missing = (known?.missing ?? 0) + 1
      remember(known?.pages ?? 1, missing)
      // Once may be a hiccup of the site; only the second sighting is believed.
      return missing === 2 && known ? [{ raw: { ...blankPosting, id: ask.key, url: ask.url, state: 'gone' }, kind: 'thread', externalId: ask.key, parent: null }] : []
    }
    if (['forbidden', 'login-required', 'password-required', 'moved'].includes(reading.state)) {
      remember(known?.pages ?? 1, 0)
      // The list has told us that it exists, and its title.
      return row && reading.state !== 'moved' && !known
        ? [{ raw: { ...row, text: null, state: 'partial' }, kind: 'thread', externalId: ask.key, parent: null }] : []
    }
    return []
  }

  /** What may be remembered only of a visit that came to its end. */
  function settle(): void {
    if (unread > 0) return
    if (full) cursor.fullAt = plan.now
    if ([...rows.keys()].every((id) => cursor.threads[id]?.at === plan.now)) Object.assign(cursor.validators, offered)
  }

  return {
    next() {
      const list = lists.shift()
      if (list) {
        unread++
        return list
      }
      threads ??= chooseThreads()
      const thread = threads.shift()
      if (!thread) settle()
      return thread ?? null
    },
    take: (ask, reading, page) => (ask.role === 'list' ? takeList(ask, reading, page.headers) : takeThread(ask, reading)),
    cursor: () => ({ ...cursor, threads: prune(cursor.threads) }),
    trouble: () => broken,
  }
}

/** Ids that are numbers grow with time; others have no order worth keeping. */
const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1)

/** A thread is known by its own id, in list and page alike; a reply by its post id, which may equal a thread's: hence the letter. */
function identify(reading: Reading, row: RawPosting | undefined): Found[] {
  const thread = reading.thread?.id ?? null
  return reading.postings.map((raw): Found => {
    if (raw.id !== reading.thread?.opening || !thread) return { raw, kind: 'reply', externalId: `p${raw.id}`, parent: thread }
    return { raw: { ...raw, pinned: row?.pinned ?? raw.pinned, replies: raw.replies ?? row?.replies ?? null }, kind: 'thread', externalId: thread, parent: null }
  })
}
