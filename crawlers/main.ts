/** The `crawlers` role: reads what is configured, or starts the sample town, and crawls every source until its parent is gone. */
import { systemClock } from '../shared/clock.ts'
import { Fatal } from '../shared/errors.ts'
import { judgeHealth } from './health.ts'
import { openBrowser } from '../shared/node/browser.ts'
import type { Config } from '../shared/node/config.ts'
import { openHttp } from '../shared/node/http/fetch.ts'
import type { Log } from '../shared/node/log.ts'
import { connectPostgres } from '../shared/node/postgres.ts'
import { loadDistrict } from '../shared/node/district.ts'
import { loadSecrets } from '../shared/node/secrets.ts'
import { runRole } from '../shared/node/role.ts'
import { openSource, readSources } from './configured.ts'
import { crawlSource } from './crawl.ts'
import { keepInPostgres } from './keep.ts'
import { openPolite, userAgentFor } from './polite.ts'

await runRole('crawlers', async (config, log) => {
  if (!config.DATABASE_URL) throw new Fatal('DATABASE_URL is not set: the crawlers need a PostgreSQL. `npm start` brings one along.')
  const stopping = new AbortController()
  const clock = systemClock
  const { reporterKey } = await loadSecrets(config)
  const { region, plans } = loadDistrict(config.DISTRICT)
  const watch = { names: region.strong, plans }
  const configured = await readSources(config)
  const town = configured === null ? await openTown(config, log) : null
  const all = configured ?? town?.sources ?? []
  const active = all.filter(({ enabled }) => enabled).map((source) => openSource(source, watch))
  const db = connectPostgres(config.DATABASE_URL, { max: 6, onError: (error) => { log.warn({ error: error.message }, 'PostgreSQL') } })
  const keep = keepInPostgres(db, config.DISTRICT)
  const http = openHttp({ userAgent: userAgentFor(config.CRAWLER_CONTACT), clock })
  const browser = openBrowser({ chromiumPath: config.CHROMIUM_PATH, http, clock })
  const polite = openPolite({ http, browse: (url, options) => browser.fetch(url, options), clock, signal: stopping.signal })

  for (const source of all.filter(({ enabled }) => !enabled)) {
    const health = judgeHealth(source, null, { sightings: [], trouble: null, degraded: null }, { newestAt: null, gapMs: null }, clock.now())
    await keep.saveHealth({ ...health, state: 'DISABLED', lastGoodAt: null })
  }
  for (const { config: source } of active.filter(({ common }) => common.robots === 'ignore')) {
    log.warn({ source: source.id }, 'robots.txt of this source is ignored, as configured')
  }
  log.info({ sources: active.length, town: town?.url ?? null }, 'crawling')
  const services = { keep, polite, clock, log, district: config.DISTRICT, reporterKey, signal: stopping.signal }
  const ended = Promise.all(active.map((source) => crawlSource(source, services))).then(() => undefined)
  return {
    ended,
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
      await Promise.allSettled([town?.close(), browser.close(), http.close(), db.end()])
    },
  }
})

async function openTown(config: Config, log: Log) {
  const { startTown } = await import('./sample-town/main.ts')
  return startTown({
    port: config.TOWN_PORT, seed: config.TOWN_SEED, days: config.TOWN_DAYS, pace: config.TOWN_PACE, dataDir: config.dataPath('town'), clock: systemClock, log,
  })
}
