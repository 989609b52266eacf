/**
 * The line, read by number: record ⇒ enrich → group ⇒ count, and on a slower beat measure → judge ⇒ push.
 *
 *     fetch ─RawPosting→ normalise ─Posting→ record ⇒ PostgreSQL, in order ⇒ enrich ─EnrichedPosting→
 *     group ─Issue→ measure ─Trend→ judge ─Alert→ push ⇒ wall, duty console, notifiers
 *
 * How a posting counts exactly once: PostgreSQL numbers the events; what was decided of an event is stored before it is
 * applied; Redis applies a run only if the run before it was the last one applied. Whatever is killed when, the next
 * pipeline asks Redis how far it is, reads on from there, finds what had been decided, and repeats it. An emptied Redis
 * is the same case with 0 as the answer: rebuilding is not a second way of doing things. What people rule about issues and
 * postings takes its turn among the events (see obey.ts).
 */
import type { Clock } from '../shared/clock.ts'
import { day, minute } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import { Fatal, messageOf, RetryLater } from '../shared/errors.ts'
import type { Log } from '../shared/node/log.ts'
import { readBars } from './archive/carry-out.ts'
import { saveDecisions } from './archive/decisions.ts'
import { readFeed, readMemberships } from './archive/feed.ts'
import { takeLine, type Line } from './archive/line.ts'
import type { Attendant } from './attend.ts'
import { createCardMaker } from './cards.ts'
import type { GroupStep } from './group.ts'
import type { GroupedPosting } from './grouped.ts'
import type { LiveState } from './live-state/store.ts'
import { createObey } from './obey.ts'

/** Most events taken at once: large enough to be quick when catching up, small enough to keep the screens moving. */
const runLength = 400
/** Days of postings that a new one may be grouped with. */
const groupingDays = 90
/** What was told longer before it came in is no news on a wall: an import of past years, the first crawl of a board. */
const newsFor = 3 * day
const isNews = ({ publishedAt, recordedAt }: GroupedPosting): boolean => recordedAt - publishedAt <= newsFor
/** Milliseconds between two looks for new events when nobody calls. */
const patience = 250
/** Milliseconds between two beats of measuring, judging and pushing. */
const beatEvery = 400

export interface PipelineParts {
  databaseUrl: string
  pack: DistrictPack
  live: LiveState
  /** Makes an empty grouping; a pipeline that takes over the line begins with what PostgreSQL remembers. */
  createGroupStep(): GroupStep
  /** Makes what measures, judges and pushes; it remembers what it last pushed, so it is made anew with the line. */
  createAttendant(): Attendant
  clock: Clock
  log: Log
}

export interface Pipeline {
  /** Ends after the run at hand. */
  stop(): Promise<void>
  /** Settles when the pipeline has ended; rejects with what made going on harmful. */
  readonly ended: Promise<void>
}

/** Works the line until stopped; stands by while another process holds it, and comes back after any fault that passes. */
export function startPipeline(parts: PipelineParts): Pipeline {
  let stopping = false
  const ended = (async () => {
    while (!stopping) {
      const line = await takeLine(parts.databaseUrl, parts.pack.profile.code, parts.log).catch((error: unknown) => {
        parts.log.warn({ error: messageOf(error) }, 'the line cannot be had, trying again')
        return null
      })
      if (!line) await pause(1_000)
      else await work(parts, line, () => stopping).catch((error: unknown) => onFault(parts.log, error)).finally(() => line.close().catch(() => undefined))
    }
  })()
  return { ended, stop: () => { stopping = true; return ended.catch(() => undefined) } }
}

async function work(parts: PipelineParts, line: Line, stopping: () => boolean): Promise<void> {
  const { live, pack, clock, log } = parts
  const district = pack.profile.code
  const toCard = createCardMaker(pack)
  const grouping = parts.createGroupStep()
  const attendant = parts.createAttendant()
  const obey = createObey({ pack, live, line, grouping, attendant })
  const applied = await live.applied()
  for (const [one, other] of await readBars(line.connection, district)) grouping.separate(one, other)
  for await (const event of readMemberships(line.connection, district, clock.now() - groupingDays * day)) {
    grouping.remember(event)
    if (event.posting.number <= applied) attendant.remember(event)
  }

  const beat = createBeat(attendant, clock)
  log.info({ applied }, 'the line moves')
  const progress = { read: applied, applied }
  let ahead = readFeed(line.connection, district, progress.read, runLength)
  const readAhead = (): void => {
    ahead = readFeed(line.connection, district, progress.read, runLength)
    ahead.catch(() => undefined)
  }
  let storing: Promise<void> = Promise.resolve()

  const store = async (run: GroupedPosting[]): Promise<void> => {
    await saveDecisions(line.connection, district, run)
    const cards = run.filter((posting) => posting.revision === 1 && posting.enrichment.counted && isNews(posting)).map(toCard)
    const last = run.at(-1)!.number
    if ((await live.apply(progress.applied, run, cards)) !== last) throw new RetryLater('Redis is not where this line left it')
    progress.applied = last
    attendant.note(run)
  }

  let forgottenAt = clock.now()
  while (!stopping()) {
    if (clock.now() - forgottenAt > minute) {
      forgottenAt = clock.now()
      grouping.forget(forgottenAt - groupingDays * day)
    }
    if (line.lost) throw line.lost
    const { postings, ruling } = await ahead
    // PostgreSQL reads ahead and stores behind while this process thinks; runs are stored and applied one after another.
    if (postings.length > 0) {
      progress.read = postings.at(-1)!.posting.number
      if (!ruling) readAhead()
      const run = await grouping.take(postings)
      await storing
      storing = store(run)
      storing.catch(() => undefined)
    }
    // A ruling changes what is known of the postings before it, so that what comes after it is read when it has been obeyed.
    if (ruling) {
      await storing
      await obey(ruling, progress.applied)
      progress.read = ruling.number
      progress.applied = ruling.number
      readAhead()
    }
    beat(progress.applied, ruling === null && postings.length < runLength)
    if (ruling || postings.length > 0) continue
    await storing
    await line.somethingRecorded(patience)
    // Redis may have been emptied (npm run rebuild) or replaced: then the line begins again where Redis is.
    if ((await live.applied()) !== progress.applied) throw new RetryLater('Redis is not where this line left it')
    readAhead()
  }
  await storing
}

/** Beats beside the line, one at a time, so that judging never makes a posting wait; a fault surfaces at the next call. */
function createBeat(attendant: Attendant, clock: Clock): (applied: number, caughtUp: boolean) => void {
  let beatenAt = -Infinity
  let beating = false
  let fault: Error | null = null
  return (applied, caughtUp) => {
    if (fault) throw fault
    const since = Math.abs(clock.now() - beatenAt)
    if (beating || since < (caughtUp ? beatEvery : 5 * beatEvery)) return
    beating = true
    beatenAt = clock.now()
    attendant.beat(applied, caughtUp)
      .catch((error: unknown) => { fault = error instanceof Error ? error : new RetryLater(messageOf(error)) })
      .finally(() => { beating = false })
  }
}

async function onFault(log: Log, error: unknown): Promise<void> {
  if (error instanceof Fatal) throw error
  log.warn({ error: messageOf(error) }, 'the line stopped and will be taken up again')
  await pause(error instanceof RetryLater ? error.afterMs ?? 500 : 500)
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
