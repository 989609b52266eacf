/** The life of one source: visit, record, judge, wait, again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock, Instant } from '../shared/clock.ts'
import { GiveUp, messageOf } from '../shared/errors.ts'
import type { Log } from '../shared/node/log.ts'
import type { Page } from '../shared/node/http/fetch.ts'
import type { Recorded } from '../shared/node/record.ts'
import type { Posting } from '../shared/posting.ts'
import type { SourceHealth } from '../shared/source.ts'
import type { Keep } from './keep.ts'
import { follow, judgeHealth, ordinary, type Freshness, type Sighting } from './health.ts'
import { normalise } from './normalise.ts'
import { RobotsRefused, retryAfter, type PoliteDoor } from './polite.ts'
import { keepResting, type Resting } from './resting.ts'
import { nextVisitIn } from './schedule.ts'
import { emptyReading, type Ask, type OpenSource, type PageState, type Reading, type Visit } from './source.ts'

export interface Services {
  keep: Keep
  polite: PoliteDoor
  clock: Clock
  log: Log
  district: string
  reporterKey: string
  signal: AbortSignal
}

/** Postings are recorded when this many have gathered, or this long has passed. */
const batchSize = 200
const batchMs = 1_000
/** Failures in a row after which a visit is broken off: the site is not well, or not for us. */
const mostFailures = 5
/** How long Discuz's reload page waits before it asks again. */
const reloadMs = 1_100

/** What is stored as the cursor: the visit's own, and what is known of the usual gap between postings. */
const stored = z.strictObject({ visit: z.unknown(), newestAt: z.number().nullable(), gapMs: z.number().nullable() })

/** States after which asking for more pages in the same visit would be rude or pointless. */
const halting: readonly PageState[] = ['blocked', 'challenge', 'captcha', 'rate-limited', 'site-closed', 'robot-refused']

export interface Visited {
  recorded: Recorded
  health: SourceHealth
  retryAfterMs: number | null
}

/** Crawls one source until the signal; nothing that a site or the database does ends it. */
export async function crawlSource(source: OpenSource, services: Services): Promise<void> {
  const { signal, log, config } = { ...services, config: source.config }
  const resting = keepResting()
  let failures = 0
  while (!signal.aborted) {
    let wait = 2_000
    try {
      const { recorded, health, retryAfterMs } = await visitOnce(source, services, resting)
      failures = health.lastGoodAt !== null && ['OK', 'OK_EMPTY', 'STALE', 'DEGRADED'].includes(health.state) ? 0 : failures + 1
      wait = nextVisitIn({ state: health.state, failures, everyMs: config.every * 1_000, retryAfterMs, random: Math.random() })
      if (recorded.added + recorded.changed > 0 || failures > 0) {
        log.info({ source: config.id, ...recorded, state: health.state, reason: health.reason, waitMs: wait }, 'visited')
      }
    } catch (error) {
      if (signal.aborted) return
      log.error({ source: config.id, error: messageOf(error) }, 'visit not recorded; it will be made again')
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * One visit: everything it finds is recorded together with the cursor that is true of it.
 * @throws what the database throws; the visit may then be made again from the stored cursor.
 */
export async function visitOnce(source: OpenSource, services: Services, resting: Resting = keepResting()): Promise<Visited> {
  const { keep, clock, district, signal } = services
  const { config } = source
  const before = await keep.load(config.id)
  const kept = stored.safeParse(before.cursor)
  let freshness: Freshness = kept.success ? { newestAt: kept.data.newestAt, gapMs: kept.data.gapMs } : { newestAt: null, gapMs: null }
  const visit = source.visit(kept.success ? kept.data.visit : null, clock.now())
  const total: Recorded = { added: 0, changed: 0, same: 0 }
  const seen = { sightings: [] as Sighting[], trouble: null as string | null, degraded: null as string | null }
  let retryAfterMs: number | null = null
  let newest: Instant = freshness.newestAt ?? 0
  let batch: Posting[] = []
  let flushed = clock.now()
  // One batch is written while the next pages are fetched; its failure surfaces when it is awaited.
  let writing: Promise<void> = Promise.resolve()

  async function write(postings: Posting[], health?: SourceHealth): Promise<void> {
    const snapshot = structuredClone({ visit: visit.cursor() ?? null, newestAt: freshness.newestAt, gapMs: freshness.gapMs })
    const unchanged = postings.length === 0 && kept.success && JSON.stringify(snapshot) === JSON.stringify(kept.data)
    if (unchanged) return health ? keep.saveHealth(health) : undefined
    const recorded = await keep.record(postings, { source: config.id, cursor: snapshot, ...(health ? { health } : {}) }, clock.now())
    total.added += recorded.added
    total.changed += recorded.changed
    total.same += recorded.same
  }

  for (let ask = visit.next(), failed = 0; ask && !signal.aborted && failed < mostFailures; ask = visit.next()) {
    const rested = ask.essential ? null : resting.of(ask.url, clock.now())
    if (rested) {
      seen.sightings.push(rested)
      continue
    }
    const { reading, page } = await look(source, services, ask)
    if (signal.aborted && !page) break
    const sighting: Sighting = { essential: ask.essential, state: reading.state, message: reading.message }
    const well = ordinary.includes(reading.state)
    seen.sightings.push(sighting)
    seen.degraded ??= reading.degraded
    failed = well ? 0 : failed + 1
    if (well) resting.healed(ask.url)
    else resting.failed(ask.url, sighting, clock.now())
    if (page) {
      retryAfterMs = retryAfter(page, clock.now()) ?? retryAfterMs
      const postings = read(visit, ask, reading, page)
      batch.push(...postings)
      for (const { publishedAt, pinned } of postings) if (!pinned) newest = Math.max(newest, publishedAt)
    }
    if (halting.includes(reading.state)) break
    if (batch.length >= batchSize || (batch.length > 0 && clock.now() - flushed >= batchMs)) {
      await writing
      writing = write(batch)
      // Awaited at the next batch at the latest; until then it must not count as unhandled.
      writing.catch(() => undefined)
      batch = []
      flushed = clock.now()
    }
  }
  await writing
  seen.trouble = visit.trouble()
  freshness = follow(freshness, newest || null, Math.max(total.added + batch.length, 1))
  const health = judgeHealth(config, before.health, seen, freshness, clock.now())
  // A visit that was broken off by our own end says nothing about the source.
  await write(batch, signal.aborted ? undefined : health)
  return { recorded: total, health, retryAfterMs }

  function read(current: Visit, ask: Ask, reading: Reading, page: Page): Posting[] {
    const context = { district, config, reporterKey: services.reporterKey, receivedAt: page.fetchedAt, threadTitle: reading.thread?.title ?? null }
    return current.take(ask, reading, page).map((found) => normalise(found, context))
  }
}

/** Fetches and parses one page; whatever goes wrong is a state of it. */
async function look(source: OpenSource, { polite, signal }: Services, ask: Ask): Promise<{ reading: Reading; page: Page | null }> {
  try {
    const page = await polite.get(source, ask)
    const reading = parse(source, page)
    if (!reading.again) return { reading, page }
    await sleep(reloadMs, undefined, { signal })
    const second = await polite.get(source, ask)
    return { reading: parse(source, second), page: second }
  } catch (error) {
    const state = error instanceof RobotsRefused ? 'robot-refused' : error instanceof GiveUp ? 'refused' : 'server-error'
    return { reading: emptyReading('unknown', state, messageOf(error)), page: null }
  }
}

/** A parser that throws has met a page that nobody thought of. */
function parse(source: OpenSource, page: Page): Reading {
  try {
    return source.parse(page)
  } catch (error) {
    return emptyReading('unknown', 'unknown-page', `解析出错：${messageOf(error)}`)
  }
}
