import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce, type Services, type Visited } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { hour, minute, type Instant } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { startSite, type TestSite } from '../support/site.ts'
import { noWatch } from '../support/watch.ts'
import { midAt, office, pageOf, type Written } from '../support/weibo.ts'

let services: TestServices
let db: Database
let http: HttpDoor
let site: TestSite
let now: Instant
let written: Written[]
/** Answers in place of the site's own. */
let instead: ((request: IncomingMessage, response: ServerResponse) => boolean) | null
let headers: IncomingMessage['headers'][]
const clock = { now: () => now }
const log = createLog('test', 'silent')
const person = { id: 1700000001, screen_name: '爱吃藕的阿岩', verified: false, verified_type: -1 }

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
  written = []
  instead = null
  headers = []
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
  site = await startSite((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end()
    headers.push(request.headers)
    if (!instead?.(request, response)) sendJson(response, answerTo(new URL(request.url ?? '', 'http://site')))
  })
})
afterEach(() => { site.close() })

function sendJson(response: ServerResponse, body: unknown, status = 200): true {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
  return true
}

function answerTo({ pathname, searchParams }: URL): unknown {
  const id = searchParams.get('id')
  if (pathname === '/statuses/extend') return { ok: 1, data: { longTextContent: written.find((row) => row.id === id)?.whole ?? '' } }
  if (searchParams.get('type') === 'uid' && !searchParams.has('containerid')) return { ok: 1, data: { userInfo: office, tabsInfo: { tabs: [] } } }
  if (searchParams.get('type') !== 'uid') return pageOf(written, Number(searchParams.get('page')), {}, person)
  const page = Number(searchParams.get('since_id') ?? 1)
  return pageOf(written, page, written.length > page * 10 ? { since_id: page + 1 } : {})
}

function visit(adapter: string, options: object): Promise<Visited> {
  const { signal } = new AbortController()
  const browse = () => Promise.reject(new Error('no browser here'))
  const polite = openPolite({ http, browse, sessions: noSessions, clock: { now: Date.now }, signal })
  const config = {
    id: adapter, name: '微博', adapter, channel: 'weibo', url: `http://${site.host}/`, enabled: true, every: 900, delay: 0, local: false, allowPrivate: true, options,
  }
  const given: Services = { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log, district, reporterKey: 'key', signal }
  return visitOnce(openSource(sourceSchema.parse(config), noWatch), given)
}
const search = () => visit('weibo-search', { queries: ['湖城 停水'] })
/** So many postings, the last of them a minute old; the clock then goes on. */
function say(count: number): void {
  for (let nth = 0; nth < count; nth++, now += minute) written.push({ id: midAt(now), text: `第 ${written.length} 条` })
}
const rows = async () => (await db.query<{ external_id: string; body: string; account: string | null; published_at: number }>(
  'select external_id, title, body, account, reporter, published_at from postings order by id')).rows

test('a search records each posting once, at the time of its number, and the name of no person', async () => {
  say(13)
  const whole = written.find(({ text }) => text === '第 5 条')
  if (whole) whole.whole = '第 5 条，全部的话'
  const first = await search()
  expect([first.recorded, first.health.state]).toEqual([{ added: 13, changed: 0, same: 0 }, 'OK'])
  const stored = await rows()
  expect(stored.map(({ external_id }) => external_id).toSorted()).toEqual(written.map(({ id }) => id).toSorted())
  expect(JSON.stringify(stored)).not.toContain(person.screen_name)
  expect(stored.map(({ body }) => body)).toContain('第 5 条，全部的话')
  expect(Math.max(...stored.map((row) => row.published_at))).toBe(now - minute)
  say(2)
  expect((await search()).recorded).toEqual({ added: 2, changed: 0, same: 0 })
  expect((await search()).recorded).toEqual({ added: 0, changed: 0, same: 0 })
})

test('requests carry what the mobile site sends along, our own name, and no cookie', async () => {
  await search()
  expect(headers[0]).toMatchObject({ 'x-requested-with': 'XMLHttpRequest', 'mweibo-pwa': '1', 'user-agent': expect.stringContaining('Tinghu') as string })
  expect(headers[0]?.referer).toContain('/search?containerid=')
  expect(headers[0]).not.toHaveProperty('cookie')
})

test('a login wall in the middle is told, loses nothing, and nothing comes twice', async () => {
  say(25)
  instead = (request, response) => (request.url?.includes('page=2') ?? false) && sendJson(response, { ok: -100, url: 'https://passport.weibo.com/sso/signin' })
  const cut = await search()
  expect([cut.recorded.added, cut.health.state]).toEqual([10, 'DEGRADED'])
  instead = null
  expect((await search()).recorded).toEqual({ added: 15, changed: 0, same: 0 })
})

test('each wall has its state, and risk control its twelve hours', async () => {
  instead = (_, response) => sendJson(response, {}, 432)
  const blocked = await search()
  expect(blocked.health.state).toBe('BLOCKED')
  expect(blocked.health.until).toBeGreaterThanOrEqual(now + 12 * hour)
  instead = (_, response) => sendJson(response, { ok: -100, url: 'https://passport.weibo.com/sso/signin' })
  expect((await search()).health.state).toBe('NEEDS_LOGIN')
  instead = (_, response) => sendJson(response, { ok: -100, errno: '-100', url: 'https://m.weibo.cn/captcha?scene=limit' })
  const checked = await search()
  expect([checked.health.state, checked.health.reason]).toEqual(['NEEDS_CAPTCHA', expect.stringContaining('https://m.weibo.cn/captcha?scene=limit')])
  instead = (_, response) => { response.writeHead(302, { location: 'https://passport.weibo.com/visitor/visitor' }).end(); return true }
  expect((await search()).health.state).toBe('NEEDS_LOGIN')
  instead = (_, response) => { response.end('<html><head><title>Sina Visitor System</title></head></html>'); return true }
  expect((await search()).health.state).toBe('BLOCKED')
  instead = (_, response) => sendJson(response, { ok: 1, data: { rows: [] } })
  expect((await search()).health.state).toBe('PARSE_BROKEN')
  instead = (_, response) => sendJson(response, { ok: 0, msg: '这里还没有内容', data: { cards: [] } })
  expect((await search()).health).toMatchObject({ state: 'OK_EMPTY', until: null })
  expect(await rows()).toEqual([])
})

test('an office is recorded by its name; one that Weibo shows as a person is refused', async () => {
  const options = { uid: String(office.id), account: 'government', approvedBy: '值班长', until: '2026-12-31' }
  say(12)
  expect((await visit('weibo-user', options)).recorded.added).toBe(12)
  expect(new Set((await rows()).map(({ account }) => account))).toEqual(new Set([office.screen_name]))
  instead = (_, response) => sendJson(response, { ok: 1, data: { userInfo: { ...office, verified_type: 0 }, tabsInfo: { tabs: [] } } })
  now += 25 * hour
  const refused = await visit('weibo-user', options)
  expect([refused.health.state, refused.health.reason]).toEqual(['PARSE_BROKEN', expect.stringContaining('不采集个人账号')])
})
