/** The embedded services as processes: what survives, what is left behind, who is refused. */
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, chmodSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectPostgres } from '../../shared/node/postgres.ts'
import { connectRedis } from '../../shared/node/redis.ts'
import {
  environmentOf, guardsOf, livingIn, sharedPackages, startServer, waitForSilence, type EmbeddedServer,
} from '../support/embedded-trial.ts'
import { startTestServices } from '../support/services.ts'

let dataDir: string
let started: EmbeddedServer[] = []

beforeEach(async () => {
  // The first of these makes sure that there is a Redis to copy, so that not every test fetches one.
  if (sharedPackages() === null) await (await startTestServices()).stop()
  dataDir = makeDataDir('tinghu-embedded-')
})

afterEach(async () => {
  for (const server of started) {
    server.process.kill('SIGKILL')
    if (isRunning(server.pid)) process.kill(server.pid, 'SIGKILL')
  }
  started = []
  const left = await waitForSilence(dataDir)
  for (const { pid } of left) if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
  expect(left).toEqual([])
})

function makeDataDir(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o711)
  const packages = sharedPackages()
  if (packages !== null) cpSync(packages, join(folder, 'packages'), { recursive: true, verbatimSymlinks: true })
  return folder
}

async function start(env = environmentOf(dataDir), before: readonly string[] = []): Promise<EmbeddedServer> {
  const server = await startServer(env, before)
  started.push(server)
  return server
}

/** Adds one to a counter in each store; gives both counters. */
async function countUp({ databaseUrl, redisUrl }: EmbeddedServer): Promise<[postgres: number, redis: number]> {
  const db = connectPostgres(databaseUrl, { max: 1 })
  const redis = connectRedis(redisUrl, () => undefined)
  try {
    await db.query('create table if not exists starts (at timestamptz default now())')
    await db.query('insert into starts default values')
    const { rows: [row] } = await db.query<{ n: number }>('select count(*) as n from starts')
    return [row!.n, await redis.incr('starts')]
  } finally {
    await db.end()
    redis.disconnect()
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** PATH without setpriv, on which only what a start needs is found: the guard alone must then end the services. */
function pathWithoutSetpriv(): string {
  const folder = join(dataDir, 'bin')
  mkdirSync(folder)
  for (const name of ['sh', 'true', 'unshare']) {
    const found = (process.env.PATH ?? '').split(delimiter).map((at) => join(at, name)).find((file) => existsSync(file))
    if (found !== undefined) symlinkSync(found, join(folder, name))
  }
  return folder
}

describe('embedded services', () => {
  test('keep their data over orderly stops and kills, and leave no process behind', async () => {
    const ends: NodeJS.Signals[] = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGTERM']
    for (const [index, signal] of ends.entries()) {
      const server = await start()
      expect(await countUp(server)).toEqual([index + 1, index + 1])
      process.kill(server.pid, signal)
      expect(await waitForSilence(dataDir)).toEqual([])
    }
  })

  test('start again at once after a kill, while the old ones are still ending, and lose nothing', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const server = await start()
      expect(await countUp(server)).toEqual([round, round])
      process.kill(server.pid, 'SIGKILL')
    }
  })

  test('end with a server that was killed on a system without setpriv', async () => {
    const server = await start(environmentOf(dataDir, pathWithoutSetpriv()))
    expect(await countUp(server)).toEqual([1, 1])
    process.kill(server.pid, 'SIGKILL')
    expect(await waitForSilence(dataDir)).toEqual([])
  })

  test('that outlived server and guards are ended by the next start, and their data are kept', async () => {
    const env = environmentOf(dataDir, pathWithoutSetpriv())
    const first = await start(env)
    expect(await countUp(first)).toEqual([1, 1])
    const orphans = ['postgres/postmaster.pid', 'redis/redis.pid'].map((file) => Number.parseInt(readFileSync(join(dataDir, file), 'utf8'), 10))
    const guards = guardsOf(orphans)
    expect(guards).toHaveLength(2)
    for (const pid of guards) process.kill(pid, 'SIGKILL')
    process.kill(first.pid, 'SIGKILL')
    await delay(500)
    expect(orphans.map(isRunning)).toEqual([true, true])
    const second = await start()
    expect(livingIn(dataDir).filter(({ pid }) => orphans.includes(pid))).toEqual([])
    expect(await countUp(second)).toEqual([2, 2])
  })

  test('end when the parent of the server is killed', async () => {
    const server = await start(environmentOf(dataDir), ['sh', '-c', '"$@"; exit', 'parent'])
    expect(server.process.pid).not.toBe(server.pid)
    server.process.kill('SIGKILL')
    expect(await waitForSilence(dataDir)).toEqual([])
    for (let waited = 0; isRunning(server.pid) && waited < 3_000; waited += 50) await delay(50)
    expect(livingIn(dataDir)).toEqual([])
  })

  test('that die under a living server are started again at the same address with what they held', async () => {
    const server = await start()
    expect(await countUp(server)).toEqual([1, 1])
    const victims = livingIn(dataDir).filter(({ name }) => name.startsWith('redis') || name.startsWith('valkey'))
    const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
    for (const pid of [...victims.map(({ pid }) => pid), postmaster]) process.kill(pid, 'SIGKILL')
    await delay(3_000)
    expect(isRunning(server.pid) && server.process.exitCode === null).toBe(true)
    expect(await countUp(server)).toEqual([2, 2])
  })

  test('that die again and again take the whole server down in order', async () => {
    const server = await start()
    for (let death = 0; death < 12 && server.process.exitCode === null; death += 1) {
      const redis = livingIn(dataDir).find(({ name }) => name.startsWith('redis') || name.startsWith('valkey'))
      if (redis) process.kill(redis.pid, 'SIGKILL')
      await delay(1_000)
    }
    expect(await waitForSilence(dataDir)).toEqual([])
    expect(isRunning(server.pid) && server.process.exitCode === null).toBe(false)
  })

  test('refuse a second server on the same data folder, naming the first', async () => {
    const first = await start()
    await expect(startServer(environmentOf(dataDir))).rejects.toThrow(`in use by process ${first.pid}`)
    expect(await countUp(first)).toEqual([1, 1])
  })

  test('start although the process number of a lost PostgreSQL now belongs to another program', async () => {
    const first = await start()
    expect(await countUp(first)).toEqual([1, 1])
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    const stale = readFileSync(pidFile, 'utf8')
    first.process.kill('SIGTERM')
    expect(await waitForSilence(dataDir)).toEqual([])
    writeFileSync(pidFile, stale.replace(/^\d+/, String(process.pid)))
    expect(await countUp(await start())).toEqual([2, 2])
  })

  test('put their sockets elsewhere when the path of the data folder is too long for one', async () => {
    const long = join(dataDir, 'a-folder-with-quite-a-long-name'.repeat(4))
    mkdirSync(long)
    cpSync(join(dataDir, 'packages'), join(long, 'packages'), { recursive: true, verbatimSymlinks: true, force: true })
    const server = await start(environmentOf(long))
    expect(server.redisUrl).not.toContain(long)
    expect(await countUp(server)).toEqual([1, 1])
    const sockets = [join(server.redisUrl.slice('unix:'.length), '..'), new URL(server.databaseUrl).searchParams.get('host') ?? '']
    expect(sockets.map((folder) => existsSync(folder))).toEqual([true, true])
    server.process.kill('SIGTERM')
    await once(server.process, 'exit')
    expect(sockets.map((folder) => existsSync(folder))).toEqual([false, false])
  })

  test('are not started for what is configured', async () => {
    const services = await startTestServices()
    try {
      const env = { ...environmentOf(dataDir), DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl }
      const server = await start(env)
      expect(server.found.map(({ kind }) => kind)).toEqual(['configured', 'configured'])
      expect(livingIn(dataDir)).toEqual([])
      expect(await countUp(server)).toEqual([1, 1])
    } finally {
      await services.stop()
    }
  })
})

describe('the services of a test', () => {
  test('come back after a kill with what was acknowledged, on the same addresses', async () => {
    const services = await startTestServices()
    const redis = connectRedis(services.redisUrl, () => undefined)
    const db = connectPostgres(services.databaseUrl)
    try {
      await redis.set('before', 'kill')
      await db.query('create table kept (n int)')
      const { postgres, redis: redisPid } = services.pids()
      await services.killRedis()
      await services.killPostgres()
      expect([isRunning(redisPid), isRunning(postgres)]).toEqual([false, false])
      await services.restartRedis()
      await services.restartPostgres()
      expect(await redis.get('before')).toBe('kill')
      expect((await db.query('select * from kept')).rowCount).toBe(0)
    } finally {
      redis.disconnect()
      await db.end()
      await services.stop()
    }
    expect(existsSync(services.dataDir)).toBe(false)
  })
})
