/** One crawlers role, one site that is spoilt in every way one after another, one that is well: the right state each time, and nobody else suffers. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minute, second } from '../../shared/clock.ts'
import { root } from '../../shared/node/config.ts'
import { askErrand, readErrand } from '../../shared/node/errands.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import type { SourceHealth, SourceState } from '../../shared/source.ts'
import { FaultyProxy, type ProxyFault } from '../support/faulty-proxy.ts'
import { TestForum } from '../support/forum.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let child: ChildProcess
let proxy: FaultyProxy
const [behind, beside] = [new TestForum(), new TestForum()]

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  proxy = new FaultyProxy(await behind.open())
  const [spoilt, well] = [await proxy.open(), await beside.open()]
  for (let n = 0; n < 30; n++) {
    behind.post(`旧帖${n}`, `内容${n}`, Date.now() - 100 * minute + n * minute)
    beside.post(`邻帖${n}`, `内容${n}`, Date.now() - 100 * minute + n * minute)
  }
  const source = { adapter: 'discuz', channel: 'forum', enabled: true, delay: 0, local: true, allowPrivate: true, options: { boards: [2] } }
  const sources = join(services.dataDir, 'sources.json')
  // The spoilt one is visited only when this test asks for it.
  writeFileSync(sources, JSON.stringify([
    { ...source, id: 'spoilt', name: '坏站', url: spoilt, every: 86_400 }, { ...source, id: 'well', name: '好站', url: well, every: 1 },
  ]))
  child = fork(join(root, 'crawlers/main.ts'), {
    env: { ...process.env, DATABASE_URL: services.databaseUrl, DATA_DIR: join(services.dataDir, 'data'), SOURCES_FILE: sources, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await until(async () => await count('spoilt') >= 30 && await count('well') >= 30 && (await health('spoilt'))?.state === 'OK', 20_000)
}, 180_000)
afterAll(async () => {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
  await db.end()
  await Promise.all([proxy.close(), behind.close(), beside.close()])
  await services.stop()
})

const count = async (source: string): Promise<number> =>
  (await db.query<{ n: number }>('select count(*)::int as n from postings where source = $1', [source])).rows[0]?.n ?? 0
const health = async (source: string): Promise<SourceHealth | null> =>
  (await db.query<{ health: SourceHealth | null }>('select health from sources where source = $1', [source])).rows[0]?.health ?? null

async function until(what: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (await what()) return
  throw new Error('it did not come to pass in time')
}

/** Has the spoilt source visited, as an operator would, and waits for what comes of it. */
async function visit(settled: (found: SourceHealth) => boolean): Promise<SourceHealth> {
  const id = await askErrand(db, district, { kind: 'visit', source: 'spoilt' }, 'operator', Date.now())
  await until(async () => (await readErrand(db, district, id))?.doneAt !== null, 60 * second)
  let found: SourceHealth | null = null
  await until(async () => {
    found = await health('spoilt')
    return found !== null && settled(found)
  }, 15 * second)
  return found!
}

const walls: [ProxyFault, SourceState, RegExp][] = [
  ['hang', 'SERVER_ERROR', /没有应答/], ['reset', 'SERVER_ERROR', /断开/], ['503', 'SERVER_ERROR', /503|busy|繁忙|故障/], ['429', 'RATE_LIMITED', /前不再请求/], ['418', 'BLOCKED', /立即采集/],
  ['432', 'BLOCKED', /立即采集/], ['flaky', 'SERVER_ERROR', /自动再试/], ['loop', 'SERVER_ERROR', /跳转/], ['tologin', 'NEEDS_LOGIN', /导入该站点的登录会话/],
  ['empty200', 'PARSE_BROKEN', /试读/], ['badgzip', 'SERVER_ERROR', /不完整|损坏/], ['badbr', 'SERVER_ERROR', /不完整|损坏/], ['truncate', 'SERVER_ERROR', /不完整/],
  ['shortlength', 'SERVER_ERROR', /断开/], ['huge', 'BLOCKED', /8 MB/],
]
test.each(walls)('%s is told as %s within 15 s, nothing is lost or taken for gone, and the neighbour goes on', async (fault, state, words) => {
  behind.post(`趁${fault}时`, '内容', Date.now())
  const [known, neighbours] = [await count('spoilt'), await count('well')]
  proxy.fault = fault
  const asked = proxy.asked.length
  const started = Date.now()
  const found = await visit(({ state: now }) => now === state)
  expect(Date.now() - started).toBeLessThan(15 * second)
  expect(found.reason).toMatch(words)
  expect(await count('spoilt')).toBe(known)
  // One page was enough to tell: nothing more is asked of a site in trouble, and nothing before the pause ends.
  const requests = proxy.asked.length
  expect(requests - asked).toBeLessThanOrEqual(5)
  expect(found.until).toBeGreaterThan(Date.now())
  beside.post(`邻居在${fault}时`, '内容', Date.now())
  await until(async () => await count('well') === neighbours + 1, 60 * second)
  expect((await health('well'))?.state).toBe('OK')
  proxy.fault = 'none'
  await visit(({ state: now, until: pause }) => now === 'OK' && pause === null)
  await until(async () => await count('spoilt') === known + 1, 60 * second)
  expect(child.exitCode).toBeNull()
}, 180_000)

const harmless: ProxyFault[] = ['gzip', 'br', 'fakegzip', 'nocharset', 'wrongcharset', 'badcharset', 'slow', 'json', 'pdf']
test.each(harmless)('%s is no obstacle', async (fault) => {
  behind.post(`趁${fault}时`, '水管破裂', Date.now())
  const known = await count('spoilt')
  proxy.fault = fault
  await visit(({ state, newestAt }) => state === 'OK' && newestAt !== null)
  await until(async () => await count('spoilt') === known + 1, 60 * second)
  const { rows } = await db.query<{ title: string }>('select title from postings where source = $1 order by id desc limit 1', ['spoilt'])
  expect(rows).toEqual([{ title: `趁${fault}时` }])
  expect((await health('spoilt'))?.state).toBe('OK')
  proxy.fault = 'none'
}, 180_000)

test('no thread was ever taken for gone, and the process that began is the one that ends', async () => {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from postings where state <> 'visible' or revision > 1`)
  expect(rows).toEqual([{ n: 0 }])
  expect(child.exitCode).toBeNull()
})
