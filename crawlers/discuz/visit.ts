/**
 * One visit to a Discuz! site: which lists and threads to read, and when to stop.
 *
 * A full pass goes through each board in the order in which threads were opened, where a page does not shift while it is read
 * (new threads only push known ones down); every later visit reads the order of last replies from the top until it meets
 * threads it knows. What a visit misses because rows moved under it stands at the top of the next one's list.
 */
import { day, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { blankPosting, type Ask, type Found, type Reading, type Visit } from '../source.ts'
import { instantOf } from '../times.ts'
import { listUrl, siteRoot, threadUrl, type Order } from './address.ts'
import { dueThreads, freshCursor, hasChanged, prune, type DiscuzCursor } from './cursor.ts'

export interface VisitPlan {
  url: string
  boards: string[]
  /** List pages of a board that one pass reads at most. */
  pages: number
  /** How far back a full pass goes. */
  days: number
  now: Instant
}

/** Known and unchanged threads in a row after which the rest of the list is taken for known. Pinned ones do not count: they are always there. */
const quietRows = 5
/** Threads that are looked at again without cause, in one visit. */
const mostRevisits = 20
const fullEvery = day

export function visitDiscuz(kept: DiscuzCursor | null, plan: VisitPlan): Visit {
  const cursor = structuredClone(kept ?? freshCursor())
  const root = siteRoot(plan.url)
  const full = cursor.fullAt === null || plan.now - cursor.fullAt >= fullEvery
  const order: Order = full ? 'dateline' : 'lastpost'
  const horizon = plan.now - plan.days * day
  const lists: Ask[] = plan.boards.map((board) => listAsk(board, 1))
  /** Rows whose threads wait to be read, by thread. */
  const rows = new Map<string, RawPosting>()
  let threads: Ask[] | null = null
  let broken: string | null = null
  let listed = true

  function listAsk(board: string, page: number): Ask {
    const url = listUrl(root, board, page, order, cursor.pictureBoards.includes(board))
    return { url, role: 'list', key: board, page, essential: page === 1 }
  }
  const threadAsk = (id: string, page: number): Ask => ({ url: threadUrl(root, id, page), role: 'thread', key: id, page, essential: false })

  /** The oldest thread first, so that what happened first is also recorded first; those due for another look come last. */
  function chooseThreads(): Ask[] {
    const changed = [...rows.keys()].sort((a, b) => Number(a) - Number(b)).map((id) => threadAsk(id, Math.max(cursor.threads[id]?.pages ?? 1, 1)))
    const due = dueThreads(cursor.threads, plan.now, mostRevisits).filter((id) => !rows.has(id)).map((id) => threadAsk(id, 1))
    return [...changed, ...due]
  }

  function takeList(ask: Ask, reading: Reading): Found[] {
    if (reading.state !== 'ok') {
      listed = false
      return []
    }
    if (reading.links.includes('forumdefstyle') && !cursor.pictureBoards.includes(ask.key)) {
      cursor.pictureBoards.push(ask.key)
      lists.unshift(listAsk(ask.key, ask.page))
      return []
    }
    // Past its end a board shows its first page again.
    if (reading.currentPage !== null && reading.currentPage !== ask.page) return []
    if (ask.page === 1) {
      if (reading.postings.length === 0 && (cursor.rows[ask.key] ?? 0) > 0) broken = `版块 ${ask.key} 原有主题，现在一个也读不出`
      else cursor.rows[ask.key] = reading.postings.length
    }
    let quiet = 0
    let old = 0
    for (const row of reading.postings) {
      const changed = hasChanged(row, cursor.threads[row.id])
      if (changed) rows.set(row.id, row)
      if (row.pinned) continue
      quiet = changed ? 0 : quiet + 1
      old = full && (instantOf(row.time) ?? plan.now) < horizon ? old + 1 : 0
      if (old > 0 && full) rows.delete(row.id)
    }
    const enough = full ? old >= quietRows : quiet >= quietRows
    if (!enough && ask.page < (reading.lastPage ?? 1) && ask.page < plan.pages) lists.unshift(listAsk(ask.key, ask.page + 1))
    return []
  }

  function takeThread(ask: Ask, reading: Reading): Found[] {
    const row = rows.get(ask.key)
    const known = cursor.threads[ask.key]
    const remember = (pages: number, missing: number) => {
      const step = row ? 0 : (known?.step ?? 0) + 1
      cursor.threads[ask.key] = { replies: row?.replies ?? known?.replies ?? null, last: row?.lastReplyAt ?? known?.last ?? null, pages, at: plan.now, step, missing }
    }
    if (reading.state === 'ok') {
      const [current, last] = [reading.currentPage ?? 1, reading.lastPage ?? 1]
      if (current === ask.page && current < last) threads?.unshift(threadAsk(ask.key, current + 1))
      else remember(last, 0)
      return identify(reading, row)
    }
    if (reading.state === 'gone' || reading.state === 'not-found') {
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

  return {
    next() {
      const list = lists.shift()
      if (list) return list
      threads ??= chooseThreads()
      const thread = threads.shift()
      if (!thread && full && listed) cursor.fullAt = plan.now
      return thread ?? null
    },
    take: (ask, reading) => (ask.role === 'list' ? takeList(ask, reading) : takeThread(ask, reading)),
    cursor: () => ({ ...cursor, threads: prune(cursor.threads) }),
    trouble: () => broken,
  }
}

/** A thread is known by its own id, in list and page alike; a reply by its post id, which may equal a thread's: hence the letter. */
function identify(reading: Reading, row: RawPosting | undefined): Found[] {
  const thread = reading.thread?.id ?? null
  return reading.postings.map((raw): Found => {
    if (raw.id !== reading.thread?.opening || !thread) return { raw, kind: 'reply', externalId: `p${raw.id}`, parent: thread }
    return { raw: { ...raw, pinned: row?.pinned ?? raw.pinned, replies: raw.replies ?? row?.replies ?? null }, kind: 'thread', externalId: thread, parent: null }
  })
}
