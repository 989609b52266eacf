import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { noWatch } from '../support/watch.ts'
import { visitOnce, type Services } from '../../crawlers/crawl.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { day, minute, type Instant } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { TestForum, type Fault } from '../support/forum.ts'
import { district } from '../support/postings.ts'
import { noSessions } from '../support/sessions.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let http: HttpDoor
let forum: TestForum
let root: string
let now: Instant
const clock = { now: () => now }
const log = createLog('test', 'silent')

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  http = openHttp({ userAgent: 'Mozilla/5.0 (compatible; Tinghu/0.1; +test)', clock, limits: { totalMs: 1_500, headerMs: 1_000 } })
})
afterAll(async () => {
  await http.close()
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  now = Date.parse('2026-11-22T13:30:00Z')
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
  forum = new TestForum()
  root = await forum.open()
})
afterEach(() => forum.close())

function forumServices(): Services {
  const signal = new AbortController().signal
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions: noSessions, clock: { now: Date.now }, signal })
  return { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log, district, reporterKey: 'key', signal }
}

function forumSource(extra: Record<string, unknown> = {}) {
  const config = { id: 'forum', name: '论坛', adapter: 'discuz', channel: 'forum', url: root, enabled: true, every: 2, delay: 0, local: true, allowPrivate: true }
  return openSource(sourceSchema.parse({ ...config, options: { boards: [2] }, ...extra }), noWatch)
}

const visit = (source = forumSource(), using = forumServices()) => visitOnce(source, using)
const titles = async (kind = 'thread') =>
  (await db.query<{ title: string }>('select title from postings where kind = $1 order by id', [kind])).rows.map(({ title }) => title)

describe('a visit to a forum', () => {
  test('records every thread and reply once, the oldest first, and the second visit adds nothing', async () => {
    for (let n = 1; n <= 50; n++) forum.post(`第${n}帖`, `内容${n}`, now - (51 - n) * 10 * minute)
    for (let n = 0; n < 25; n++) forum.reply(forum.threads[7]!, `回复${n}`, now - minute + n * 1_000)
    const first = await visit()
    expect(first.health).toMatchObject({ state: 'OK', newestAt: now - minute + 24_000, reason: null })
    expect(first.recorded).toEqual({ added: 75, changed: 0, same: 0 })
    expect(await titles()).toEqual(Array.from({ length: 50 }, (_, n) => `第${n + 1}帖`))
    forum.asked = []
    const second = await visit()
    expect(second.recorded).toEqual({ added: 0, changed: 0, same: 0 })
    expect(forum.asked.filter((path) => path.includes('viewthread'))).toEqual([])
  })

  test('a new thread is recorded at the next visit, with two requests', async () => {
    for (let n = 1; n <= 10; n++) forum.post(`第${n}帖`, '内容', now - day + n * minute)
    const using = forumServices()
    await visit(forumSource(), using)
    forum.asked = []
    forum.post('刚刚发生', '停电了', now - 1_000)
    expect((await visit(forumSource(), using)).recorded.added).toBe(1)
    expect(forum.asked).toHaveLength(2)
  })

  test('replies on the last page of a long thread are found without reading its first pages again', async () => {
    const thread = forum.post('长帖', '开头', now - day)
    for (let n = 0; n < 24; n++) forum.reply(thread, `回复${n}`, now - day + n * minute)
    await visit()
    forum.asked = []
    forum.reply(thread, '新的回复', now - minute)
    expect((await visit()).recorded.added).toBe(1)
    expect(forum.asked.filter((path) => path.includes('viewthread'))).toEqual([`/forum.php?mod=viewthread&tid=${thread.tid}&page=3`])
  })

  test('rows that move while the list is read are neither lost nor counted twice', async () => {
    for (let n = 1; n <= 66; n++) forum.post(`第${n}帖`, '内容', now - day + n * minute)
    forum.meanwhile = (path) => {
      if (!path.includes('forumdisplay')) return
      forum.post(`途中${forum.threads.length}`, '内容', now + forum.threads.length)
      forum.reply(forum.threads[3]!, '顶', now + forum.threads.length)
    }
    await visit()
    forum.meanwhile = () => undefined
    await visit()
    const recorded = await titles()
    expect(recorded).toHaveLength(new Set(recorded).size)
    expect(new Set(recorded)).toEqual(new Set(forum.threads.map(({ title }) => title)))
  })

  test('four threads that are bumped after each page of a list cost no thread and bring none twice', async () => {
    const before = Array.from({ length: 130 }, (_, n) => forum.post(`第${n}帖`, '内容', now - day + n * minute))
    let [pages, bumps] = [0, 0]
    forum.meanwhile = (path) => {
      if (!path.includes('forumdisplay')) return
      if (pages++ === 0) return
      // From the far end: those that a crawl in the order of last replies has still before it.
      for (const thread of before.slice(bumps, bumps += 4)) forum.reply(thread, '顶上去', now + bumps)
    }
    await visit()
    expect(pages).toBeGreaterThan(5)
    forum.meanwhile = () => undefined
    expect((await titles()).toSorted()).toEqual(before.map(({ title }) => title).toSorted())
    now += minute
    await visit()
    expect(await titles()).toHaveLength(130)
    expect(await titles('reply')).toHaveLength(bumps)
    const { rows } = await db.query<{ n: number }>('select count(*)::int as n from postings where revision > 1')
    expect(rows).toEqual([{ n: 0 }])
  })

  test('pinned threads do not hide what is new below them', async () => {
    for (let n = 1; n <= 5; n++) forum.post(`置顶${n}`, '须知', now - 300 * day).pinned = true
    for (let n = 1; n <= 5; n++) forum.post(`旧帖${n}`, '内容', now - day)
    await visit()
    forum.post('新帖', '内容', now)
    expect((await visit()).recorded.added).toBe(1)
  })

  test('a thread that may not be read is recorded by its title, one that is gone after the second sighting', async () => {
    forum.post('权限帖', '看不到', now - minute).forbidden = true
    const thread = forum.post('要删的帖', '内容', now - 2 * minute)
    await visit()
    thread.gone = true
    const states: unknown[] = []
    for (const later of [2, 10, 40]) {
      now += later * 60 * minute
      await visit()
      const { rows } = await db.query<{ state: string }>('select state from postings where external_id = $1', [String(thread.tid)])
      states.push(rows[0]?.state)
    }
    expect(states).toEqual(['visible', 'gone', 'gone'])
    expect(await titles()).toContain('权限帖')
  })

  test('a board in GBK is read like any other', async () => {
    forum.charset = 'gbk'
    forum.post('路灯不亮&#128512;', '东门的路灯坏了', now - minute)
    await visit()
    expect(await titles()).toEqual(['路灯不亮😀'])
  })
})

describe('a site that is not well', () => {
  const expected: [Fault, string][] = [
    ['hang', 'SERVER_ERROR'], ['reset', 'SERVER_ERROR'], ['503', 'SERVER_ERROR'], ['429', 'RATE_LIMITED'], ['432', 'BLOCKED'], ['truncate', 'SERVER_ERROR'],
    ['badgzip', 'SERVER_ERROR'], ['loop', 'SERVER_ERROR'], ['inside', 'BLOCKED'], ['tologin', 'NEEDS_LOGIN'], ['empty', 'PARSE_BROKEN'], ['huge', 'BLOCKED'],
    ['closed', 'SITE_CLOSED'], ['foreign', 'PARSE_BROKEN'],
  ]
  test.each(expected)('%s is told as %s, loses nothing, and heals by itself', async (fault, state) => {
    forum.post('之前', '内容', now - day)
    await visit()
    forum.post('期间', '内容', now - minute)
    forum.fault = fault
    const { health, recorded } = await visit()
    expect(health.state).toBe(state)
    expect(health.reason).not.toBeNull()
    expect(recorded.added).toBe(0)
    forum.fault = 'none'
    expect((await visit()).recorded.added).toBe(1)
    expect(await titles()).toEqual(['之前', '期间'])
  })

  test.each<Fault>(['gzip', 'fakegzip', 'wrongcharset', 'reload'])('%s is no obstacle', async (fault) => {
    forum.fault = fault
    forum.post('供水管道破裂', '水漫到路上', now - minute)
    expect((await visit()).health.state).toBe('OK')
    expect(await titles()).toEqual(['供水管道破裂'])
  })

  test('a list that has lost its rows is broken, not empty', async () => {
    forum.post('有过', '内容', now - minute)
    await visit()
    forum.threads = []
    const { health } = await visit()
    expect(health.state).toBe('PARSE_BROKEN')
    expect(health.reason).toMatch(/^版块 2 原有主题，现在一个也读不出；页面可能已改版/)
  })

  test('what robots.txt forbids is not asked for', async () => {
    forum.robots = 'User-agent: *\nDisallow: /forum.php'
    forum.post('不给看', '内容', now)
    expect((await visit()).health.state).toBe('BLOCKED')
    expect(forum.asked).toEqual(['/robots.txt'])
  })

  test('a source that may not reach inside never does', async () => {
    forum.post('里面', '内容', now)
    const { health } = await visit(forumSource({ allowPrivate: false }))
    expect(health.state).toBe('BLOCKED')
    expect(health.reason).toContain('在内网')
    expect(forum.asked).toEqual([])
  })
})
