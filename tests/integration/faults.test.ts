import { fork, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../../shared/clock.ts'
import { createLog } from '../../shared/node/log.ts'
import { root } from '../../shared/node/config.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import { clearLiveState } from '../../server/live-state/store.ts'
import { keysOf } from '../../server/live-state/keys.ts'
import { readLiveState, readWindows, recountWindows } from '../support/figures.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const total = 10_000
const kills = 12

let services: TestServices
let db: Database
let redis: RedisClient
const roles = new Map<string, ChildProcess>()

/** A role that is started again as soon as it dies, as a supervisor does. */
function keepAlive(name: string, entry: string, env: Record<string, string>, args: string[] = []): void {
  const child = fork(join(root, entry), args, { env: { ...process.env, LOG_LEVEL: 'error', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  roles.set(name, child)
  child.once('exit', (code) => { if (roles.get(name) === child && code !== 0) keepAlive(name, entry, env, args) })
}

const applied = async (): Promise<number> => Number((await redis.get(keysOf(district).applied).catch(() => null)) ?? 0)
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until(what: string, condition: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${milliseconds} ms: ${what}`)
    await pause(50)
  }
}

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  redis = connectRedis(services.redisUrl, () => undefined)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  const children = [...roles.values()]
  roles.clear()
  for (const child of children) child.kill('SIGKILL')
  redis.disconnect()
  await db.end()
  await services.stop()
})

test('whatever is killed at random moments, every posting is recorded once and counted once, and a rebuild gives the same figures', async () => {
  const port = await freePort()
  const env = { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl, DATA_DIR: services.dataDir, PORT: String(port) }
  const startAt = Date.now() - 20 * day
  keepAlive('pipeline', 'server/roles/pipeline.ts', env)
  keepAlive('standby', 'server/roles/pipeline.ts', env)
  keepAlive('gateway', 'server/roles/gateway.ts', env)
  keepAlive('crawler', 'tests/support/recording-door.ts', env, [total, 40, 100, startAt, Math.floor(19 * day / total)].map(String))

  const victims = ['pipeline', 'redis', 'crawler', 'gateway', 'standby', 'pipeline']
  for (let kill = 0; kill < kills; kill += 1) {
    await until(`event ${(kill + 1) * total / (kills + 1)} is applied`, async () => (await applied()) >= (kill + 0.5 + Math.random()) * total / (kills + 1), 60_000)
    const victim = victims[kill % victims.length]!
    if (victim === 'redis') await services.restartRedis()
    else roles.get(victim)!.kill('SIGKILL')
  }
  await until('all is applied', async () => (await applied()) >= total, 60_000)

  const { rows: [recorded] } = await db.query<Record<string, number>>('select count(*) as postings, count(distinct external_id) as different, (select count(*) from events) as events from postings')
  expect(recorded).toEqual({ postings: total, different: total, events: total })
  const windows = await readWindows(redis, district)
  expect(windows).toEqual(await recountWindows(db, district))
  expect(Object.entries(windows).filter(([name]) => name.includes(':week:') && name.includes(' channel:')).reduce((sum, [, count]) => sum + count, 0)).toBe(total)

  const before = await readLiveState(redis, district)
  await clearLiveState(redis, district)
  await until('all is replayed', async () => (await applied()) >= total, 60_000)
  expect(await readLiveState(redis, district)).toEqual(before)
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
