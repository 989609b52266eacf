import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, systemClock } from '../../shared/clock.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { createToken } from '../../server/archive/tokens.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import type { Accepted } from '../../server/http/order-batch.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let gateway: Gateway

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
    log, clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

test('while PostgreSQL is away nothing is acknowledged, and the same batch sent again later is taken once', async () => {
  const now = Date.now()
  const { token } = await createToken(db, district, { name: '市平台', scopes: ['orders:write'], channels: null, endsAt: now + day, by: 'admin' }, now)
  const send = (): Promise<Response> => fetch(`${gateway.url}/api/work-orders`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'one' },
    body: JSON.stringify({ channel: 'hotline', orders: [{ orderNumber: 'HZ-1', time: '2026-03-05 09:00', text: '路灯不亮' }] }),
  })
  await services.killPostgres()
  const refused = await send()
  expect([refused.status, await refused.json()]).toEqual([500, { message: '服务器暂时无法处理，请稍后再试' }])
  await services.restartPostgres()

  const answers: Accepted[] = []
  for (const response of [await send(), await send()]) {
    expect(response.status).toBe(202)
    answers.push(await response.json() as Accepted)
  }
  expect(answers[1]).toEqual(answers[0])
  const states = async () => (await db.query<{ state: string }>('select state from imports')).rows.map(({ state }) => state)
  await expect.poll(states, { timeout: 90_000 }).toEqual(['done'])
  expect((await db.query('select order_number from work_orders')).rows).toEqual([{ order_number: 'HZ-1' }])
})
