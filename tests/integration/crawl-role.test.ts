import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minute, second } from '../../shared/clock.ts'
import { root } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { TestForum } from '../support/forum.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let forum: TestForum
let env: NodeJS.ProcessEnv
const entry = join(root, 'crawlers/main.ts')

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  forum = new TestForum()
  const url = await forum.open()
  const start = Date.now() - 1_000 * minute
  for (let n = 0; n < 900; n++) {
    const thread = forum.post(`第${n}帖`, `内容${n}`, start + n * minute)
    if (n % 3 === 0) forum.reply(thread, `回复${n}`, start + n * minute + 30 * second)
  }
  const sources = join(services.dataDir, 'forum.json')
  const source = { id: 'forum', name: '论坛', adapter: 'discuz', channel: 'forum', url, enabled: true, every: 1, delay: 0, local: true, allowPrivate: true, options: { boards: [2] } }
  writeFileSync(sources, JSON.stringify([source]))
  env = { ...process.env, DATABASE_URL: services.databaseUrl, DATA_DIR: join(services.dataDir, 'data'), SOURCES_FILE: sources, LOG_LEVEL: 'error' }
})
afterAll(async () => {
  await db.end()
  await forum.close()
  await services.stop()
})

const start = (): ChildProcess => fork(entry, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const ended = async (child: ChildProcess): Promise<void> => { if (child.exitCode === null && child.signalCode === null) await once(child, 'exit') }
const count = async (): Promise<number> => (await db.query<{ n: number }>('select count(*)::int as n from postings')).rows[0]?.n ?? 0

/** Whether crawlers hold their connection: then they have started. */
const atWork = async (): Promise<boolean> =>
  (await db.query(`select 1 from pg_stat_activity where application_name = 'tinghu-crawlers'`)).rows.length > 0

async function until(what: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await what()) return
  throw new Error('it did not come to pass in time')
}

test('crawlers that are killed again and again record everything once, and go on where they were', async () => {
  const after: number[] = []
  for (const moment of [0, 7, 23, 41]) {
    const child = start()
    const before = await count()
    await until(async () => await count() > before, 60_000)
    await sleep(moment)
    child.kill('SIGKILL')
    await ended(child)
    after.push(await count())
  }
  // Each life went on from where the one before was killed, and none came to the end.
  expect(after).toEqual(after.toSorted((a, b) => a - b))
  expect(after.at(-1)).toBeLessThan(1_200)
  const child = start()
  await until(async () => await count() >= 1_200, 60_000)
  forum.post('最后一帖', '内容', Date.now())
  await until(async () => await count() >= 1_201, 60_000)
  child.kill('SIGTERM')
  await ended(child)
  expect(child.exitCode).toBe(0)
  const { rows } = await db.query<{ total: number; ids: number; revised: number }>(
    'select count(*)::int as total, count(distinct external_id)::int as ids, count(*) filter (where revision > 1)::int as revised from postings',
  )
  expect(rows[0]).toEqual({ total: 1_201, ids: 1_201, revised: 0 })
}, 180_000)

test('crawlers end when the channel to their parent closes', async () => {
  const child = start()
  await until(atWork, 60_000)
  child.disconnect()
  await ended(child)
  expect(child.exitCode).toBe(0)
})

test('crawlers end when their parent is killed', async () => {
  const parent = spawn(process.execPath, ['-e', `
    const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(entry)}], { stdio: 'ignore' })
    console.log(child.pid); setInterval(() => {}, 1000)`], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(parent.stdout, 'data') as [Buffer]
  const pid = Number(line.toString())
  await until(atWork, 60_000)
  parent.kill('SIGKILL')
  await until(() => Promise.resolve(!alive(pid)), 60_000)
}, 180_000)

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('crawlers without a database say what is missing and end', async () => {
  const child = fork(entry, { env: { ...env, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.on('data', (part: Buffer) => { said += part.toString() })
  await ended(child)
  expect([child.exitCode, said.includes('DATABASE_URL is not set')]).toEqual([1, true])
})
