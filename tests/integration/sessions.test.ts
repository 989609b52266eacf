/** Sessions that an operator lends, before a forum for members: used, kept up, bound to their browser, sealed, never told to anybody. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce, type Services } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { hour, minute, type Instant } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import { messageOf } from '../../shared/errors.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog, type Log } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { keepSessions } from '../../shared/node/session-keeper.ts'
import { forgetSession, importSession, listSessions } from '../../shared/node/site-sessions.ts'
import { TestForum } from '../support/forum.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noWatch } from '../support/watch.ts'

const [key, secretValue, freshValue] = ['key outside the database', 'S3cretVa1ue', 'Fr3shVa1ue']
const userAgent = 'Mozilla/5.0 (Linux; Android 14) Operator/1.0'
const site = '127.0.0.1'

let services: TestServices
let db: Database
let http: HttpDoor
let forum: TestForum
let root: string
let now: Instant
/** Everything that was logged. */
let logged: string
let log: Log
const clock = { now: () => now }

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  http = openHttp({ userAgent: 'Mozilla/5.0 (compatible; Tinghu/0.1; +test)', clock, limits: { totalMs: 1_000 } })
})
afterAll(async () => {
  await http.close()
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  now = Date.parse('2026-11-22T13:30:00Z')
  logged = ''
  log = pino({ level: 'trace' }, new Writable({ write(part: Buffer, _encoding, done) { logged += part.toString(); done() } }))
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources, site_sessions')
  forum = new TestForum()
  root = await forum.open()
  forum.post('会员可见', '内容', now - minute)
  forum.door = membersOnly
})
afterEach(() => forum.close())

/** What members send; null = nobody is let in. */
let pass: string | null = secretValue
let seen: { cookie: string | undefined; agent: string | undefined }[] = []
beforeEach(() => {
  pass = secretValue
  seen = []
})
function membersOnly({ headers }: IncomingMessage, response: ServerResponse): boolean {
  seen.push({ cookie: headers.cookie, agent: headers['user-agent'] })
  if (pass !== null && headers.cookie?.includes(`auth=${pass}`) && headers['user-agent'] === userAgent) return false
  response.writeHead(302, { location: '/member.php?mod=logging&action=login' }).end()
  return true
}

function openServices(): Services {
  const { signal } = new AbortController()
  const sessions = keepSessions(db, district, key, clock)
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions, clock: { now: Date.now }, signal })
  return { keep: keepInPostgres(db, district), polite, sessions, clock, log, district, reporterKey: 'key', signal }
}
const source = (id: string, url: string) => openSource(sourceSchema.parse({
  id, name: id, adapter: 'discuz', channel: 'forum', url, enabled: true, every: 2, delay: 0, local: true, allowPrivate: true, options: { boards: [2] },
}), noWatch)
const lend = (value = secretValue, text = `auth=${value}; uid=7`) => importSession(db, district, key, { text, userAgent, site }, 'operator', now)
const list = async () => (await listSessions(db, district, key))[0]

describe('a lent session', () => {
  test('opens what asks for a login, says that it is valid, and is asked for with the browser name it came with', async () => {
    const using = openServices()
    const before = await visitOnce(source('members', root), using)
    expect([before.health.state, before.health.reason]).toEqual(['NEEDS_LOGIN', expect.stringContaining('导入该站点的登录会话')])
    expect(await lend()).toBe(site)
    expect(await list()).toEqual({
      site, state: 'new', reason: null, stateSince: now, importedBy: 'operator', importedAt: now, usedAt: null, cookies: 2, expiresAt: null,
    })
    seen = []
    const after = await visitOnce(source('members', root), using)
    expect([after.health.state, after.recorded.added]).toEqual(['OK', 1])
    expect(seen.every(({ cookie, agent }) => cookie === `auth=${secretValue}; uid=7` && agent === userAgent)).toBe(true)
    expect(await list()).toMatchObject({ state: 'valid', usedAt: now })
  })

  test('keeps what the site sets in it, across a restart', async () => {
    await lend()
    const inside = forum.door
    forum.door = (request, response) => {
      if (inside(request, response)) return true
      response.setHeader('set-cookie', `auth=${freshValue}; path=/; max-age=3600`)
      pass = freshValue
      return false
    }
    expect((await visitOnce(source('members', root), openServices())).health.state).toBe('OK')
    forum.post('又一帖', '内容', now)
    // Another process, that knows only what is stored.
    expect((await visitOnce(source('members', root), openServices())).recorded.added).toBe(1)
    const { jar } = (await keepSessions(db, district, key, clock).loadJar(root))!
    expect(await jar.getCookieString(root)).toContain(`auth=${freshValue}`)
    expect((await list())?.expiresAt).toBeGreaterThan(Date.now() + 50 * minute)
  })

  test('that the site ends is expired since then, public sources of the site go on and do not mend it, another one lent does', async () => {
    const lobby = new TestForum()
    const lobbyUrl = await lobby.open()
    lobby.post('人人可见', '内容', now)
    await lend()
    const using = openServices()
    await visitOnce(source('members', root), using)
    pass = freshValue
    now += hour
    expect((await visitOnce(source('members', root), using)).health.state).toBe('NEEDS_LOGIN')
    const ended = now
    now += hour
    expect((await visitOnce(source('lobby', lobbyUrl), using)).health.state).toBe('OK')
    expect(await list()).toMatchObject({ state: 'expired', stateSince: ended, reason: expect.stringContaining('重新登录后再导入') as string })
    await lend(freshValue)
    expect((await visitOnce(source('members', root), using)).health.state).toBe('OK')
    expect(await list()).toMatchObject({ state: 'valid', reason: null })
    await lobby.close()
  })

  test('that meets a human check says which address a person opens, and is valid again once it is passed', async () => {
    await lend()
    const using = openServices()
    forum.door = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><head><title>3 + 4 = ?</title></head><body></body></html>')
      return true
    }
    const { health } = await visitOnce(source('members', root), using)
    expect([health.state, health.reason]).toEqual(['NEEDS_CAPTCHA', expect.stringContaining(`打开${root}`)])
    expect(await list()).toMatchObject({ state: 'captcha', reason: expect.stringContaining(root) as string })
    forum.door = membersOnly
    await visitOnce(source('members', root), using)
    expect(await list()).toMatchObject({ state: 'valid', reason: null })
  })

  test('is gone when it is taken back', async () => {
    await lend()
    const using = openServices()
    await visitOnce(source('members', root), using)
    await forgetSession(db, district, site)
    expect((await visitOnce(source('members', root), using)).health.state).toBe('NEEDS_LOGIN')
    expect(await list()).toBeUndefined()
  })

  test('that was sealed with another key is as good as none, and the list says what to do', async () => {
    await lend()
    expect(await listSessions(db, district, 'another key')).toMatchObject([{ state: 'expired', cookies: 0, reason: expect.stringContaining('重新导入') as string }])
    expect(await keepSessions(db, district, 'another key', clock).loadJar(root)).toBeNull()
  })
})

test('no value of a cookie is in any log line, error, health or row', async () => {
  const using = openServices()
  await lend()
  for (const value of [secretValue, freshValue, null]) {
    pass = value
    await visitOnce(source('members', root), using)
    log.info({ error: new Error('trouble') }, 'visited')
  }
  // What a site could do to make us speak: set a cookie that no header can carry, and break off.
  forum.door = (_request, response) => {
    response.writeHead(200, { 'set-cookie': `auth=${freshValue}\u0080; path=/`, 'content-length': '999' }).end('x')
    return true
  }
  const { health } = await visitOnce(source('members', root), using)
  const again = await visitOnce(source('members', root), using)
  const refused = await lend('', `[{"name":"auth","value":"${secretValue}"`).catch(messageOf)
  const tables = await Promise.all(['sources', 'site_sessions', 'districts'].map((table) => db.query<{ row: string; text: string }>(`select row_to_json(t)::text as row, t::text as text from ${table} t`)))
  const told = [logged, JSON.stringify([health, again.health]), refused, JSON.stringify(tables.map((table) => table.rows)), JSON.stringify(await list())]
  for (const text of told) for (const value of [secretValue, freshValue]) expect(text).not.toContain(value)
  const { rows } = await db.query<{ sealed: Buffer }>('select sealed from site_sessions')
  expect(rows).toHaveLength(1)
  for (const value of [secretValue, freshValue, 'auth', userAgent]) expect(rows[0]?.sealed.includes(value)).toBe(false)
})

describe('an import', () => {
  const take = (text: string, more: { site?: string | null; userAgent?: string } = {}) =>
    importSession(db, district, key, { text, userAgent, site: null, ...more }, 'operator', now).catch(messageOf)
  const row = (domain: string, name: string, expires = '0') => [domain, 'TRUE', '/', 'FALSE', expires, name, 'v'].join('\t')

  test('keeps the cookies of one site only, under its registrable domain', async () => {
    const file = [row('.weibo.cn', 'SUB'), row('m.weibo.cn', 'T'), row('.example.com', 'other')].join('\n')
    expect(await take(file)).toContain('包含 2 个站点（weibo.cn、example.com）')
    expect(await take(file, { site: 'https://m.weibo.cn/login' })).toBe('weibo.cn')
    expect(await list()).toMatchObject({ site: 'weibo.cn', cookies: 2 })
  })

  test('that can be of no use is refused in words, and stores nothing', async () => {
    expect(await take(row('.weibo.cn', 'SUB', '1000'))).toContain('都已过期')
    expect(await take(row('.weibo.cn', 'SUB'), { site: 'example.com' })).toContain('没有 example.com 的 Cookie')
    expect(await take(row('.weibo.cn', 'SUB'), { userAgent: '很好的浏览器' })).toContain('User-Agent')
    expect(await take('   ', { site: 'a.cn' })).toContain('没有')
    expect(await list()).toBeUndefined()
  })

  test('of a session that ends says when', async () => {
    const soon = Math.floor(Date.now() / 1_000) + 86_400
    await take([row('.weibo.cn', 'SUB', String(soon)), row('.weibo.cn', 'T', String(soon + 100))].join('\n'))
    expect((await list())?.expiresAt).toBe(soon * 1_000)
  })
})
