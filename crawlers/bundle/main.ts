/**
 * The `crawlers` role on the internet side of a gap: no database, no server; what it records goes into a folder as bundles.
 *
 * What needs the server is not to be had here: sources that were added in the console (they are listed in SOURCES_FILE instead),
 * lent sessions (a source behind a login shows 需登录), and errands (trying an address, taking evidence). Reporters are hashed here:
 * where the same persons come in through doors on the server's side too, both sides need the same REPORTER_KEY to know them again.
 */
import { resolve } from 'node:path'
import { second, systemClock } from '../../shared/clock.ts'
import { Fatal, messageOf } from '../../shared/errors.ts'
import { openBrowser } from '../../shared/node/browser.ts'
import type { Config } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { openHttp } from '../../shared/node/http/fetch.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Running } from '../../shared/node/role.ts'
import { loadSecrets } from '../../shared/node/secrets.ts'
import type { SessionKeeper } from '../../shared/node/session-keeper.ts'
import { openSource, readSources } from '../configured.ts'
import { crawlSource } from '../crawl.ts'
import { openPolite, userAgentFor } from '../polite.ts'
import { keepRoster } from '../roster.ts'
import { openBundleKeep } from './keep.ts'

/** Nobody lends a session across the gap. */
const noSessions: SessionKeeper = { loadJar: async () => null, mergeBack: async () => undefined, setState: async () => undefined }

/** The folder behind `--bundle`, from where the command was given; null without that word. @throws Fatal when no folder follows. */
export function bundleFolderOf(args: readonly string[]): string | null {
  const at = args.indexOf('--bundle')
  if (at < 0) return null
  const folder = args[at + 1]
  if (!folder || folder.startsWith('-')) throw new Fatal('--bundle needs a folder: npm run crawlers -- --bundle DIR')
  return resolve(process.env.INIT_CWD ?? '.', folder)
}

/**
 * Crawls the configured sources, or the sample town, into the bundles of a folder until it is stopped.
 * @throws Fatal when another process holds the folder, or what it holds is damaged.
 */
export async function crawlIntoBundles(folder: string, config: Config, log: Log): Promise<Running> {
  const stopping = new AbortController()
  const clock = systemClock
  const district = config.DISTRICT
  const { reporterKey } = await loadSecrets(config)
  const { region, plans } = loadDistrict(district)
  const watch = { names: region.strong, plans }
  const configured = await readSources(config)
  const keep = await openBundleKeep({ folder, district, clock, log })
  const town = configured === null ? await openTown(config, log) : null
  const http = openHttp({ userAgent: userAgentFor(config.CRAWLER_CONTACT), clock })
  const browser = openBrowser({ chromiumPath: config.CHROMIUM_PATH, http, clock })
  const sessions = noSessions
  const polite = openPolite({ http, browse: (url, options) => browser.fetch(url, options), sessions, clock, signal: stopping.signal })
  const roster = keepRoster({
    given: configured ?? town?.sources ?? [],
    added: async () => [],
    open: (source) => openSource(source, watch),
    crawl: (source, signal, nap) => crawlSource(source, { keep, polite, sessions, clock, log, district, reporterKey, signal }, nap),
    // The folder is one process's, and every site with it.
    takeSite: async () => true,
    leaveSite: async () => undefined,
    health: { load: async (source) => (await keep.load(source)).health, save: (health) => keep.saveHealth(health) },
    clock,
    log,
  })
  await roster.review()
  const ticking = setInterval(() => void keep.tick(), second)
  log.info({ folder, stream: keep.stream, town: town?.url ?? null }, 'crawling into bundles')
  process.stdout.write(`数据包写入 ${folder}/outbox\n公钥（填入服务端的 BUNDLE_KEYS）  ${keep.publicKey}\n`)
  return {
    async stop() {
      clearInterval(ticking)
      stopping.abort()
      await roster.stop()
      await keep.close().catch((error: unknown) => { log.error({ error: messageOf(error) }, 'the last bundle is not written; its postings are found again') })
      await Promise.allSettled([town?.close(), browser.close(), http.close()])
    },
  }
}

async function openTown(config: Config, log: Log) {
  const { startTown } = await import('../sample-town/main.ts')
  return startTown({
    port: config.TOWN_PORT, seed: config.TOWN_SEED, days: config.TOWN_DAYS, pace: config.TOWN_PACE, dataDir: config.dataPath('town'), clock: systemClock, log,
  })
}
