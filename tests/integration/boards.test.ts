import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce, type Services } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { minute, type Instant } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { MovingForum } from '../support/moving-forum.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { showBoard } from '../support/tieba-board.ts'
import { noWatch } from '../support/watch.ts'

let services: TestServices
let db: Database
let http: HttpDoor
let server: Server
let root: string
let now: Instant
/** What the site answers; set by each test. */
let answer: (request: IncomingMessage, body: string) => { status?: number; type?: string; body: string | Uint8Array }
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
  now = Date.parse('2026-11-22T21:30:00+08:00')
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const given = request.url === '/robots.txt' ? { status: 404, body: '' } : answer(request, body)
      response.writeHead(given.status ?? 200, { 'content-type': given.type ?? 'text/html; charset=utf-8' }).end(given.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

function visit(adapter: string, path: string, options: Record<string, unknown> = {}) {
  const config = { id: adapter, name: adapter, adapter, channel: 'board', url: root + path, enabled: true, every: 60, delay: 0, local: true, allowPrivate: true, options }
  const signal = new AbortController().signal
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions: noSessions, clock: { now: Date.now }, signal })
  const using: Services = { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log, district, reporterKey: 'key', signal }
  return visitOnce(openSource(sourceSchema.parse(config), noWatch), using)
}

const stored = async () => (await db.query<{ external_id: string }>('select external_id from postings order by external_id collate "C"')).rows.map((row) => row.external_id)

test('a board that moves while it is read and asks for a check in the middle: nothing missed, nothing twice, the pause kept', async () => {
  const forum = new MovingForum(66, now)
  let threads = 0
  let checked = false
  answer = ({ url = '' }) => {
    const page = showBoard(forum, `https://tieba.baidu.com${url}`)
    if (url.startsWith('/f?')) {
      if (!checked) forum.bump(4)
    } else if (++threads === 30 && !checked) {
      checked = true
      return { body: '<html><head><title>百度安全验证</title></head><body></body></html>' }
    }
    return page ? { body: page.bytes } : { status: 404, body: '<html><head><title>贴吧404</title></head><body></body></html>' }
  }
  const first = await visit('tieba', '/f?kw=x')
  expect(first.recorded.added).toBeGreaterThan(28)
  expect(first.health.reason).toMatch(/安全验证/)
  expect((first.health.until ?? 0) - now).toBeGreaterThanOrEqual(30 * minute)
  now += 31 * minute
  forum.now = now
  const second = await visit('tieba', '/f?kw=x')
  expect(['OK', 'OK_EMPTY']).toContain(second.health.state)
  expect(first.recorded.changed + second.recorded.changed).toBe(0)
  const everything = forum.threads.flatMap(({ tid, posts }) => posts.map(({ pid }, n) => (n === 0 ? String(tid) : `p${pid}`)))
  expect(await stored()).toEqual(everything.sort())
})

test('a board behind its check alone needs a person, and is left alone', async () => {
  answer = () => ({ body: '<html><head><title>百度安全验证</title></head><body></body></html>' })
  const { health } = await visit('tieba', '/f?kw=x')
  expect(health.state).toBe('NEEDS_CAPTCHA')
  expect((health.until ?? 0) - now).toBeGreaterThanOrEqual(30 * minute)
})

test('letters are asked for with a form; the wall of the site is a state with a pause, after which all is read', async () => {
  const asked: [method: string | undefined, type: string | undefined, body: string][] = []
  let walled = true
  answer = (request, body) => {
    asked.push([request.method, request.headers['content-type'], body])
    if (walled) return { status: 403, body: '<html><body>Forbidden</body></html>' }
    const after = Number(new URLSearchParams(body).get('lastItem'))
    const first = after === 0 ? 9_000_025 : after - 1
    const letters = Array.from({ length: Math.min(10, first - 9_000_000) }, (_, n) => ({
      tid: first - n, nickName: '柳岸居民', subject: '题', content: '请修一修。', dateline: Math.floor(now / 1_000) - (9_000_025 - first + n) * 3_600, stateInfo: '待回复',
    }))
    return { type: 'application/json', body: JSON.stringify({ result: 'success', responseData: letters }) }
  }
  const shut = await visit('liuyan', '/threads/list?fid=1029')
  expect([shut.health.state, shut.recorded.added, asked.length]).toEqual(['BLOCKED', 0, 1])
  expect((shut.health.until ?? 0) - now).toBeGreaterThanOrEqual(30 * minute)
  walled = false
  now += 31 * minute
  const opened = await visit('liuyan', '/threads/list?fid=1029')
  expect([opened.health.state, opened.recorded.added]).toEqual(['OK', 25])
  expect(asked.at(-1)).toEqual(['POST', 'application/x-www-form-urlencoded', 'fid=1029&state=1&lastItem=9000001'])
  expect(await stored()).toHaveLength(25)
})
