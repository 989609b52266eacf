/**
 * The `crawlers` role: crawls what is configured (or the sample town), takes up what changes, and runs the server's errands, until its
 * parent is gone. With `--bundle DIR` it does without a database, and what it finds goes into files.
 */
import { second, systemClock } from '../shared/clock.ts'
import { Fatal, GiveUp } from '../shared/errors.ts'
import { openBrowser, type BrowserDoor } from '../shared/node/browser.ts'
import { loadDistrict } from '../shared/node/district.ts'
import { openHttp, type HttpDoor } from '../shared/node/http/fetch.ts'
import { connectPostgres } from '../shared/node/postgres.ts'
import { runRole } from '../shared/node/role.ts'
import { loadSecrets } from '../shared/node/secrets.ts'
import { keepSessions } from '../shared/node/session-keeper.ts'
import { listSourceConfigs } from '../shared/node/sources.ts'
import { bundleFolderOf, crawlIntoBundles } from './bundle/main.ts'
import { openSource, openTown, readSources } from './configured.ts'
import { crawlSource } from './crawl.ts'
import { openDesk } from './desk.ts'
import { askVisit, runErrands, type Hands } from './errands.ts'
import { captureEvidence } from './evidence/capture.ts'
import { keepInPostgres } from './keep.ts'
import { openPolite, userAgentFor } from './polite.ts'
import { keepRoster } from './roster.ts'
import { tryAddress } from './try.ts'

/** Without a wake-up the sources are looked at this often: another process may have died and left its sites. */
const reviewEvery = 5 * second

await runRole('crawlers', async (config, log) => {
  const folder = bundleFolderOf(process.argv.slice(2))
  if (folder !== null) return crawlIntoBundles(folder, config, log)
  if (!config.DATABASE_URL) throw new Fatal('DATABASE_URL is not set: the crawlers need a PostgreSQL. `npm start` brings one along.')
  const stopping = new AbortController()
  const { signal } = stopping
  const clock = systemClock
  const district = config.DISTRICT
  const { reporterKey, sessionKey } = await loadSecrets(config)
  const { region, plans } = loadDistrict(district)
  const watch = { names: region.strong, plans }
  const configured = await readSources(config)
  const town = configured === null ? await openTown(config, clock, log) : null
  const db = connectPostgres(config.DATABASE_URL, { max: 6, onError: (error) => { log.warn({ error: error.message }, 'PostgreSQL') } })
  const keep = keepInPostgres(db, district)
  const sessions = keepSessions(db, district, sessionKey, clock)
  const http = openHttp({ userAgent: userAgentFor(config.CRAWLER_CONTACT), clock })
  const browser = openBrowser({ chromiumPath: config.CHROMIUM_PATH, http, clock })
  const browse: BrowserDoor['fetch'] = (url, options) => browser.fetch(url, options)
  const polite = openPolite({ http, browse, sessions, clock, signal })
  /** What errands ask of a host waits its turn among what its sources ask. */
  const inTurn: Pick<HttpDoor, 'fetch'> & Pick<BrowserDoor, 'capture'> = {
    fetch: (url, options) => polite.inTurn(url, () => http.fetch(url, options)),
    capture: (url, options) => polite.inTurn(url, () => browser.capture(url, options)),
  }
  const given = configured ?? town?.sources ?? []

  const roster = keepRoster({
    given,
    added: () => listSourceConfigs(db, district),
    open: (source) => openSource(source, watch),
    crawl: (source, until, nap) => crawlSource(source, { keep, polite, sessions, clock, log, district, reporterKey, signal: until }, nap),
    takeSite: (site) => desk.takeSite(site),
    leaveSite: (site) => desk.leaveSite(site),
    health: { load: async (source) => (await keep.load(source)).health, save: (health) => keep.saveHealth(health) },
    clock,
    log,
  })
  const hands: Hands = {
    async visit({ source }) {
      // It may have been added a moment ago, or we may have only just started.
      await roster.review()
      if (!roster.find(source)?.crawled) throw new GiveUp('该采集源没有在采集（已停用、配置有误或不存在）')
      await askVisit(db, district, source)
    },
    async capture({ evidence }) {
      await roster.review()
      const outcome = await captureEvidence(evidence, {
        db, district, http: inTurn, browser: inTurn, clock, configOf: (source) => roster.find(source)?.config ?? null, sessionFor: (url) => sessions.loadJar(url),
      })
      if ('failure' in outcome) throw new GiveUp(outcome.failure)
      return outcome.answer
    },
    // Inside only what is crawled there already: sites that the configuration, not a person at a screen, has opened.
    try: ({ url }) => tryAddress(url, {
      http: inTurn, browse: (url, options) => polite.inTurn(url, () => browse(url, options)), clock, watch, districtNames: region.strong, signal, privateHosts: given.filter(({ allowPrivate }) => allowPrivate).map((source) => new URL(source.url).host),
    }),
  }
  const errands = runErrands({ db, district, hands, clock, log, signal })
  const desk = openDesk(config.DATABASE_URL, district, {
    connected: () => void roster.review(),
    lost: () => void roster.stop(),
    sources: () => void roster.review(),
    session: (site) => { roster.rouseSite(site) },
    visit: (source) => { roster.rouse(source) },
    errand: () => { errands.wake() },
  }, log)
  const reviewing = setInterval(() => void roster.review(), reviewEvery)
  log.info({ town: town?.url ?? null }, 'crawlers are up')
  return {
    async stop() {
      clearInterval(reviewing)
      stopping.abort()
      await Promise.allSettled([roster.stop(), errands.ended])
      await Promise.allSettled([town?.close(), browser.close(), http.close(), desk.close(), db.end()])
    },
  }
})
