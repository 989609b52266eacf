/** Which sources are crawled here: those of the file or the sample town and those of the console, as they are at any time, one loop each. */
import { day, parseInstant, type Clock, type Instant } from '../shared/clock.ts'
import { sourceSchema, type SourceConfig } from '../shared/district.ts'
import { messageOf } from '../shared/errors.ts'
import { siteOfUrl } from '../shared/node/http/site.ts'
import type { Log } from '../shared/node/log.ts'
import type { SourceHealth } from '../shared/source.ts'
import { restingHealth } from './health.ts'
import { openNap, type Nap } from './nap.ts'
import type { OpenSource } from './source.ts'

export interface RosterParts {
  /** From the file or the sample town; they go before those of the console. */
  given: readonly SourceConfig[]
  /** Of the console, as stored. */
  added: () => Promise<{ id: string; config: unknown }[]>
  /** @throws Fatal when the adapter or its options are wrong. */
  open: (config: SourceConfig) => OpenSource
  /** Crawls until the signal. */
  crawl: (source: OpenSource, signal: AbortSignal, nap: Nap) => Promise<void>
  /** Where each site is one process's: true = ours. */
  takeSite: (site: string) => Promise<boolean>
  leaveSite: (site: string) => Promise<void>
  health: { load: (source: string) => Promise<SourceHealth | null>; save: (health: SourceHealth) => Promise<void> }
  clock: Clock
  log: Log
}

export interface Roster {
  /** Brings what is crawled in line with what is configured. Calls run one after another; none throws. */
  review(): Promise<void>
  /** Visits a source now, if it is crawled here. */
  rouse(source: string): void
  /** Visits every source of a site now. */
  rouseSite(site: string): void
  /** How a source is configured; null where there is none of that id. `crawled` = it is enabled and sound, wherever it is crawled. */
  find(source: string): { config: SourceConfig; crawled: boolean } | null
  /** Ends all loops, after the review that is under way: the locks are gone, or we are. */
  stop(): Promise<void>
}

interface Wanted {
  config: SourceConfig
  /** null = it is not to be crawled, for `reason`. */
  source: OpenSource | null
  state: 'DISABLED' | 'PARSE_BROKEN'
  reason: string | null
}

interface Running {
  /** The configuration it was started with: another one starts it anew. */
  as: string
  site: string
  nap: Nap
  stopping: AbortController
  ended: Promise<void>
}

export function keepRoster(parts: RosterParts): Roster {
  const { open, clock, log } = parts
  const running = new Map<string, Running>()
  /** What was said of sources that are not crawled, so that it is said once. */
  const said = new Map<string, string>()
  let wanted = new Map<string, Wanted>()
  let reviewing: Promise<void> = Promise.resolve()

  async function review(): Promise<void> {
    wanted = readWanted(parts.given, await parts.added(), open, clock.now())
    for (const [id, { as }] of running) {
      const now = wanted.get(id)
      if (!now?.source || JSON.stringify(now.config) !== as) await end(id)
    }
    for (const [id, { source }] of wanted) if (source && !running.has(id)) await start(source)
    await Promise.all([...wanted.values()].filter(({ source }) => !source).map(sayResting))
  }

  async function start(source: OpenSource): Promise<void> {
    const { config, common } = source
    const site = siteOfUrl(config.url)
    if (!await parts.takeSite(site)) return
    if (common.robots === 'ignore') log.warn({ source: config.id }, 'robots.txt of this source is ignored, as configured')
    const stopping = new AbortController()
    const nap = openNap(stopping.signal)
    said.delete(config.id)
    running.set(config.id, { as: JSON.stringify(config), site, nap, stopping, ended: parts.crawl(source, stopping.signal, nap) })
    log.info({ source: config.id, site }, 'crawling')
  }

  async function end(id: string): Promise<void> {
    const loop = running.get(id)
    if (!loop) return
    running.delete(id)
    loop.stopping.abort()
    await loop.ended
    if (![...running.values()].some(({ site }) => site === loop.site)) await parts.leaveSite(loop.site)
  }

  /** Says why a source is not crawled. */
  async function sayResting({ config, state, reason }: Wanted): Promise<void> {
    const words = `${state} ${reason ?? ''}`
    if (said.get(config.id) === words) return
    const before = await parts.health.load(config.id)
    if (before?.state !== state || before.reason !== reason) await parts.health.save(restingHealth(config, before, state, reason, clock.now()))
    if (state === 'PARSE_BROKEN') log.error({ source: config.id, reason }, 'source cannot be crawled')
    said.set(config.id, words)
  }

  return {
    review() {
      reviewing = reviewing.then(review).catch((error: unknown) => { log.error({ error: messageOf(error) }, 'sources not reviewed; it will be tried again') })
      return reviewing
    },
    rouse: (source) => running.get(source)?.nap.rouse(),
    rouseSite(site) {
      for (const loop of running.values()) if (loop.site === site) loop.nap.rouse()
    },
    find(id) {
      const found = wanted.get(id)
      return found ? { config: found.config, crawled: found.source !== null } : null
    },
    stop() {
      for (const { stopping } of running.values()) stopping.abort()
      reviewing = reviewing.then(async () => {
        const loops = [...running.values()]
        running.clear()
        for (const { stopping } of loops) stopping.abort()
        await Promise.all(loops.map(({ ended }) => ended))
      })
      return reviewing
    },
  }
}

function readWanted(given: readonly SourceConfig[], added: { id: string; config: unknown }[], open: RosterParts['open'], now: Instant): Map<string, Wanted> {
  const wanted = new Map(given.map((config) => [config.id, want(config, open, now)]))
  for (const { id, config } of added) {
    // The file goes first: a source of the console under the same id would share its cursor.
    if (wanted.has(id)) continue
    const parsed = sourceSchema.safeParse(config)
    wanted.set(id, parsed.success && parsed.data.id === id
      ? want(parsed.data, open, now)
      : { config: unreadable(id, config), source: null, state: 'PARSE_BROKEN', reason: '配置有误，未采集：格式不对，请停用后重新添加' })
  }
  return wanted
}

function want(config: SourceConfig, open: RosterParts['open'], now: Instant): Wanted {
  if (!config.enabled) return { config, source: null, state: 'DISABLED', reason: null }
  const { until } = config.options
  const last = typeof until === 'string' ? parseInstant(until) : null
  if (last !== null && now >= last + day) return { config, source: null, state: 'DISABLED', reason: `已到期（${String(until)}）：需要继续采集请重新批准并改期` }
  try {
    return { config, source: open(config), state: 'DISABLED', reason: null }
  } catch (error) {
    return { config, source: null, state: 'PARSE_BROKEN', reason: `配置有误，未采集：${messageOf(error).slice(0, 300)}` }
  }
}

/** As much of a configuration as there is, for its health to be shown under. */
const unreadable = (id: string, config: unknown): SourceConfig => {
  const { name, channel } = (config ?? {}) as { name?: unknown; channel?: unknown }
  return {
    id, name: typeof name === 'string' ? name : id, channel: typeof channel === 'string' ? channel : 'web', adapter: '', url: 'http://invalid/', enabled: false,
    every: 3_600, delay: 0, local: false, allowPrivate: false, demo: false, options: {},
  }
}
