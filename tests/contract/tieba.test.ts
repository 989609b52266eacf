import { describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import type { Ask, Found, PageState, Reading } from '../../crawlers/source.ts'
import { day, hour } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { MovingForum } from '../support/moving-forum.ts'
import { showBoard } from '../support/tieba-board.ts'
import { noWatch } from '../support/watch.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const wall = '<html><head><title>百度安全验证</title></head><body></body></html>'

const open = (options: Record<string, unknown> = {}) => openSource(sourceSchema.parse({
  id: 'f', name: 'f', adapter: 'tieba', channel: 'web', url: 'https://tieba.baidu.com/f?kw=%D1%F9%C0%FD', enabled: true, every: 60, delay: 0, local: true, options,
}), noWatch)

interface Walk {
  cursor?: unknown
  options?: Record<string, unknown>
  /** Another page in the place of the board's own. */
  instead?: (ask: Ask) => Partial<Page> | null
  meanwhile?: (ask: Ask) => void
  comments?: (pid: string) => number
}

/** One visit; like the crawler it breaks off at a wall. */
function walk(forum: MovingForum, { cursor = null, options = {}, instead = () => null, meanwhile = () => undefined, comments }: Walk = {}) {
  const source = open(options)
  const visit = source.visit(cursor, forum.now)
  const found: Found[] = []
  const asked: Ask[] = []
  const states: PageState[] = []
  for (let ask = visit.next(); ask; ask = visit.next()) {
    asked.push(ask)
    const empty: Page = { url: ask.url, status: 404, headers: {}, bytes: Buffer.from('<html><head><title>贴吧404</title></head><body></body></html>'), fetchedAt: forum.now }
    const page = { ...showBoard(forum, ask.url, comments) ?? empty, ...instead(ask) }
    const reading: Reading = source.parse(page)
    states.push(reading.state)
    found.push(...visit.take(ask, reading, page))
    if (reading.state === 'captcha') break
    meanwhile(ask)
  }
  return { found, asked, states, cursor: JSON.parse(JSON.stringify(visit.cursor())) as unknown, trouble: visit.trouble() }
}

const idsOf = (found: readonly Found[]): string[] => found.map(({ externalId }) => externalId)
const rolesOf = (asked: readonly Ask[], role: string): Ask[] => asked.filter((ask) => ask.role === role)
const everything = (forum: MovingForum): Set<string> =>
  new Set(forum.threads.flatMap(({ tid, posts }) => posts.map(({ pid }, n) => (n === 0 ? String(tid) : `p${pid}`))))

describe('a visit to a board', () => {
  test('reads every page once, the oldest thread first, and nothing of a board that is quiet', () => {
    const forum = new MovingForum(66, now)
    const first = walk(forum)
    expect(rolesOf(first.asked, 'list').map(({ url }) => url.replace(/^.*pn=/, ''))).toEqual(['0', '50', '100', '150', '0'])
    expect(new Set(first.states)).toEqual(new Set(['ok']))
    expect(idsOf(first.found)).toEqual(forum.threads.map(({ tid }) => String(tid)))
    const second = walk(forum, { cursor: first.cursor })
    expect(second.asked).toHaveLength(1)
    expect(second.found).toEqual([])
  })

  test('four threads answered after each list page: none is missed, none is read twice', () => {
    const forum = new MovingForum(66, now)
    const { found, asked } = walk(forum, { meanwhile: ({ role }) => role === 'list' && forum.bump(4) })
    expect(new Set(idsOf(found)).size).toBe(found.length)
    expect(new Set(idsOf(found))).toEqual(everything(forum))
    expect(new Set(rolesOf(asked, 'thread').map(({ url }) => url)).size).toBe(rolesOf(asked, 'thread').length)
  })

  test('what is answered while a later visit reads is found by it or by the next one', () => {
    const forum = new MovingForum(66, now)
    const first = walk(forum)
    forum.bump(30)
    const second = walk(forum, { cursor: first.cursor, meanwhile: ({ role }) => role === 'list' && forum.bump(4) })
    const third = walk(forum, { cursor: second.cursor })
    expect(new Set(idsOf([...first.found, ...second.found, ...third.found]))).toEqual(everything(forum))
  })

  test('old threads that somebody has answered are read, however old they are', () => {
    const forum = new MovingForum(0, now)
    for (let n = 0; n < 30; n++) forum.open(now - 400 * day)
    forum.bump(25)
    expect(walk(forum).found.filter(({ kind }) => kind === 'thread')).toHaveLength(25)
  })

  test('a page past the end shows the first one again, and ends the list', () => {
    const forum = new MovingForum(66, now)
    let wrapped = 0
    const { asked, found } = walk(forum, {
      instead: ({ role, page }) => {
        if (role !== 'list' || page !== 3) return null
        wrapped++
        return showBoard(forum, 'https://tieba.baidu.com/f?kw=x&pn=99950')
      },
    })
    expect(wrapped).toBe(1)
    expect(rolesOf(asked, 'list').map(({ page }) => page)).toEqual([1, 2, 3])
    expect(found).toHaveLength(40)
  })

  test('a list without page numbers ends where its rows repeat', () => {
    const forum = new MovingForum(3, now)
    const cards = JSON.stringify({ no: 0, data: { has_more: 1, card_list: forum.threads.map(({ tid }) => ({ data: { tid: String(tid), title: '题' } })) } })
    const { asked } = walk(forum, { instead: ({ role }) => (role === 'list' ? { bytes: Buffer.from(cards) } : null) })
    expect(rolesOf(asked, 'list').map(({ page }) => page)).toEqual([1, 2, 1])
  })

  test('a check in the middle breaks it off; the next visit begins anew and misses nothing', () => {
    const forum = new MovingForum(66, now)
    const first = walk(forum, { instead: ({ role, page }) => (role === 'list' && page === 2 ? { bytes: Buffer.from(wall) } : null) })
    expect([first.states.at(-1), first.found]).toEqual(['captcha', []])
    const second = walk(forum, { cursor: first.cursor, instead: ({ key }) => (key === '1051' ? { bytes: Buffer.from(wall) } : null) })
    expect(second.states.at(-1)).toBe('captcha')
    expect(second.found.length).toBeGreaterThan(0)
    const third = walk(forum, { cursor: second.cursor })
    expect(new Set(idsOf([...second.found, ...third.found]))).toEqual(everything(forum))
    expect(new Set(idsOf([...second.found, ...third.found])).size).toBe(second.found.length + third.found.length)
  })

  test('of an endless thread the first page and the last ones are read', () => {
    const forum = new MovingForum(1, now)
    const [thread] = forum.threads
    if (thread) for (let n = 0; n < 199; n++) forum.reply(thread)
    const { asked, found } = walk(forum, { options: { threadPages: 3 } })
    expect(rolesOf(asked, 'thread').map(({ page }) => page)).toEqual([1, 18, 19, 20])
    expect(found).toHaveLength(40)
  })

  test('a board that had threads and shows none is suspected', () => {
    const forum = new MovingForum(5, now)
    const { cursor } = walk(forum)
    expect(walk(new MovingForum(0, now), { cursor }).trouble).toMatch(/原有主题/)
  })

  test('a thread is gone at the second sighting only', () => {
    const forum = new MovingForum(2, now)
    let { cursor } = walk(forum)
    const tid = String(forum.threads[0]?.tid)
    forum.threads.shift()
    const gone: string[][] = []
    for (const later of [2 * hour, 9 * hour, 40 * hour]) {
      forum.now = now + later
      const visit = walk(forum, { cursor })
      cursor = visit.cursor
      gone.push(idsOf(visit.found.filter(({ raw }) => raw.state === 'gone')))
    }
    expect(gone).toEqual([[], [tid], []])
  })
})

describe('answers below a floor', () => {
  const forum = () => {
    const made = new MovingForum(1, now)
    const [thread] = made.threads
    if (thread) for (let n = 0; n < 3; n++) made.reply(thread)
    return made
  }

  test('are read page by page, as replies of the thread, and again only when there are more', () => {
    const moving = forum()
    const counts: Record<string, number> = { 1003: 13 }
    const comments = (pid: string) => counts[pid] ?? 0
    const first = walk(moving, { comments })
    expect(rolesOf(first.asked, 'comments').map(({ page }) => page)).toEqual([1, 2])
    const answers = first.found.filter(({ externalId }) => externalId.startsWith('p1003') && externalId !== 'p1003')
    expect(answers.map(({ kind, parent }) => [kind, parent])).toEqual(Array(13).fill(['reply', '1001']))
    moving.now += 2 * hour
    const second = walk(moving, { comments, cursor: first.cursor })
    expect([rolesOf(second.asked, 'thread').length, rolesOf(second.asked, 'comments').length]).toEqual([1, 0])
    counts['1003'] = 14
    moving.now += 7 * hour
    expect(rolesOf(walk(moving, { comments, cursor: second.cursor }).asked, 'comments')).toHaveLength(2)
  })

  test('are left where one visit has read enough, or where none are wanted', () => {
    expect(rolesOf(walk(forum(), { comments: () => 95, options: { comments: 4 } }).asked, 'comments')).toHaveLength(4)
    expect(rolesOf(walk(forum(), { comments: () => 95, options: { comments: 0 } }).asked, 'comments')).toHaveLength(0)
  })
})

test('a source may be searches alone, or a board and searches', () => {
  const first = (url: string, options: Record<string, unknown>) => {
    const source = openSource(sourceSchema.parse({ id: 'f', name: 'f', adapter: 'tieba', channel: 'web', url, enabled: true, every: 60, delay: 0, local: true, options }), noWatch)
    return source.visit(null, now).next()?.url
  }
  expect(first('https://tieba.baidu.com/', { queries: ['洪泽 停水'] })).toBe('https://tieba.baidu.com/f/search/res?ie=utf-8&isnew=1&qw=%E6%B4%AA%E6%B3%BD%20%E5%81%9C%E6%B0%B4&rn=20&sm=1&only_thread=1&pn=1')
  expect(first('https://tieba.baidu.com/f?kw=%BA%E9%D4%F3', { queries: ['停水'] })).toBe('https://tieba.baidu.com/f?kw=%E6%B4%AA%E6%B3%BD&ie=utf-8&pn=0')
  expect(() => first('https://tieba.baidu.com/', {})).toThrow(/names no board/)
})
