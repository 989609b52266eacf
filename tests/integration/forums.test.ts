import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { minute } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { discuzGbk, MovingForum, nodebb, xiuno, type Make } from '../support/moving-forum.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { noWatch } from '../support/watch.ts'

const start = Date.parse('2026-11-22T13:30:00Z')
let services: TestServices
let db: Database
let http: HttpDoor
let forum: MovingForum
let asked: { path: string; status: number }[]
let closed: boolean
let close: () => Promise<void>
const clock = { now: () => forum.now }
const log = createLog('test', 'silent')

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  http = openHttp({ userAgent: 'Mozilla/5.0 (compatible; Tinghu/0.1; +test)', clock })
})
afterAll(async () => {
  await http.close()
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
  forum = new MovingForum(12, start)
  asked = []
  closed = false
})
afterEach(() => close())

/** Serves the forum as one make of software shows it, with an ETag on every page, and opens it as a source. */
async function serve(adapter: string, make: Make) {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const shown = path === '/robots.txt' ? null : make.show(forum, path)
    const etag = shown ? `W/"${createHash('sha256').update(shown.bytes).digest('hex').slice(0, 16)}"` : ''
    const status = closed ? 503 : !shown ? 404 : request.headers['if-none-match'] === etag ? 304 : 200
    asked.push({ path, status })
    response.writeHead(status, { ...shown?.headers, ...(etag ? { etag } : {}) })
    response.end(closed ? JSON.stringify({ site_title: '论坛', message: '升级中' }) : status === 200 ? shown?.bytes : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const { pathname, search } = new URL(make.url)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}${search}`
  const config = { id: 'forum', name: '论坛', adapter, channel: 'forum', url, enabled: true, every: 2, delay: 0, local: true, allowPrivate: true }
  const source = openSource(sourceSchema.parse(config), noWatch)
  const { signal } = new AbortController()
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions: noSessions, clock: { now: Date.now }, signal })
  return () => visitOnce(source, { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log, district, reporterKey: 'key', signal })
}

async function recorded() {
  const { rows } = await db.query<{ external_id: string; kind: string; parent: string | null; state: string; title: string }>(
    'select external_id, kind, parent, state, title from postings order by id')
  return rows
}

describe.each([['nodebb', nodebb], ['xiuno', xiuno], ['discuz', discuzGbk]] as const)('a %s forum over HTTP', (adapter, make) => {
  test('is recorded once, replies under their threads; a quiet visit is one request, answered with 304 where that is understood', async () => {
    const visit = await serve(adapter, make)
    const [thread] = forum.threads
    if (!thread) throw new Error('no thread')
    for (let n = 0; n < 11; n++) forum.reply(thread)
    const first = await visit()
    expect([first.health.state, first.recorded]).toEqual(['OK', { added: 23, changed: 0, same: 0 }])
    const rows = await recorded()
    expect(rows.filter(({ kind }) => kind === 'thread').map(({ title }) => title)).toEqual(forum.threads.map(({ tid }) => `第${tid}帖`))
    expect(new Set(rows.filter(({ kind }) => kind === 'reply').map(({ parent }) => parent))).toEqual(new Set([String(thread.tid)]))

    forum.now += minute
    await visit()
    asked = []
    expect((await visit()).recorded).toEqual({ added: 0, changed: 0, same: 0 })
    expect(asked.map(({ status }) => status)).toEqual([304])

    forum.reply(thread)
    expect((await visit()).recorded.added).toBe(1)
  })

  test('keeps what it knows of a thread that has gone, and heals after the site was closed', async () => {
    const visit = await serve(adapter, make)
    await visit()
    const gone = forum.threads.splice(3, 1)[0]
    for (const later of [2, 8]) {
      forum.now += later * 60 * minute
      await visit()
    }
    expect((await recorded()).find(({ external_id: id }) => id === String(gone?.tid))).toMatchObject({ state: 'gone', title: `第${gone?.tid}帖` })
    closed = true
    forum.open(forum.now)
    forum.now += minute
    // Only NodeBB says that it means to be away.
    expect((await visit()).health.state).toBe(adapter === 'nodebb' ? 'SITE_CLOSED' : 'SERVER_ERROR')
    closed = false
    expect((await visit()).recorded.added).toBe(1)
  })
})
