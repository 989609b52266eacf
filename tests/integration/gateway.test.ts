import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import type { Delta, ServerToClient } from '../../shared/events.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import { raiseAlert } from '../../server/archive/alerts.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { createCardMaker } from '../../server/cards.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { createLiveState, type LiveState } from '../../server/live-state/store.ts'
import { createPublisher } from '../../server/publish.ts'
import { makeGrouped } from '../support/grouped.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const kioskToken = 'a-kiosk-token'
const password = 'a-good-password'
let services: TestServices
let db: Database
let redis: RedisClient
let live: LiveState
let gateway: Gateway
const sockets: Socket[] = []

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  const pack = loadDistrict(district)
  db = connectPostgres(services.databaseUrl)
  redis = connectRedis(services.redisUrl, () => undefined)
  live = createLiveState(redis, district, 30)
  await migrate(db, log)
  await ensureAdministrator(db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack, log, clock: systemClock,
    secrets: { kioskToken, reporterKey: 'r', sessionKey: 'session key' },
  })
})
afterAll(async () => {
  for (const socket of sockets) socket.close()
  await gateway.close()
  redis.disconnect()
  await db.end()
  await services.stop()
})

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(gateway.url + path, { headers })
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(gateway.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

async function connect(auth: Record<string, string>): Promise<Socket<ServerToClient>> {
  const socket: Socket<ServerToClient> = io(gateway.url, { auth, transports: ['websocket'], reconnection: false })
  sockets.push(socket)
  await new Promise((resolve, reject) => {
    socket.once('connect', () => { resolve(null) })
    socket.once('connect_error', reject)
  })
  return socket
}

async function logIn(): Promise<{ cookie: string }> {
  const response = await post('/api/session', { name: 'admin', password })
  expect(response.status).toBe(204)
  return { cookie: response.headers.getSetCookie()[0]!.split(';')[0]! }
}

const makeAlert = (subject: string): Promise<Alert | null> => raiseAlert(db, {
  district, subject: { kind: 'issue', id: subject }, title: '润园小区违法建设', level: 'yellow', proposedRed: false, rules: ['concentrated'], sentence: '24小时5次',
  popUp: false, place: '润园小区', township: 'glj', unit: 'cg', count: 5, people: 5, lowerSince: null, at: 1_000, because: '首次达到黄色',
})

test('nobody sees anything without a token or a login', async () => {
  for (const path of ['/api/wall', '/api/wall?kiosk=wrong', '/api/alerts', '/api/alerts/1', `/api/alerts?kiosk=${kioskToken}`]) {
    expect((await get(path)).status, path).toBe(401)
  }
  await expect(connect({})).rejects.toThrow('未登录')
  await expect(connect({ kiosk: 'wrong' })).rejects.toThrow('未登录')
})

test('what is pushed reaches a client in one unbroken run of versions that agrees with the snapshot', async () => {
  const socket = await connect({ kiosk: kioskToken })
  const deltas: Delta[] = []
  socket.on('delta', (delta) => deltas.push(delta))
  const { version } = await (await get(`/api/wall?kiosk=${kioskToken}`)).json() as WallSnapshot
  const toCard = createCardMaker(loadDistrict(district))
  const publish = createPublisher(live)
  for (let number = 1; number <= 20; number += 1) {
    const posting = makeGrouped({ id: number, publishedAt: number * 1_000 })
    await live.apply(number - 1, [posting], [toCard(posting)])
    await publish(number * 10_000, { line: { recorded: number, applied: number, lag: 0, trouble: null } }, [])
  }
  const snapshot = await (await get(`/api/wall?kiosk=${kioskToken}`)).json() as WallSnapshot
  for (let waited = 0; deltas.at(-1)?.to !== snapshot.version && waited < 30_000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(deltas[0]!.from).toBe(version)
  deltas.slice(1).forEach((delta, index) => { expect(delta.from).toBe(deltas[index]!.to) })
  expect(deltas.flatMap(({ postings }) => postings.map(({ id }) => id))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(snapshot.sections.line).toEqual(deltas.at(-1)!.sections.line)
  expect(snapshot.sections.latest!.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index))
})

test('a run that does not follow the last one applied is refused and changes nothing', async () => {
  const applied = await live.applied()
  const before = await redis.hgetall(live.keys.issues)
  expect(await live.apply(applied - 1, [makeGrouped({ id: applied })], [])).toBe(applied)
  expect(await live.apply(applied + 5, [makeGrouped({ id: applied + 6 })], [])).toBe(applied)
  expect(await redis.hgetall(live.keys.issues)).toEqual(before)
})

test('a wrong password is refused in words, a right one opens the duty list until the logout', async () => {
  const wrong = await post('/api/session', { name: 'admin', password: 'wrong' })
  expect([wrong.status, await wrong.json()]).toEqual([401, { message: '用户名或密码不正确' }])
  const headers = await logIn()
  expect((await get('/api/alerts', headers)).status).toBe(200)
  expect(await (await get('/api/session', headers)).json()).toMatchObject({ role: 'admin', name: 'admin' })
  await fetch(`${gateway.url}/api/session`, { method: 'DELETE', headers })
  expect((await get('/api/alerts', headers)).status).toBe(401)
})

test('an alert goes through its life cycle only along the table, each step on record', async () => {
  const headers = await logIn()
  const { id } = (await makeAlert('1'))!
  const act = (action: string): Promise<Response> => post(`/api/alerts/${id}/actions`, { action, note: '电话核实' }, headers)
  expect((await act('close')).status).toBe(409)
  expect(await (await act('assess')).json()).toMatchObject({ id, state: 'assessed', unit: '区城管局' })
  const detail = await (await get(`/api/alerts/${id}`, headers)).json() as { history: { action: string; by: string }[] }
  expect(detail.history.map(({ action, by }) => [action, by])).toEqual([['raise', '系统'], ['assess', 'admin']])
  expect((await act('dismiss')).status).toBe(200)
  const { alerts } = await (await get('/api/alerts', headers)).json() as { alerts: Alert[] }
  expect(alerts.map((alert) => alert.id)).not.toContain(id)
})

test('one matter has one open alert, however many processes raise it at once', async () => {
  const raised = await Promise.all(Array.from({ length: 8 }, () => makeAlert('one-matter')))
  expect(raised.filter((alert) => alert !== null)).toHaveLength(1)
})

test('a malformed request is answered in words and not with a fault', async () => {
  const headers = await logIn()
  expect((await get('/api/alerts/abc', headers)).status).toBe(400)
  expect((await get('/api/alerts/999999', headers)).status).toBe(404)
  expect((await post('/api/alerts/1/actions', { action: 7 }, headers)).status).toBe(400)
  expect((await get('/api/nothing', headers)).status).toBe(404)
})
