import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { minute, systemClock, type Instant } from '../../shared/clock.ts'
import { root } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { saveHealth } from '../../shared/node/sources.ts'
import { listHealthAcrossGap, readBundleState } from '../../server/archive/bundles.ts'
import { openFolder } from '../../server/bundles/folder.ts'
import { watchBundles } from '../../server/bundles/watch.ts'
import { flip, madeAt, makeBundles, makeHealth, publicKey, stream, trusted } from '../support/bundles.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const log = createLog('test', 'silent')
let services: TestServices
let db: Database
let folder: string
let now: Instant

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
})
afterAll(async () => {
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, sources, bundles, bundle_faults, bundle_versions, bundle_sources')
  folder = mkdtempSync(join(tmpdir(), 'tinghu-delivered-'))
  now = madeAt + minute
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const files = makeBundles([1, 2, 3, 4].map((n) => [{ posting: makePosting({ externalId: String(n) }) }, { health: makeHealth({ failures: n }), at: madeAt + n }]))
const put = (index: number, bytes = files[index]!.bytes): void => { writeFileSync(join(folder, files[index]!.name), bytes) }
const watchFolder = () => openFolder({ db, district, folder, keys: trusted, clock: { now: () => now }, patienceMs: 2 * minute })
const faults = async () => (await readBundleState(db, district, now)).bad.map(({ file, reason }) => [file, reason.slice(0, 5)])

test('a file that is still being copied is left alone until it is whole, or until it has not grown for two minutes', async () => {
  const pass = watchFolder()
  put(0, files[0]!.bytes.subarray(0, 100))
  put(1, files[1]!.bytes.subarray(0, 100))
  expect(await pass()).toMatchObject({ taken: 0, bad: [], unfinished: [files[0]!.name, files[1]!.name] })
  put(0)
  now += minute
  expect(await pass()).toMatchObject({ taken: 1, bad: [], unfinished: [files[1]!.name] })
  now += minute
  expect((await pass()).bad).toEqual([{ file: files[1]!.name, reason: expect.stringMatching(/^文件不完整/) as unknown }])
  expect(await faults()).toEqual([[files[1]!.name, '文件不完整']])
  put(1)
  expect(await pass()).toMatchObject({ taken: 1, bad: [] })
  expect(await faults()).toEqual([])
})

test('a file is looked at once, and again when it has changed or another program looks', async () => {
  const pass = watchFolder()
  put(0)
  put(1, flip(files[1]!.bytes, 300, 1))
  expect(await pass()).toMatchObject({ taken: 1, again: 0, bad: [{ file: files[1]!.name }] })
  expect(await pass()).toMatchObject({ taken: 0, again: 0, bad: [] })
  expect(await watchFolder()()).toMatchObject({ taken: 0, again: 1, bad: [{ file: files[1]!.name }] })
})

test('what was bad and is no longer there is missing', async () => {
  const pass = watchFolder()
  put(0)
  put(1, flip(files[1]!.bytes, 300, 1))
  put(2)
  await pass()
  expect([(await readBundleState(db, district, now)).streams[0]!.missing, (await faults()).length]).toEqual([[], 1])
  rmSync(join(folder, files[1]!.name))
  await pass()
  expect([(await readBundleState(db, district, now)).streams[0]!.missing, await faults()]).toEqual([[[2, 2]], []])
})

test('other files, folders and a file that is far too large do no harm', async () => {
  writeFileSync(join(folder, 'readme.txt'), 'x')
  mkdirSync(join(folder, 'a.tinghu'))
  writeFileSync(join(folder, 'b.tinghu'), Buffer.alloc(17 << 20))
  writeFileSync(join(folder, 'c.tinghu'), 'hello')
  put(0)
  expect(await watchFolder()()).toMatchObject({ taken: 1, bad: [{ file: 'b.tinghu' }, { file: 'c.tinghu' }] })
})

test('health of sources comes with bundles, the newest stands, and a silent stream is told of the sources behind it', async () => {
  put(3)
  put(1)
  await watchFolder()()
  const health = async () => (await listHealthAcrossGap(db, district, now)).map(({ source, state, failures }) => [source, state, failures])
  expect(await health()).toEqual([['test', 'OK', 4]])
  await saveHealth(db, district, makeHealth({ source: 'direct' }))
  now += 20 * minute
  expect(await health()).toEqual([['direct', 'OK', 0], ['test', 'STALE', 4]])
  expect((await readBundleState(db, district, now)).streams).toMatchObject([{ stream, silent: true, last: 4, taken: 2, missing: [[1, 1], [3, 3]], lag: 21 * minute - 3_000 }])
  // Crawled from this side from now on: the stream has nothing more to say of it.
  await saveHealth(db, district, makeHealth({ failures: 5 }))
  expect(await health()).toEqual([['direct', 'OK', 0], ['test', 'OK', 5]])
})

test('the server takes bundles as they come into its folder', async () => {
  put(0)
  const watch = watchBundles({ BUNDLE_DIR: folder, BUNDLE_KEYS: publicKey, DISTRICT: district }, db, systemClock, log)!
  const taken = async () => (await readBundleState(db, district, now)).streams[0]?.taken ?? 0
  for (let waited = 0; await taken() < 1 && waited < 10_000; waited += 50) await sleep(50)
  put(1)
  for (let waited = 0; await taken() < 2 && waited < 10_000; waited += 50) await sleep(50)
  await watch.stop()
  expect(await taken()).toBe(2)
  expect(watchBundles({ BUNDLE_DIR: null, BUNDLE_KEYS: null, DISTRICT: district }, db, systemClock, log)).toBeNull()
  expect(() => watchBundles({ BUNDLE_DIR: folder, BUNDLE_KEYS: null, DISTRICT: district }, db, systemClock, log)).toThrow(/BUNDLE_KEYS is not set/)
})

test('npm run bundles prints one line and ends with 1 while something is missing or bad', async () => {
  const run = async (keys = publicKey) => {
    const env = { ...process.env, DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl, BUNDLE_KEYS: keys, LOG_LEVEL: 'error', INIT_CWD: join(folder, '..') }
    const child = fork(join(root, 'server/commands/bundles.ts'), [folder.split('/').at(-1)!], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    let out = ''
    child.stdout?.on('data', (part: Buffer) => { out += part.toString() })
    child.stderr?.resume()
    await once(child, 'close')
    return { code: child.exitCode, line: out === '' ? null : JSON.parse(out) as unknown }
  }
  put(0)
  put(2, flip(files[2]!.bytes, 400, 8))
  put(3)
  expect(await run()).toEqual({
    code: 1,
    line: {
      taken: 2, again: 0, postings: 2, added: 2, changed: 0, same: 0, missing: [{ stream, numbers: [2], count: 1 }],
      bad: [{ file: files[2]!.name, reason: expect.stringContaining('签名不符') as unknown }],
    },
  })
  put(1)
  put(2)
  // A crawlers' folder as it is: its bundles are in the outbox.
  mkdirSync(join(folder, 'outbox'))
  for (const { name } of files) renameSync(join(folder, name), join(folder, 'outbox', name))
  expect(await run()).toEqual({ code: 0, line: { taken: 2, again: 2, postings: 2, added: 2, changed: 0, same: 0, missing: [], bad: [] } })
  expect(await run('')).toEqual({ code: 1, line: null })
})
