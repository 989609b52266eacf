/**
 * Keeps what visits find in numbered bundle files: postings gather in an open bundle, which is closed when it is large or old enough,
 * together with the cursors that are true of it.
 *
 * Between two bundles the cursors run ahead in memory only. Killed then, the crawlers start again from those on the disk and find
 * the postings of the open bundle once more: nothing is lost, and what is sent twice counts once.
 */
import { readFile } from 'node:fs/promises'
import { minute, second, type Clock, type Instant } from '../../shared/clock.ts'
import { messageOf } from '../../shared/errors.ts'
import { writeLine } from '../../shared/node/bundle/lines.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Recorded } from '../../shared/node/record.ts'
import type { Posting } from '../../shared/posting.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { Keep } from '../keep.ts'
import { writeDurably } from './durable.ts'
import { openKnown, type Novelty, type Remembered } from './known.ts'
import { openOutbox, type SourceProgress } from './outbox.ts'

export interface BundleKeep extends Keep {
  stream: string
  publicKey: string
  /** Closes the open bundle when its time has come; to be called every second. Never throws: what the disk refuses is tried again. */
  tick(): Promise<void>
  /** Closes the open bundle now. @throws what the disk says. */
  flush(): Promise<void>
  /** The same, and gives the folder back. */
  close(): Promise<void>
}

/** A bundle is closed at this size … */
const mostPostings = 500
const mostBytes = 4 << 20
/** … or when its first posting, or news of how a source is, has waited this long: an alert waits no longer for its words. */
const longestWait = 30 * second
/** Without postings a bundle says this often how the sources are, so that silence is told from crawlers that stopped. */
const heartbeatEvery = 3 * minute
const knownEvery = 10 * minute

interface Parts {
  folder: string
  district: string
  clock: Clock
  log: Log
}

/** @throws Fatal as `openOutbox` does. */
export async function openBundleKeep({ folder, district, clock, log }: Parts): Promise<BundleKeep> {
  const outbox = await openOutbox(folder, district)
  const known = openKnown(await readKnown(outbox.path('state/known.json')))
  const sources: Record<string, SourceProgress> = structuredClone(outbox.sources)
  let open = { lines: [] as string[], bytes: 0, since: null as Instant | null }
  /** Sources whose health is to be told in the next bundle. */
  const told = new Set<string>()
  let toldAt = 0
  let knownAt = clock.now()
  let sequence: Promise<unknown> = Promise.resolve()

  /** One thing at a time: a bundle and the cursors that are true of it must not move apart. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = sequence.then(work)
    sequence = result.catch(() => undefined)
    return result
  }

  const isFull = (): boolean => open.lines.length >= mostPostings || open.bytes >= mostBytes

  function add(posting: Posting): Novelty {
    const { novelty, version } = known.note(posting)
    if (novelty === 'same') return novelty
    const line = writeLine({ posting: version })
    if (line === null) {
      log.error({ source: posting.source, externalId: posting.externalId.slice(0, 100) }, 'a posting does not fit into a bundle and is left out')
      return 'same'
    }
    open.lines.push(line)
    open.bytes += Buffer.byteLength(line)
    open.since ??= clock.now()
    return novelty
  }

  function noteHealth(source: string, health: SourceHealth, now: Instant): void {
    const before = sources[source]
    if (before?.health?.state !== health.state || before.health.reason !== health.reason) open.since ??= now
    sources[source] = { cursor: before?.cursor ?? null, health, healthAt: now }
    told.add(source)
  }

  async function commit(): Promise<void> {
    const now = clock.now()
    const health = [...told].flatMap((source) => {
      const { health: state = null, healthAt = 0 } = sources[source] ?? {}
      return (state && writeLine({ health: state, at: healthAt })) ?? []
    })
    const number = await outbox.commit([...open.lines, ...health], structuredClone(sources), now)
    if (open.lines.length > 0) log.info({ number, postings: open.lines.length }, 'bundle')
    toldAt = now
    open = { lines: [], bytes: 0, since: null }
    told.clear()
  }

  async function saveKnown(): Promise<void> {
    knownAt = clock.now()
    await writeDurably(outbox.path('state/known.json'), JSON.stringify(known.entries()))
  }

  return {
    stream: outbox.stream,
    publicKey: outbox.publicKey,
    load: async (source) => ({ cursor: sources[source]?.cursor ?? null, health: sources[source]?.health ?? null }),
    saveHealth: (health) => inTurn(async () => { noteHealth(health.source, health, clock.now()) }),
    record: (postings, { source, cursor, health }, now) => inTurn(async () => {
      // Full and still here: the disk refused it. Nothing more is taken until it does.
      if (isFull()) await commit()
      const recorded: Recorded = { added: 0, changed: 0, same: 0 }
      for (const posting of postings) {
        const novelty = add(posting)
        recorded[novelty === 'counted' ? 'same' : novelty]++
      }
      if (health) noteHealth(source, health, now)
      sources[source] = { ...(sources[source] ?? { health: null, healthAt: 0 }), cursor }
      if (isFull()) await commit()
      return recorded
    }),
    tick: () => inTurn(async () => {
      const now = clock.now()
      const heartbeat = now - toldAt >= heartbeatEvery
      if (heartbeat) for (const source of Object.keys(sources)) told.add(source)
      if (heartbeat || (open.since !== null && now - open.since >= longestWait)) await commit()
      // After a commit nothing is known that was not committed.
      if (open.since === null && now - knownAt >= knownEvery) await saveKnown()
    }).catch((error: unknown) => { log.error({ error: messageOf(error) }, 'bundle not written; it will be tried again') }),
    flush: () => inTurn(commit),
    close: () => inTurn(async () => {
      await commit()
      await saveKnown()
    }).finally(() => { outbox.close() }),
  }
}

/** What is damaged or missing is sent again; no more harm comes of it. */
async function readKnown(path: string): Promise<Remembered[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Remembered[]
  } catch {
    return []
  }
}
