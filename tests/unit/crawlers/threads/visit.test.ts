import { describe, expect, test } from 'vitest'
import { blankPosting, emptyReading, type Ask, type Found, type PageState, type Reading } from '../../../../crawlers/source.ts'
import type { ThreadsCursor } from '../../../../crawlers/threads/cursor.ts'
import { visitThreads, type ThreadSite } from '../../../../crawlers/threads/visit.ts'
import { day, hour } from '../../../../shared/clock.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const site: ThreadSite = {
  list: (board, page, order, plain) => ({ url: `http://f.test/list/${board}/${page}/${order}${plain ? '/plain' : ''}` }),
  thread: (id, page) => ({ url: `http://f.test/thread/${id}/${page}` }),
  isStyled: ({ links }) => links.includes('plain'),
}
const row = (id: string, replies = 0) => ({ ...blankPosting, id, title: `第${id}帖`, time: '2026-11-22T20:00:00+08:00', precision: 'second' as const, replies })
const list = (ids: string[], over: Partial<Reading> = {}): Reading =>
  ({ ...emptyReading('thread-list', 'ok'), currentPage: 1, lastPage: 1, postings: ids.map((id) => row(id)), ...over })
const thread = (id: string, over: Partial<Reading> = {}): Reading => ({
  ...emptyReading('thread', 'ok'), currentPage: 1, lastPage: 1, postings: [{ ...blankPosting, id: `${id}0`, text: '开头' }], thread: { id, title: '题', opening: `${id}0` }, ...over,
})
const refused = (state: PageState): Reading => emptyReading('message', state)

/** One visit to a forum that answers from a table of addresses; `null` = no answer at all. */
function visit(cursor: unknown, answers: Record<string, Reading | null>, at = now, headers: Record<string, string> = {}) {
  const visiting = visitThreads(cursor as ThreadsCursor | null, site, { boards: ['b'], pages: 9, days: 60, now: at })
  const asked: Ask[] = []
  const found: Found[] = []
  for (let ask = visiting.next(); ask && asked.length < 50; ask = visiting.next()) {
    asked.push(ask)
    const reading = answers[ask.url.slice('http://f.test/'.length)]
    if (reading === undefined) throw new Error(`not expected: ${ask.url}`)
    if (reading) found.push(...visiting.take(ask, reading, { url: ask.url, status: 200, headers, bytes: new Uint8Array(), fetchedAt: at }))
  }
  return { asked, found, paths: asked.map(({ url }) => url.slice('http://f.test/'.length)), cursor: visiting.cursor() as ThreadsCursor, trouble: visiting.trouble() }
}

const opened = { 'list/b/1/opened': list(['1', '2']), 'thread/1/1': thread('1'), 'thread/2/1': thread('2') }

describe('what a visit remembers', () => {
  test('a full pass counts only when every list was read; a list that did not answer makes the next one full again', () => {
    expect(visit(null, opened).cursor.fullAt).toBe(now)
    const broken = visit(null, { ...opened, 'list/b/1/opened': list(['1', '2'], { lastPage: 2 }), 'list/b/2/opened': null })
    expect(broken.cursor.fullAt).toBeNull()
    const shorter = visit(null, { ...opened, 'list/b/1/opened': list(['1', '2'], { lastPage: 2 }), 'list/b/2/opened': refused('not-found') })
    expect(shorter.cursor.fullAt).toBe(now)
  })

  test('validators of a list are kept and sent once everything it led to was read', () => {
    const etag = { etag: 'W/"1"' }
    const { cursor } = visit(null, opened)
    const changed = { 'list/b/1/answered': list(['1', '2'], { postings: [row('1', 1), row('2')] }), 'thread/1/1': thread('1') }
    const failed = visit(cursor, { ...changed, 'thread/1/1': null }, now + 1_000, etag)
    expect(failed.cursor.validators).toEqual({})
    const read = visit(cursor, changed, now + 1_000, etag)
    const next = visit(read.cursor, { 'list/b/1/answered': refused('not-modified') }, now + 2_000)
    expect(next.asked[0]?.validators).toEqual({ etag: 'W/"1"', lastModified: null })
    expect([next.paths, next.trouble]).toEqual([['list/b/1/answered'], null])
  })

  test('a full pass never asks whether anything has changed', () => {
    const etag = { etag: 'W/"1"' }
    const { cursor } = visit(visit(null, opened).cursor, { 'list/b/1/answered': list(['1', '2']) }, now + 1_000, etag)
    const full = visit(cursor, { ...opened, 'list/b/1/opened': list(['1', '2']) }, now + 2 * day)
    expect(full.asked[0]?.validators).toBeUndefined()
  })

  test('a board that shows pictures is asked for in its plain style from then on', () => {
    const styled = { 'list/b/1/opened': list([], { links: ['plain'] }), 'list/b/1/opened/plain': list(['1']), 'thread/1/1': thread('1') }
    const { cursor, found } = visit(null, styled)
    expect(found).toHaveLength(1)
    expect(visit(cursor, { 'list/b/1/answered/plain': list(['1']) }, now + 1_000).paths).toEqual(['list/b/1/answered/plain'])
  })
})

describe('a thread that is not there', () => {
  const long = { 'list/b/1/opened': list(['1']), 'thread/1/1': thread('1', { lastPage: 3 }), 'thread/1/2': thread('1', { currentPage: 2, lastPage: 3 }) }

  test('is gone at the second sighting only', () => {
    const { cursor } = visit(null, opened)
    const once = visit(cursor, { 'list/b/1/answered': list(['1', '2']), 'thread/1/1': refused('gone'), 'thread/2/1': thread('2') }, now + hour)
    const twice = visit(once.cursor, { 'list/b/1/answered': list(['2']), 'thread/1/1': refused('gone'), 'thread/2/1': thread('2') }, now + 8 * hour)
    expect([once.found, twice.found].map((found) => found.filter(({ raw }) => raw.state === 'gone').map(({ externalId }) => externalId))).toEqual([[], ['1']])
  })

  test('when its last page has gone with the replies on it, is asked for from the front', () => {
    const { cursor } = visit(null, { ...long, 'thread/1/3': thread('1', { currentPage: 3, lastPage: 3 }) })
    const answers = { 'list/b/1/answered': list(['1'], { postings: [row('1', 4)] }), 'thread/1/3': refused('gone'), 'thread/1/1': thread('1') }
    const later = visit(cursor, answers, now + 1_000)
    expect(later.paths).toEqual(['list/b/1/answered', 'thread/1/3', 'thread/1/1'])
    expect(later.cursor.threads['1']).toMatchObject({ pages: 1, missing: 0 })
  })

  test('only on the last page that it claims to have, ends before it', () => {
    const { paths, cursor } = visit(null, { ...long, 'thread/1/3': refused('gone') })
    expect(paths).toEqual(['list/b/1/opened', 'thread/1/1', 'thread/1/2', 'thread/1/3'])
    expect(cursor.threads['1']).toMatchObject({ pages: 2, missing: 0 })
  })
})

test('the oldest thread is read first, by its number and not by its digits', () => {
  const answers = { 'list/b/1/opened': list(['100', '9', '20']), 'thread/9/1': thread('9'), 'thread/20/1': thread('20'), 'thread/100/1': thread('100') }
  expect(visit(null, answers).paths.slice(1)).toEqual(['thread/9/1', 'thread/20/1', 'thread/100/1'])
})

test('a list that had rows and has none is suspected', () => {
  const { cursor } = visit(null, opened)
  expect(visit(cursor, { 'list/b/1/answered': list([]) }, now + 1_000).trouble).toBe('版块 b 原有主题，现在一个也读不出')
})
