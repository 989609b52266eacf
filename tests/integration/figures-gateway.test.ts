import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, hour, parseInstant, systemClock, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { FigureRecords, FigureReport } from '../../shared/figures.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder } from '../../shared/posting.ts'
import { listAudit } from '../../server/archive/audit.ts'
import { createToken } from '../../server/archive/tokens.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const password = 'a-good-password'
let services: TestServices
let db: Database
let gateway: Gateway
let cookie: string
const get = (path: string, headers: Record<string, string> = { cookie }): Promise<Response> => fetch(gateway.url + path, { headers })
const read = async <T>(path: string): Promise<T> => await (await get(path)).json() as T

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  await ensureAdministrator(db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
    log: createLog('test', 'silent'), clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  const login = await fetch(`${gateway.url}/api/session`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'admin', password }) })
  cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  const start = parseInstant('2018-03-01') as Instant
  await record(db, district, Array.from({ length: 90 }, (_, at) => makePosting({
    externalId: `O${at}`, source: 'office-hotline', channel: 'hotline', kind: 'work-order', publishedAt: start + at * 6 * hour, text: '电话13951512345',
    workOrder: { ...blankOrder, orderNumber: `O${at}`, purpose: at % 3 === 0 ? '=1+1' : '投诉', unit: at % 2 === 0 ? '=HYPERLINK("http://x.example")' : '城管局', closedAt: start + at * 6 * hour + day },
  })))
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

test('figures are for people who have logged in, and for tokens that may read them', async () => {
  for (const path of ['/api/figures?period=2018', '/api/figures/records?period=2018&indicator=received', '/api/figures/export?period=2018']) {
    expect((await get(path, {})).status, path).toBe(401)
    expect((await get(path, { cookie })).status, path).toBe(200)
  }
  const now = Date.now()
  const make = async (scopes: ('figures:read' | 'orders:write')[]) => (await createToken(db, district, { name: '市平台', scopes, channels: null, endsAt: now + day, by: 'admin' }, now)).token
  const [reading, writing] = [await make(['figures:read']), await make(['orders:write'])]
  const ask = async (path: string, token: string) => (await get(path, { authorization: `Bearer ${token}` })).status
  expect(await ask('/api/figures?period=2018', reading)).toBe(200)
  expect(await ask('/api/figures?period=2018', writing)).toBe(403)
  // Records and files are for people.
  expect(await ask('/api/figures/records?period=2018&indicator=received', reading)).toBe(401)
})

test('what can not be read is refused in words that say what to write', async () => {
  for (const [query, words] of [['period=2018-13', '2018-Q1'], ['period=2018&by=colour', ''], ['', '']] as const) {
    const response = await get(`/api/figures?${query}`)
    expect(response.status, query).toBe(400)
    expect((await response.json() as { message: string }).message).toContain(words)
  }
  expect((await get('/api/figures/records?period=2018&indicator=nothing')).status).toBe(400)
})

test('a figure of a row opens to its records, without the words that nobody has masked', async () => {
  const report = await read<FigureReport>('/api/figures?period=2018-03&by=unit')
  expect(report.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['区城管局', '未识别：=HYPERLINK("http://x.example")']))
  for (const { key, figures } of report.rows) {
    const list = await read<FigureRecords>(`/api/figures/records?period=2018-03&by=unit&key=${encodeURIComponent(key!)}&indicator=onTime&part=of&limit=10`)
    expect(list.total).toBe(figures.onTime!.of)
    expect(list.next).toBe(10)
    expect(JSON.stringify(list)).not.toContain('13951512345')
    for (const { title } of list.records) expect(title).toBe('尚未分析')
  }
})

test('the workbook has the figures and their basis, no cell of it is a formula, and it is on the audit log', async () => {
  const response = await get('/api/figures/export?period=2018-03&by=purpose')
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('指标-2018-03-按诉求类型.xlsx'))
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  const parts = Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)] as const)
  for (const [name, xml] of parts) if (name.includes('sheet')) expect(xml).not.toMatch(/<f[ >]/)
  const texts = parts.flatMap(([, xml]) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text as string))
  expect(texts).toEqual(expect.arrayContaining(['受理量', '按时办结率', '口径', '统计期', '2018-03', "'=1+1"]))
  expect(texts.filter((text) => /^[=+\-@]/.test(text))).toEqual([])
  expect(await listAudit(db, district, '2018-03', 5)).toMatchObject([{ by: 'admin', action: 'figures.export' }])
})

test('a report says up to when it is true', async () => {
  const { asOf, from, to } = await read<FigureReport>('/api/figures?period=2018-03')
  expect(Date.now() - asOf).toBeLessThan(hour)
  expect([from, to].map((at) => toBeijingIso(at).slice(0, 10))).toEqual(['2018-03-01', '2018-04-01'])
})
