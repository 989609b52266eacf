import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { day, minute, toBeijingIso } from '../../shared/clock.ts'
import type { TokenView } from '../../shared/import-view.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { listAudit } from '../../server/archive/audit.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { requestsAMinute } from '../../server/http/token-gate.ts'
import type { TokenList } from '../../shared/import-view.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const password = 'a-good-password'
/** Ahead of the machine's time, as a test sets it. */
let ahead = 0
const clock = { now: () => Date.now() + ahead }
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
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district), log, clock,
    secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  const response = await ask('POST', '/api/session', { name: 'admin', password })
  cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})
beforeEach(() => { ahead = 0 })

function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = { cookie }): Promise<Response> {
  return fetch(gateway.url + path, {
    method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
/** A day of Beijing time, so many days from today. */
const dayAhead = (days: number): string => toBeijingIso(clock.now() + days * day).slice(0, 10)
const list = async (): Promise<TokenView[]> => (await (await ask('GET', '/api/tokens')).json() as TokenList).tokens
const known = async (id: number): Promise<TokenView | undefined> => (await list()).find((token) => token.id === id)

async function make(given: object = {}): Promise<TokenView & { token: string }> {
  const response = await ask('POST', '/api/tokens', { name: '市平台', scopes: ['orders:write'], endsOn: dayAhead(30), ...given })
  expect(response.status).toBe(201)
  return await response.json() as TokenView & { token: string }
}
/** Asks for a batch that nobody sent: 404 is said to those who are let in. */
const knock = (authorization: string): Promise<Response> => ask('GET', '/api/work-orders/batches/1', undefined, { authorization })

test('nobody without a login sees, makes or ends a token, and a token makes no other', async () => {
  const { token } = await make()
  for (const headers of [{}, { authorization: `Bearer ${token}` }] as Record<string, string>[]) {
    expect((await ask('GET', '/api/tokens', undefined, headers)).status).toBe(401)
    expect((await ask('POST', '/api/tokens', {}, headers)).status).toBe(401)
    expect((await ask('DELETE', '/api/tokens/1', undefined, headers)).status).toBe(401)
  }
})

test('a token is shown once, and neither the table nor the list has it', async () => {
  const { token, id } = await make({ name: '省平台', channels: ['upper', 'hotline'] })
  expect(token).toMatch(/^tinghu_[\w-]{43}$/)
  const response = await ask('GET', '/api/tokens')
  const text = await response.text()
  expect(text).not.toContain(token)
  expect((JSON.parse(text) as TokenList).tokens.find((each) => each.id === id)).toMatchObject({
    name: '省平台', scopes: ['orders:write'], channels: ['upper', 'hotline'], by: 'admin', revokedAt: null, usedAt: null,
  })
  const { rows: [row] } = await db.query<{ row: string }>('select row_to_json(api_tokens)::text as row from api_tokens where id = $1', [id])
  expect(row!.row).not.toContain(token.slice('tinghu_'.length))
  expect(await listAudit(db, district, `token:${id}`, 5)).toMatchObject([{ action: 'token.create', by: 'admin' }])
})

test('a token needs a name, a scope, channels that take orders, and an end within a year', async () => {
  const good = { name: '市平台', scopes: ['orders:write'], endsOn: dayAhead(366) }
  expect((await ask('POST', '/api/tokens', good)).status).toBe(201)
  for (const wrong of [
    { name: ' ' }, { scopes: [] }, { scopes: ['everything'] }, { endsOn: undefined }, { endsOn: '2026-02-30' }, { endsOn: dayAhead(-1) }, { endsOn: dayAhead(367) },
    { channels: [] }, { channels: ['no-such'] }, { channels: ['discipline'] }, { channels: ['none'] }, { admin: true },
  ]) {
    const response = await ask('POST', '/api/tokens', { ...good, ...wrong })
    expect(response.status, JSON.stringify(wrong)).toBe(400)
    expect((await response.json() as { message: string }).message).toMatch(/\p{Script=Han}/u)
  }
})

test('without a token, with a wrong one or with something else nobody gets in', async () => {
  const { token } = await make()
  expect((await ask('GET', '/api/work-orders/batches/1', undefined, {})).status).toBe(401)
  for (const wrong of ['', 'Bearer', 'Bearer ', 'Bearer nonsense', `Basic ${token}`, `Bearer ${token.slice(0, -1)}x`, `Bearer ${token}x`, token]) {
    const response = await knock(wrong)
    expect([response.status, response.headers.get('www-authenticate')], wrong).toEqual([401, 'Bearer'])
  }
  expect((await knock(`Bearer ${token}`)).status).toBe(404)
  expect((await knock(`bearer ${token}`)).status).toBe(404)
})

test('a token ends with its last day in Beijing, and at once when it is revoked', async () => {
  const { token, endsAt } = await make({ endsOn: dayAhead(3) })
  ahead = endsAt - 1_000 - Date.now()
  expect((await knock(`Bearer ${token}`)).status).toBe(404)
  ahead = endsAt + 1_000 - Date.now()
  const ended = await knock(`Bearer ${token}`)
  expect([ended.status, await ended.json()]).toEqual([401, { message: `令牌“市平台”已于${toBeijingIso(endsAt - 1).slice(0, 10)}到期，请向管理员申请新的` }])

  ahead = 0
  const other = await make()
  expect((await knock(`Bearer ${other.token}`)).status).toBe(404)
  expect((await ask('DELETE', `/api/tokens/${other.id}`)).status).toBe(204)
  const revoked = await knock(`Bearer ${other.token}`)
  expect([revoked.status, (await revoked.json() as { message: string }).message]).toEqual([401, '令牌“市平台”已停用，请向管理员申请新的'])
  expect((await ask('DELETE', `/api/tokens/${other.id}`)).status).toBe(404)
  expect((await known(other.id))?.revokedAt).not.toBeNull()
  expect(await listAudit(db, district, `token:${other.id}`, 5)).toMatchObject([{ action: 'token.revoke' }, { action: 'token.create' }])
})

test('a token does only what it was made for', async () => {
  const { token } = await make({ scopes: ['figures:read'] })
  const response = await knock(`Bearer ${token}`)
  expect([response.status, await response.json()]).toEqual([403, { message: '令牌“市平台”没有“报送工单”（orders:write）的权限' }])
  expect((await ask('GET', '/api/imports', undefined, { authorization: `Bearer ${token}` })).status).toBe(401)
})

test('when a token was last used is noted, at most once a minute', async () => {
  const { token, id } = await make()
  expect((await known(id))?.usedAt).toBeNull()
  await knock(`Bearer ${token}`)
  const first = (await known(id))!.usedAt!
  expect(Math.abs(first - clock.now())).toBeLessThan(minute)
  await knock(`Bearer ${token}`)
  expect((await known(id))?.usedAt).toBe(first)
  ahead = 2 * minute
  await knock(`Bearer ${token}`)
  expect((await known(id))!.usedAt! - first).toBeGreaterThan(minute)
})

test('a token that asks too often has to wait, is told how long, and holds up no other', async () => {
  const [{ token }, other] = [await make(), await make()]
  // The minute of the gate's clock stands still, so that all of them fall into one.
  const stopped = Math.ceil(clock.now() / minute) * minute + minute / 2
  const now = clock.now
  clock.now = () => stopped
  try {
    const answers = await Promise.all(Array.from({ length: requestsAMinute + 5 }, () => knock(`Bearer ${token}`)))
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(requestsAMinute)
    const held = answers.filter(({ status }) => status === 429)
    expect(held.map(({ headers }) => headers.get('retry-after'))).toEqual(Array.from({ length: 5 }, () => '30'))
    expect((await knock(`Bearer ${other.token}`)).status).toBe(404)
    clock.now = () => stopped + minute / 2
    expect((await knock(`Bearer ${token}`)).status).toBe(404)
  } finally {
    clock.now = now
  }
})
