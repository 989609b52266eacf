import { describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import type { Ask, Found } from '../../crawlers/source.ts'
import { minute } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { discuzGbk, MovingForum, nodebb, xiuno, type Make } from '../support/moving-forum.ts'
import { noWatch } from '../support/watch.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const makes: [string, string, Make][] = [['NodeBB', 'nodebb', nodebb], ['Xiuno', 'xiuno', xiuno], ['Discuz! in GBK', 'discuz', discuzGbk]]

/** One visit to a forum; `meanwhile` runs after each answer. */
function visitOf(adapter: string, make: Make, forum: MovingForum, cursor: unknown, meanwhile: (ask: Ask) => void = () => undefined) {
  const config = sourceSchema.parse({ id: 'f', name: 'f', adapter, channel: 'forum', url: make.url, enabled: true, every: 60, delay: 0, local: true })
  const source = openSource(config, noWatch)
  const visit = source.visit(cursor, forum.now)
  const found: Found[] = []
  const asked: Ask[] = []
  for (let ask = visit.next(); ask; ask = visit.next()) {
    asked.push(ask)
    const shown = make.show(forum, ask.url)
    const page = { url: ask.url, status: shown ? 200 : 404, headers: {}, bytes: new Uint8Array(), fetchedAt: forum.now, ...shown }
    const reading = source.parse(page)
    expect([ask.url, reading.state]).toEqual([ask.url, 'ok'])
    found.push(...visit.take(ask, reading, page))
    meanwhile(ask)
  }
  expect(visit.trouble()).toBeNull()
  return { found, asked, cursor: JSON.parse(JSON.stringify(visit.cursor())) as unknown }
}

const idsOf = (found: readonly Found[]): string[] => found.map(({ externalId }) => externalId)
const everything = (forum: MovingForum): Set<string> =>
  new Set(forum.threads.flatMap(({ tid, posts }) => posts.map(({ pid }, n) => (n === 0 ? String(tid) : `p${pid}`))))

describe.each(makes)('%s', (_name, adapter, make) => {
  test('four threads bumped after each list page: none is missed, none is read twice', () => {
    const forum = new MovingForum(66, now)
    const first = visitOf(adapter, make, forum, null, ({ role }) => {
      if (role === 'list') forum.bump(4)
    })
    const threads = first.found.filter(({ kind }) => kind === 'thread')
    expect(first.asked.filter(({ role }) => role === 'list')).toHaveLength(4)
    expect(threads).toHaveLength(66)
    expect(new Set(idsOf(first.found)).size).toBe(first.found.length)
    expect(new Set(idsOf(first.found))).toEqual(everything(forum))
  })

  test('what is bumped while a later visit reads is found by the one after it, and a quiet forum costs one request', () => {
    const forum = new MovingForum(66, now)
    const { cursor } = visitOf(adapter, make, forum, null)
    forum.bump(30)
    const second = visitOf(adapter, make, forum, cursor, ({ role }) => {
      if (role === 'list') forum.bump(4)
    })
    const third = visitOf(adapter, make, forum, second.cursor)
    const replies = forum.threads.flatMap(({ posts }) => posts.slice(1).map(({ pid }) => `p${pid}`))
    expect(new Set(idsOf([...second.found, ...third.found]).filter((id) => id.startsWith('p')))).toEqual(new Set(replies))
    expect(visitOf(adapter, make, forum, third.cursor).asked).toHaveLength(1)
  })

  test('a long thread is read page by page, and later only from its last page on', () => {
    const forum = new MovingForum(3, now)
    const [thread] = forum.threads
    if (!thread) throw new Error('no thread')
    for (let n = 0; n < 24; n++) forum.reply(thread)
    const first = visitOf(adapter, make, forum, null)
    expect(new Set(idsOf(first.found))).toEqual(everything(forum))
    forum.now += 10 * minute
    forum.reply(thread)
    const second = visitOf(adapter, make, forum, first.cursor)
    expect(second.asked.filter(({ role }) => role === 'thread').map(({ page }) => page)).toEqual([3])
    expect(idsOf(second.found)).toContain(`p${thread.posts.at(-1)?.pid}`)
  })
})
