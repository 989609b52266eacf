import { afterAll, beforeAll, expect, test } from 'vitest'
import { hour, systemClock } from '../../shared/clock.ts'
import { finishErrand, takeErrand } from '../../shared/node/errands.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { saveHealth } from '../../shared/node/sources.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { LetGoList, SourceList, TrialAnswer } from '../../shared/source-view.ts'
import { listAudit } from '../../server/archive/audit.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const password = 'a-good-password'
let services: TestServices
let db: Database
let gateway: Gateway
let cookie = ''

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  await ensureAdministrator(db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district), log, clock: systemClock,
    secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  const response = await ask('POST', '/api/session', { name: 'admin', password })
  cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
  const health: SourceHealth = {
    source: 'from-file', name: '区论坛', channel: 'forum', state: 'BLOCKED', since: 0, reason: '站点拒绝访问', lastGoodAt: null, newestAt: null, every: 60, demo: false,
    until: Date.now() + hour, failures: 3,
  }
  await saveHealth(db, district, health)
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(gateway.url + path, {
    method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const list = async (): Promise<SourceList> => (await ask('GET', '/api/sources')).json() as Promise<SourceList>

const config = {
  id: 'bbs', name: '洪泽论坛', adapter: 'discuz', channel: 'forum', url: 'https://bbs.example.cn/', enabled: true, every: 300, delay: 1_000, local: true, allowPrivate: false, demo: false,
  options: { boards: ['2'] },
}

test('nobody without a login sees or changes a source', async () => {
  for (const [method, path] of [['GET', '/api/sources'], ['POST', '/api/sources'], ['POST', '/api/sources/trials'], ['POST', '/api/sessions'], ['GET', '/api/let-go']] as const) {
    const response = await fetch(gateway.url + path, { method, ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}) })
    expect(response.status, path).toBe(401)
  }
})

test('a pasted address is looked at by the crawlers, and the person hears how that stands', async () => {
  const { id } = await (await ask('POST', '/api/sources/trials', { url: 'https://bbs.example.cn/' })).json() as { id: number }
  const stands = async () => (await ask('GET', `/api/sources/trials/${id}`)).json() as Promise<TrialAnswer>
  expect(await stands()).toEqual({ state: 'waiting', answer: null, failure: null })
  const taken = await takeErrand(db, district, Date.now())
  expect(taken).toMatchObject({ id, errand: { kind: 'try', url: 'https://bbs.example.cn/' }, askedBy: 'admin' })
  expect((await stands()).state).toBe('looking')
  await finishErrand(db, district, id, { answer: { url: 'https://bbs.example.cn/', refusal: '站点需要登录', proposals: [] } }, Date.now())
  expect(await stands()).toMatchObject({ state: 'done', answer: { refusal: '站点需要登录' } })
})

test.each(['ftp://bbs.example.cn/', 'no address', 'javascript:alert(1)'])('%s is no address to look at', async (url) => {
  expect((await ask('POST', '/api/sources/trials', { url })).status).toBe(400)
})

test('a source is added once, switched off and on, and who did it is on record', async () => {
  expect((await ask('POST', '/api/sources', config)).status).toBe(201)
  expect((await ask('POST', '/api/sources', config)).status).toBe(409)
  expect((await list()).sources.find(({ source }) => source === 'bbs')).toMatchObject({ name: '洪泽论坛', health: null, added: { by: 'admin', config }, measure: '条' })
  expect((await ask('PATCH', '/api/sources/bbs', { enabled: false })).status).toBe(204)
  expect((await list()).sources.find(({ source }) => source === 'bbs')?.added?.config.enabled).toBe(false)
  expect((await listAudit(db, district, 'bbs', 10)).map(({ action, by }) => [action, by])).toEqual([['source.disable', 'admin'], ['source.add', 'admin']])
})

test('a source of the configuration file is shown, can be visited now, and is not changed here', async () => {
  expect((await list()).sources.find(({ source }) => source === 'from-file')).toMatchObject({ added: null, health: { state: 'BLOCKED' } })
  expect((await ask('PATCH', '/api/sources/from-file', { enabled: false })).status).toBe(409)
  expect((await ask('POST', '/api/sources', { ...config, id: 'from-file' })).status).toBe(409)
  expect((await ask('POST', '/api/sources/from-file/visits', {})).status).toBe(202)
  expect((await takeErrand(db, district, Date.now()))?.errand).toEqual({ kind: 'visit', source: 'from-file' })
})

test('a channel of which only totals may be known takes no source', async () => {
  const closed = loadDistrict(district).channels.find(({ totalsOnly }) => totalsOnly)!
  expect((await ask('POST', '/api/sources', { ...config, id: 'sunshine', channel: closed.id })).status).toBe(400)
})

test('a lent session is listed without anything that is in it, and can be taken back', async () => {
  const secret = 'SUB=_2A25Jverysecretvalue'
  const response = await ask('POST', '/api/sessions', { text: `${secret}; SUBP=x`, userAgent: 'Mozilla/5.0 (X11; Linux) Test/1.0', site: 'weibo.cn' })
  expect(await response.json()).toEqual({ site: 'weibo.cn' })
  const text = await (await ask('GET', '/api/sources')).text()
  expect(text).not.toContain('verysecretvalue')
  expect((JSON.parse(text) as SourceList).sessions).toMatchObject([{ site: 'weibo.cn', state: 'new', cookies: 2, importedBy: 'admin' }])
  expect((await ask('POST', '/api/sessions', { text: 'no cookie at all', userAgent: 'Mozilla/5.0 (X11; Linux) Test/1.0', site: null })).status).toBe(400)
  expect((await ask('DELETE', '/api/sessions/weibo.cn')).status).toBe(204)
  expect((await list()).sessions).toEqual([])
})

test('what was let go is listed with its reason, masked, the newest first, page by page', async () => {
  for (let index = 0; index < 3; index += 1) {
    await record(db, district, [makePosting({ externalId: `stray-${index}`, source: 'weibo', channel: 'weibo', local: false })])
    const enrichment = { uncountedBecause: index === 1 ? '跟帖回复，不单独计数' : `与本区诉求无关：未提及本区地名 ${index}`, maskedTitle: `题${index}`, maskedText: '电话〔电话〕' }
    await db.query(
      `insert into enrichments (district, posting, purpose, counted, enrichment) select $1, id, '其他', false, $3 from postings where external_id = $2`,
      [district, `stray-${index}`, JSON.stringify(enrichment)],
    )
  }
  const first = await (await ask('GET', '/api/let-go?limit=1')).json() as LetGoList
  expect(first.rows).toMatchObject([{ title: '题2', text: '电话〔电话〕', because: '与本区诉求无关：未提及本区地名 2', channelName: '微博' }])
  const second = await (await ask('GET', `/api/let-go?limit=1&before=${first.next}`)).json() as LetGoList
  expect([second.rows.map(({ title }) => title), second.next]).toEqual([['题0'], null])
})
