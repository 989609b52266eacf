import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import { parseBundleName } from '../../shared/node/bundle/format.ts'
import { readTrustedKeys } from '../../shared/node/bundle/keys.ts'
import { root } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { openBundleKeep } from '../../crawlers/bundle/keep.ts'
import { readBundleState } from '../../server/archive/bundles.ts'
import { openFolder } from '../../server/bundles/folder.ts'
import { flip, madeAt, makeHealth } from '../support/bundles.ts'
import { district, makeComplaints } from '../support/postings.ts'
import { randomFrom } from '../support/texts.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const log = createLog('test', 'silent')
let services: TestServices
let db: Database
/** The folder on the internet side, and the one on the server's. */
let made: string
let delivered: string

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
  made = mkdtempSync(join(tmpdir(), 'tinghu-made-'))
  delivered = join(made, 'delivered')
  mkdirSync(delivered)
})
afterEach(() => { rmSync(made, { recursive: true, force: true }) })

const outbox = (): string[] => readdirSync(join(made, 'outbox')).sort()
const keys = () => readTrustedKeys(readFileSync(join(made, 'public-key.txt'), 'utf8').trim())
const takeAll = () => openFolder({ db, district, folder: delivered, keys: keys(), clock: systemClock, patienceMs: 0 })()
const state = () => readBundleState(db, district, Date.now())

async function counted() {
  const { rows: [row] } = await db.query<{ postings: number; ids: number; events: number; revised: number; added: number; numbered: number }>(
    `select (select count(*) from postings) as postings, (select count(distinct external_id) from postings) as ids, (select count(*) from events) as events,
       (select count(*) from revisions) as revised, (select coalesce(sum(added), 0) from bundles)::int as added,
       (select coalesce(max(last_number), 0) from districts) as numbered`,
  )
  return row!
}
const counts = (n: number) => ({ postings: n, ids: n, events: n, revised: 0, added: n, numbered: n })

/** Fills the outbox through the product's own keep. */
async function makeOutbox(total: number, run: number): Promise<void> {
  const keep = await openBundleKeep({ folder: made, district, clock: systemClock, log })
  const complaints = makeComplaints(total, madeAt, 1_000)
  for (let at = 0; at < total; at += run) {
    await keep.record(complaints.slice(at, at + run), { source: 'test', cursor: { next: at + run }, health: makeHealth() }, Date.now())
  }
  await keep.close()
}

test('10,000 postings delivered twice, out of order, with one file missing and one tampered with: none lost, none twice, both named', async () => {
  await makeOutbox(10_000, 200)
  const files = outbox()
  expect(files.length).toBeGreaterThanOrEqual(17)
  const [missing, tampered] = [files[4]!, files[9]!]
  const random = randomFrom(7)
  const deliveries = [...files, ...files].filter((name) => name !== missing).map((name) => ({ name, at: random() })).sort((a, b) => a.at - b.at)
  const seen = new Set<string>()
  for (const [index, { name }] of deliveries.entries()) {
    const bytes = readFileSync(join(made, 'outbox', name))
    // The second copy comes under another name, as a second download would.
    writeFileSync(join(delivered, seen.has(name) ? `copy of ${name}` : name), name === tampered ? flip(bytes, bytes.length - 2_000, 4) : bytes)
    seen.add(name)
    if (index % 5 === 0) await takeAll()
  }
  const last = await takeAll()
  expect(last.bad.map(({ file }) => file).sort()).toEqual([tampered, `copy of ${tampered}`].sort())

  const { streams: [stream], bad } = await state()
  expect(stream).toMatchObject({ last: files.length, taken: files.length - 2, missing: [[5, 5]], broken: [] })
  expect(bad.map(({ file, reason }) => [file, reason.includes('签名不符')])).toContainEqual([tampered, true])
  const short = (await counted()).postings
  expect(await counted()).toEqual(counts(short))
  expect(short).toBeLessThan(10_000)

  for (const name of [missing, tampered]) copyFileSync(join(made, 'outbox', name), join(delivered, name))
  rmSync(join(delivered, `copy of ${tampered}`))
  expect(await takeAll()).toMatchObject({ taken: 2, bad: [] })
  expect(await counted()).toEqual(counts(10_000))
  const after = await state()
  expect(after.streams[0]).toMatchObject({ taken: files.length, postings: 10_000, missing: [] })
  expect(after.bad).toEqual([])
})

test('a crawler that is killed ten times while it writes, its outbox emptied meanwhile, loses nothing, and nothing counts twice', async () => {
  const total = 10_000
  const door = join(root, 'tests/support/bundling-door.ts')
  const start = (): ChildProcess => fork(door, [made, String(total), '50', '3'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const random = randomFrom(3)
  let killed = 0
  for (let life = 0; life <= 10; life++) {
    const child = start()
    const ended = once(child, 'exit')
    if (life < 10) {
      await Promise.race([once(child.stdout!, 'data'), ended])
      await sleep(random() * 120)
      child.kill('SIGKILL')
    }
    child.stdout?.resume()
    await ended
    if (child.signalCode === 'SIGKILL') killed++
    // Whoever carries takes what is there, at whatever moment.
    if (existsSync(join(made, 'outbox'))) for (const name of outbox()) renameSync(join(made, 'outbox', name), join(delivered, name))
  }
  expect(killed).toBe(10)
  expect(readdirSync(join(made, 'making'))).toEqual([])
  const pass = await takeAll()
  expect(pass).toMatchObject({ bad: [], unfinished: [] })
  const { added, ...figures } = await counted()
  expect({ ...figures, added }).toEqual(counts(total))
  const { streams } = await state()
  expect(streams).toHaveLength(1)
  expect(streams[0]).toMatchObject({ missing: [], broken: [], last: pass.taken })
  expect(readdirSync(delivered).map((name) => parseBundleName(name)!.number).sort((a, b) => a - b)).toEqual(Array.from({ length: pass.taken }, (_, index) => index + 1))
}, 120_000)
