import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, systemClock, toBeijingIso } from '../../shared/clock.ts'
import { readConfig, root } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { createToken, type NewToken } from '../../server/archive/tokens.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import type { Accepted, BatchResult } from '../../server/http/order-batch.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let gateway: Gateway

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  await ensureAdministrator(db, 'a-good-password')
  gateway = await startTestGateway()
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

const startTestGateway = (): Promise<Gateway> => startGateway({
  config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
  log: createLog('test', 'silent'), clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
})

/** Imports are taken by a thread that a busy machine starts slowly. */
const patience = { timeout: 90_000 }

/** A token of its own for each test: what one sends no other asks for. */
async function makeToken(given: Partial<NewToken> = {}): Promise<string> {
  const now = Date.now()
  return (await createToken(db, district, { name: '市平台', scopes: ['orders:write'], channels: null, endsAt: now + day, by: 'admin', ...given }, now)).token
}

const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
interface Sending { token: string; key?: string; to?: string }
const send = (body: unknown, { token, key = 'first', to = gateway.url }: Sending): Promise<Response> => fetch(`${to}/api/work-orders`, {
  method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
  body: typeof body === 'string' || body instanceof Uint8Array ? body as BodyInit : JSON.stringify(body),
})
const messageOf = async (response: Response): Promise<string> => (await response.json() as { message: string }).message
async function accept(body: unknown, sending: Sending): Promise<Accepted> {
  const response = await send(body, sending)
  expect(response.status).toBe(202)
  return await response.json() as Accepted
}
/** What came of a batch once it is done; how far it is, is seen in the database, for a token may not ask without end. */
async function resultOf({ id, poll }: Accepted, token: string): Promise<BatchResult> {
  await expect.poll(async () => (await db.query<{ state: string }>('select state from imports where id = $1', [id])).rows[0]?.state, patience).toMatch(/^(done|failed)$/)
  const response = await fetch(gateway.url + poll, bearing(token))
  expect([response.status, response.headers.get('retry-after')]).toEqual([200, null])
  return await response.json() as BatchResult
}

/** So many days ago, at half past eight in the morning in Beijing. */
const daysAgo = (days: number): string => `${toBeijingIso(Date.now() - days * day).slice(0, 10)} 08:30:00`
const orderOf = (number: string, more: object = {}): Record<string, unknown> =>
  ({ orderNumber: number, time: daysAgo(5), title: '润园小区夜间施工扰民', text: `工地夜间施工，影响休息 ${number}`, purpose: '投诉', unit: '区城管局', ...more })
const ordersOf = (prefix: string, count: number): Record<string, unknown>[] => Array.from({ length: count }, (_, index) => orderOf(`${prefix}-${1_000 + index}`))
const countOf = async (prefix: string): Promise<number> =>
  (await db.query<{ count: number }>(`select count(*) as count from work_orders where order_number like $1`, [`${prefix}-%`])).rows[0]!.count
const stored = async (number: string) => (await db.query<Record<string, unknown>>('select * from work_orders where order_number = $1', [number])).rows

describe('a batch', () => {
  test('is stored before it is answered, and its orders are there when it is done', async () => {
    const token = await makeToken()
    const response = await send({ channel: 'hotline', orders: ordersOf('A', 20) }, { token })
    const accepted = await response.json() as Accepted
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(accepted.poll)
    expect(accepted).toEqual({ id: accepted.id, poll: `/api/work-orders/batches/${accepted.id}`, ignored: [] })
    expect(await resultOf(accepted, token)).toMatchObject({ state: 'done', rows: 20, new: 20, changed: 0, same: 0, bad: 0, failure: null, problems: [] })
    expect(await countOf('A')).toBe(20)
    expect(await stored('A-1000')).toMatchObject([{ channel: 'hotline', purpose: '投诉', unit: '区城管局', received_at: Date.parse(daysAgo(5).replace(' ', 'T') + '+08:00') }])
  })

  test('sent again is the same batch, by the same key and body; another body under that key is refused', async () => {
    const token = await makeToken()
    const body = { channel: 'hotline', orders: ordersOf('B', 3) }
    const [first, ...again] = await Promise.all([1, 2, 3].map(() => accept(body, { token })))
    expect(again).toEqual([first, first])
    await resultOf(first!, token)
    expect(await accept(body, { token })).toEqual(first)
    const other = await send({ channel: 'hotline', orders: ordersOf('B', 4) }, { token })
    expect([other.status, await messageOf(other)]).toEqual([409, expect.stringContaining('Idempotency-Key')])
    expect(await countOf('B')).toBe(3)
    // The key is the token's own.
    const stranger = await makeToken()
    const theirs = await accept(body, { token: stranger })
    expect(theirs.id).not.toBe(first!.id)
    expect(await resultOf(theirs, stranger)).toMatchObject({ rows: 3, new: 0, changed: 0, same: 3, bad: 0 })
  })

  test('brings an order up to date, and its history stays', async () => {
    const token = await makeToken()
    await resultOf(await accept({ channel: 'hotline', orders: [orderOf('C-1', { status: '办理中', dueAt: daysAgo(1) }), orderOf('C-2')] }, { token }), token)
    const later = { status: '已办结', closedAt: daysAgo(2), calledBackAt: daysAgo(1), reached: true, resolved: true, satisfied: false, returns: 2, handling: '转办' }
    const result = await resultOf(await accept({ channel: 'hotline', orders: [orderOf('C-1', later), orderOf('C-2')] }, { token, key: 'second' }), token)
    expect(result).toMatchObject({ rows: 2, new: 0, changed: 1, same: 1, bad: 0 })
    expect(await stored('C-1')).toMatchObject([{ status: '已办结', reached: true, resolved: true, satisfied: false, returns: 2, handling: 'transferred' }])
    const { rows } = await db.query<{ status: string }>(
      `select work_order->>'status' as status from events where work_order->>'orderNumber' = 'C-1' order by number`)
    expect(rows.map(({ status }) => status)).toEqual(['办理中', '已办结'])
  })

  test('with some orders that are wrong takes the others, and names each wrong one by its place and field', async () => {
    const token = await makeToken()
    const orders: unknown[] = ordersOf('D', 100)
    const wrong: [number, unknown, string][] = [
      [3, { orderNumber: ' ', title: '备注：无' }, 'orderNumber'],
      [17, { ...orderOf('D-x'), time: '2026-13-40' }, 'time'],
      [31, { ...orderOf('D-x'), time: undefined }, 'time'],
      [50, 'no order at all', 'orderNumber'],
      [64, {}, 'orderNumber'],
      [77, { ...orderOf('D-x'), closedAt: { at: 5 } }, 'closedAt'],
      [99, { ...orderOf('D-x'), dueAt: '尽快' }, 'dueAt'],
    ]
    for (const [index, order] of wrong) orders[index] = order
    const result = await resultOf(await accept({ channel: 'hotline', orders }, { token }), token)
    expect(result).toMatchObject({ state: 'done', rows: 100, new: 93, changed: 0, same: 0, bad: 7 })
    for (const [index, , field] of wrong) expect(result.problems).toContainEqual(expect.objectContaining({ index, field, problem: expect.stringMatching(/\p{Script=Han}/u) as string }))
    expect(new Set(result.problems.map(({ index }) => index))).toEqual(new Set(wrong.map(([index]) => index)))
    expect(await countOf('D')).toBe(93)
  })

  test('keeps every digit of a long number, names fields that nobody knows, and stores no telephone', async () => {
    const token = await makeToken()
    const text = `{"channel":"hotline","orders":[{"orderNumber":32081320260105000123,"time":"${daysAgo(1)}","text":"路灯不亮","phone":"13812345678","orderNumer":"x","district":1}]}`
    const accepted = await accept(text, { token })
    expect(accepted.ignored).toEqual(['orderNumer', 'district'])
    expect(await resultOf(accepted, token)).toMatchObject({ rows: 1, new: 1 })
    expect(await stored('32081320260105000123')).toHaveLength(1)
    const { rows: [posting] } = await db.query<{ row: string; reporter: string }>(
      `select row_to_json(p)::text as row, reporter from postings p where work_order->>'orderNumber' = '32081320260105000123'`)
    expect(posting!.row).not.toContain('13812345678')
    expect(posting!.reporter).toBeTruthy()
  })

  test('of hostile text is stored as it can be, and breaks nothing', async () => {
    const token = await makeToken()
    const orders = [
      orderOf('E-1', { title: '=HYPERLINK("http://x")', text: '<script>alert(1)</script>' }), orderOf('E-2', { text: 'nul \u0000 and \ud800 half' }),
      orderOf('E-3', { text: '长'.repeat(200_000) }), orderOf('E-4', { title: '\u202e倒写', ['__proto__']: { polluted: true } }),
    ]
    const result = await resultOf(await accept({ channel: 'hotline', orders }, { token }), token)
    expect(result).toMatchObject({ state: 'done', rows: 4 })
    expect(result.new + result.bad).toBe(4)
    expect(result.new).toBe(await countOf('E'))
  })
})

describe('a request', () => {
  test('that is no batch is refused whole, in words', async () => {
    const token = await makeToken()
    const one = [orderOf('F-1')]
    const latin = new Uint8Array([...new TextEncoder().encode('{"channel":"'), 0xb9, 0xe3, ...new TextEncoder().encode('","orders":[{}]}')])
    for (const body of ['', '{', '[]', 'null', '"x"', latin, { channel: 'hotline' }, { channel: 'hotline', orders: [] }, { channel: 'hotline', orders: {} }, { orders: one },
      { channel: 5, orders: one }, { channel: 'no-such', orders: one }, { channel: 'none', orders: one }, { channel: 'hotline', orders: one, extra: 1 }]) {
      const response = await send(body, { token })
      expect([response.status, await messageOf(response)], JSON.stringify(body)).toEqual([400, expect.stringMatching(/\p{Script=Han}/u)])
    }
    const closed = await send({ channel: 'discipline', orders: one }, { token })
    expect([closed.status, await messageOf(closed)]).toEqual([400, expect.stringContaining('只登记月度总量')])
    expect(await countOf('F')).toBe(0)
  })

  test('needs a key', async () => {
    const token = await makeToken()
    for (const key of ['', 'k'.repeat(201)]) expect((await send({ channel: 'hotline', orders: ordersOf('G', 1) }, { token, key })).status).toBe(400)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const without = await fetch(`${gateway.url}/api/work-orders`, { method: 'POST', headers, body: JSON.stringify({ channel: 'hotline', orders: ordersOf('G', 1) }) })
    expect([without.status, await messageOf(without)]).toEqual([400, expect.stringContaining('Idempotency-Key')])
    const plain = await fetch(`${gateway.url}/api/work-orders`, { method: 'POST', headers: { ...headers, 'content-type': 'text/plain' }, body: '{}' })
    expect([plain.status, await messageOf(plain)]).toEqual([415, expect.stringContaining('application/json')])
  })

  test('of more than a thousand orders or four megabytes is refused as too large', async () => {
    const token = await makeToken()
    for (const orders of [ordersOf('H', 1_001), [orderOf('H-1', { text: 'x'.repeat(4 << 20) })]]) {
      const response = await send({ channel: 'hotline', orders }, { token })
      expect([response.status, await messageOf(response)]).toEqual([413, expect.stringContaining('1000件')])
    }
    expect(await resultOf(await accept({ channel: 'hotline', orders: ordersOf('H', 1_000) }, { token }), token)).toMatchObject({ rows: 1_000, new: 1_000 })
  })

  test('writes only the channels of its token', async () => {
    const token = await makeToken({ channels: ['upper'] })
    const refused = await send({ channel: 'hotline', orders: ordersOf('I', 1) }, { token })
    expect([refused.status, await messageOf(refused)]).toEqual([403, expect.stringContaining('upper')])
    expect(await resultOf(await accept({ channel: 'upper', orders: ordersOf('I', 1) }, { token }), token)).toMatchObject({ new: 1 })
  })

  test('asks only for the batches of its token', async () => {
    const [token, stranger] = [await makeToken(), await makeToken()]
    const { poll } = await accept({ channel: 'hotline', orders: ordersOf('J', 1) }, { token })
    const asked = (by: string) => fetch(gateway.url + poll, bearing(by))
    expect((await asked(token)).status).toBe(200)
    expect((await asked(stranger)).status).toBe(404)
    expect((await asked(await makeToken({ scopes: ['figures:read'] }))).status).toBe(403)
  })
})

test('a gateway that is killed as soon as it has answered loses nothing: the next one takes what was stored', async () => {
  const token = await makeToken()
  await gateway.close()
  const child = await startChildGateway()
  const batches: Accepted[] = []
  try {
    for (let index = 0; index < 5; index += 1) {
      batches.push(await accept({ channel: 'letterbox', orders: ordersOf(`K${index}`, 400) }, { token, key: String(index), to: child.url }))
    }
  } finally {
    child.process.kill('SIGKILL')
    gateway = await startTestGateway()
  }
  for (const [index, batch] of batches.entries()) {
    const { state, rows, new: added, changed, bad } = await resultOf(batch, token)
    expect({ state, rows, added, changed, bad }).toEqual({ state: 'done', rows: 400, added: 400, changed: 0, bad: 0 })
    expect(await countOf(`K${index}`)).toBe(400)
  }
})

/** A gateway as a process of its own. */
async function startChildGateway(): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn('node', ['server/roles/gateway.ts'], {
    cwd: root, stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PORT: '0', DATA_DIR: services.dataDir, DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl, LOG_LEVEL: 'info' },
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /"url":"(http[^"]+)"/.exec(said)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => { reject(new Error(`The gateway ended: ${said}`)) })
  })
  return { process: child, url }
}
