import { fork, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { root } from '../../shared/node/config.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import type { Ruling } from '../../shared/ruling.ts'
import { recordRuling } from '../../server/archive/rulings.ts'
import { createCorrector } from '../../server/correct.ts'
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
const recorded = async (): Promise<number> => (await db.query<{ last: number }>('select last_number as last from districts')).rows[0]!.last
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

test('whatever is killed at random moments, every posting is recorded and counted once, every ruling obeyed once, and a rebuild gives the same figures', async () => {
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
    await ruleAtRandom(3)
    const victim = victims[kill % victims.length]!
    if (victim === 'redis') await services.restartRedis()
    else roles.get(victim)!.kill('SIGKILL')
  }
  await until('all is recorded', async () => (await recorded()) >= total + 3 * kills, 60_000)
  await until('all is applied', async () => (await applied()) >= total + 3 * kills, 60_000)

  const { rows: [stored] } = await db.query<Record<string, number>>(
    `select count(*) as postings, count(distinct external_id) as different, (select count(*) from events) as events,
       (select count(*) from rulings where outcome is not null) as obeyed from postings`)
  expect(stored).toEqual({ postings: total, different: total, events: total + 3 * kills, obeyed: 3 * kills })
  const windows = await readWindows(redis, district)
  expect(windows).toEqual(await recountWindows(db, district))
  expect(Object.entries(windows).filter(([name]) => name.includes(':week:') && name.includes(' channel:')).reduce((sum, [, count]) => sum + count, 0)).toBe(total)

  const before = await readLiveState(redis, district)
  await clearLiveState(redis, district)
  await until('all is replayed', async () => (await applied()) >= total + 3 * kills, 60_000)
  expect(await readLiveState(redis, district)).toEqual(before)
})

/** What people might decide while the line runs: any issues merged, parted in two, any posting put apart or corrected. */
async function ruleAtRandom(count: number): Promise<void> {
  const corrector = createCorrector(loadDistrict(district))
  for (let done = 0; done < count;) {
    const { rows } = await db.query<{ issue: number; postings: number[] }>(
      'select issue, array_agg(posting) as postings from memberships group by issue having count(*) > 2 order by random() limit 2')
    const [one, other] = rows.map(({ issue, postings }) => ({ issue, postings: postings.map(Number) }))
    if (!one || !other) throw new Error('There are no issues to rule on')
    const posting = one.postings[Math.floor(Math.random() * one.postings.length)]!
    const rulings: Ruling[] = [
      { kind: 'merge', from: one.issue, into: other.issue }, { kind: 'apart', issue: one.issue, posting },
      { kind: 'split', issue: one.issue, postings: one.postings.slice(0, Math.ceil(one.postings.length / 2)).slice(0, 500) },
      { kind: 'correct', posting, field: 'category', value: '0301' }, { kind: 'correct', posting, field: 'place', value: 't-hj' },
    ]
    // The line goes on between looking and ruling: what no longer holds is refused, and another is tried.
    await recordRuling(db, district, rulings[Math.floor(Math.random() * rulings.length)]!, 'admin', Date.now(), corrector).then(() => { done += 1 }, (error: unknown) => {
      if (!(error instanceof GiveUp)) throw error
    })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
