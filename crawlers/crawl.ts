/** The life of one source: visit, record, judge, wait, again. */
import { z } from 'zod'
import type { Clock, Instant } from '../shared/clock.ts'
import { messageOf } from '../shared/errors.ts'
import type { Log } from '../shared/node/log.ts'
import type { Page } from '../shared/node/http/fetch.ts'
import type { Recorded } from '../shared/node/record.ts'
import type { SessionKeeper } from '../shared/node/session-keeper.ts'
import type { Posting } from '../shared/posting.ts'
import type { SourceHealth } from '../shared/source.ts'
import { follow, isGood, judgeHealth, ordinary, type Freshness, type Sighting } from './health.ts'
import type { Keep } from './keep.ts'
import { look } from './look.ts'
import { openNap, type Nap } from './nap.ts'
import { normalise } from './normalise.ts'
import { openPatience } from './patience.ts'
import { retryAfter, type PoliteDoor } from './polite.ts'
import { keepResting, type Resting } from './resting.ts'
import { pausing, quietUntil } from './schedule.ts'
import type { Ask, OpenSource, PageState, Reading, Visit } from './source.ts'

export interface Services {
  keep: Keep
  polite: PoliteDoor
  sessions: SessionKeeper
  clock: Clock
  log: Log
  district: string
  reporterKey: string
  signal: AbortSignal
}

/** Postings are recorded when this many have gathered, or this long has passed. */
const batchSize = 200
const batchMs = 1_000
/** After an error of our own. */
const retryMs = 2_000

/** What is stored as the cursor: the visit's own, and what is known of the usual gap between postings. */
const stored = z.strictObject({ visit: z.unknown(), newestAt: z.number().nullable(), gapMs: z.number().nullable() })

/** States after which asking for more pages in the same visit would be rude or pointless. */
const halting: readonly PageState[] = ['blocked', 'challenge', 'captcha', 'rate-limited', 'site-closed', 'robot-refused']

export interface Visited {
  recorded: Recorded
  health: SourceHealth
  /** Milliseconds until the next visit. */
  waitMs: number
}

/**
 * Crawls one source until the signal; nothing that a site or the database does ends it. A pause that was begun before this process
 * started is kept to its end, unless an operator rouses the source through `nap`.
 */
export async function crawlSource(source: OpenSource, services: Services, nap: Nap = openNap(services.signal)): Promise<void> {
  const { signal, log } = services
  const { id } = source.config
  let resting = keepResting()
  while (!signal.aborted) {
    let wait = retryMs
    try {
      const roused = nap.roused()
      if (roused) resting = keepResting()
      const left = roused ? 0 : await pauseLeft(source, services)
      wait = left > 0 ? left : await visitAndTell()
    } catch (error) {
      if (signal.aborted) return
      log.error({ source: id, error: messageOf(error) }, 'visit not recorded; it will be made again')
    }
    await nap.take(wait)
  }

  async function visitAndTell(): Promise<number> {
    const { recorded, health, waitMs } = await visitOnce(source, services, resting)
    if (recorded.added + recorded.changed > 0 || health.failures > 0) {
      log.info({ source: id, ...recorded, state: health.state, reason: health.reason, waitMs }, 'visited')
    }
    return waitMs
  }
}

/** Milliseconds for which the source is to be left alone: what is left of a pause, or of its quiet hours, which are then said of it. */
async function pauseLeft({ config, common }: OpenSource, { keep, sessions, clock }: Services): Promise<number> {
  const { health } = await keep.load(config.id)
  const now = clock.now()
  // An operator has acted while nobody was here to be told.
  const waitsForSession = health?.state === 'NEEDS_LOGIN' || health?.state === 'NEEDS_CAPTCHA'
  if (waitsForSession && (await sessions.loadJar(config.url))?.state === 'new') return 0
  const quiet = common.quiet ? quietUntil(common.quiet, now) : null
  const until = Math.max(health?.until ?? 0, quiet ?? 0)
  if (health && quiet !== null && health.until !== until) await keep.saveHealth({ ...health, until })
  return until - now
}

/**
 * One visit: everything it finds is recorded together with the cursor that is true of it. After a pause the first request is a probe:
 * when it fails, nothing more is asked.
 * @throws what the database throws; the visit may then be made again from the stored cursor.
 */
export async function visitOnce(source: OpenSource, services: Services, resting: Resting = keepResting()): Promise<Visited> {
  const { keep, clock, district, signal } = services
  const { config, common } = source
  const before = await keep.load(config.id)
  const kept = stored.safeParse(before.cursor)
  let freshness: Freshness = kept.success ? { newestAt: kept.data.newestAt, gapMs: kept.data.gapMs } : { newestAt: null, gapMs: null }
  const visit = source.visit(kept.success ? kept.data.visit : null, clock.now())
  const total: Recorded = { added: 0, changed: 0, same: 0 }
  const seen = { sightings: [] as Sighting[], trouble: null as string | null, degraded: null as string | null }
  const patience = openPatience(before.health !== null && pausing(before.health.state))
  const inQuiet = (): boolean => common.quiet !== undefined && quietUntil(common.quiet, clock.now()) !== null
  const begunInQuiet = inQuiet()
  let floorMs = 0
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

  for (let ask = visit.next(); ask && !signal.aborted && !patience.spent() && (begunInQuiet || !inQuiet()); ask = visit.next()) {
    const rested = ask.essential ? null : resting.of(ask.url, clock.now())
    if (rested) {
      seen.sightings.push(rested)
      continue
    }
    const started = performance.now()
    const { reading, page } = await look(source, services, ask, patience.probing())
    if (signal.aborted && !page) break
    const sighting: Sighting = { url: page?.url ?? ask.url, essential: ask.essential, state: reading.state, message: reading.message }
    const well = ordinary.includes(reading.state)
    seen.sightings.push(sighting)
    seen.degraded ??= reading.degraded
    floorMs = Math.max(floorMs, reading.pauseMs ?? 0, page ? retryAfter(page, clock.now()) ?? 0 : 0)
    patience.note(reading.state, performance.now() - started)
    if (well) resting.healed(ask.url)
    else resting.failed(ask.url, sighting, clock.now())
    if (page) {
      const postings = read(visit, ask, reading, page)
      batch.push(...postings)
      for (const { publishedAt, pinned } of postings) if (!pinned) newest = Math.max(newest, publishedAt)
    }
    if (halting.includes(reading.state)) break
    if (batch.length >= batchSize || (batch.length > 0 && clock.now() - flushed >= batchMs)) {
      await writing
      writing = write(batch, soFar())
      // Awaited at the next batch at the latest; until then it must not count as unhandled.
      writing.catch(() => undefined)
      batch = []
      flushed = clock.now()
    }
  }
  await writing
  seen.trouble = visit.trouble()
  freshness = follow(freshness, newest || null, Math.max(total.added + batch.length, 1))
  const { health, waitMs } = judgeHealth(config, before.health, seen, freshness, clock.now(), { floorMs, random: Math.random() })
  // A visit that was broken off by our own end says nothing about the source.
  await write(batch, signal.aborted ? undefined : health)
  return { recorded: total, health, waitMs }

  /** A first visit may take hours: what has proved itself is said to be well meanwhile. */
  function soFar(): SourceHealth | undefined {
    const known = { newestAt: newest || null, gapMs: freshness.gapMs }
    const { health: now } = judgeHealth(config, before.health, seen, known, clock.now(), { floorMs, random: 0 })
    return isGood(now.state) ? now : undefined
  }

  function read(current: Visit, ask: Ask, reading: Reading, page: Page): Posting[] {
    const context = { district, config, reporterKey: services.reporterKey, receivedAt: page.fetchedAt, threadTitle: reading.thread?.title ?? null }
    return current.take(ask, reading, page).map((found) => normalise(found, context))
  }
}
