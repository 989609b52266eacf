import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import { readTrustedKeys } from '../../shared/node/bundle/keys.ts'
import { readConfig } from '../../shared/node/config.ts'
import { openHttp } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { listHealth } from '../../shared/node/sources.ts'
import { crawlIntoBundles } from '../../crawlers/bundle/main.ts'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { startTown, type Town } from '../../crawlers/sample-town/main.ts'
import { readBundleState } from '../../server/archive/bundles.ts'
import { openFolder } from '../../server/bundles/folder.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { noWatch } from '../support/watch.ts'

const log = createLog('test', 'silent')
const reporterKey = 'the same on both sides'
let services: TestServices
let db: Database
let town: Town
let folder: string

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  folder = mkdtempSync(join(tmpdir(), 'tinghu-bundle-'))
  // Time stands still in the town, so that both crawls meet the same pages.
  const opened = Date.now()
  town = await startTown({ port: 0, seed: 'hongze', days: 3, pace: 0, dataDir: join(folder, 'town'), clock: { now: () => opened }, log })
})
afterAll(async () => {
  await town.close()
  await db.end()
  await services.stop()
  rmSync(folder, { recursive: true, force: true })
})

const empty = () => db.query('truncate districts, postings, events, revisions, sources, bundles, bundle_faults, bundle_versions, bundle_sources')
const stored = async () => (await db.query<{ source: string; external_id: string; content_hash: string; reporter: string | null }>(
  'select source, external_id, content_hash, reporter from postings order by source, external_id',
)).rows

const states = async () => (await listHealth(db, district)).map(({ source, state }) => [source, state])

/** Every source of the town, visited until a visit brings nothing. */
async function crawlDirectly(): Promise<void> {
  const { signal } = new AbortController()
  const http = openHttp({ userAgent: 'Mozilla/5.0 (compatible; Tinghu/0.1; +test)', clock: systemClock })
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions: noSessions, clock: systemClock, signal })
  const using = { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock: systemClock, log, district, reporterKey, signal }
  for (const config of town.sources) {
    for (let fresh = 1; fresh > 0;) fresh = (await visitOnce(openSource(config, noWatch), using)).recorded.added
  }
  await http.close()
}

test('a crawl of the sample town that goes by bundles leaves what a crawl beside the database leaves', async () => {
  await crawlDirectly()
  const direct = await stored()
  expect(direct.length).toBeGreaterThan(300)
  expect(new Set(direct.map(({ source }) => source)).size).toBe(town.sources.length)
  const directStates = await states()
  await empty()

  const sources = join(folder, 'sources.json')
  writeFileSync(sources, JSON.stringify(town.sources.map((source) => ({ ...source, every: 1 }))))
  const config = readConfig({ DATA_DIR: join(folder, 'data'), SOURCES_FILE: sources, REPORTER_KEY: reporterKey, LOG_LEVEL: 'silent' })
  const made = join(folder, 'made')
  const role = await crawlIntoBundles(made, config, log)
  const keys = readTrustedKeys(readFileSync(join(made, 'public-key.txt'), 'utf8').trim())
  const take = openFolder({ db, district, folder: join(made, 'outbox'), keys, clock: systemClock, patienceMs: 0 })
  // Taken while they are written: a bundle closes at 500 postings or after half a minute.
  for (let waited = 0, added = 0; added < direct.length && waited < 120_000; waited += 250) {
    added += (await take()).added
    await sleep(250)
  }
  await role.stop()
  expect(await take()).toMatchObject({ bad: [], unfinished: [] })
  expect(await stored()).toEqual(direct)
  expect(await states()).toEqual(directStates)
  expect((await readBundleState(db, district, Date.now())).streams).toMatchObject([{ missing: [], broken: [], silent: false }])
})
