/** Reads how the bundles from across the gap stand: what was taken, what is missing, what was refused, and since when nothing came. */
import type { BundleState, NumberRange, StreamState } from '../../shared/bundle-view.ts'
import type { Instant } from '../../shared/clock.ts'
import { parseBundleName } from '../../shared/node/bundle/format.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import { listHealth } from '../../shared/node/sources.ts'
import type { SourceHealth } from '../../shared/source.ts'
import { gapTold, silentAfter, tellOfStreams } from '../bundles/silence.ts'

/** @param gapsSince gaps that showed before this time are left out; 0 = none is. */
export async function readBundleState(db: Connection, district: string, now: Instant, gapsSince: Instant = 0): Promise<BundleState> {
  const [{ rows: streams }, { rows: gaps }, { rows: bad }, streamOf] = await Promise.all([
    db.query<Omit<StreamState, 'missing' | 'gapAt' | 'broken' | 'lag' | 'silent'>>(streamsSql, [district]),
    db.query<Gap>(gapsSql, [district, gapsSince]),
    db.query<BundleState['bad'][number]>(faultsSql, [district]),
    readStreamsOfSources(db, district),
  ])
  const refused = bad.flatMap(({ file }) => parseBundleName(file) ?? []).filter((named) => named.district === district)
  const current = new Set(streamOf.values())
  return {
    asOf: now,
    bad,
    streams: streams.map((stream) => {
      const of = gaps.filter((gap) => gap.stream === stream.stream)
      const numbers = refused.filter((named) => named.stream === stream.stream).map(({ number }) => number)
      const missing = of.map((gap) => ({ at: gap.taken_at, ranges: without([gap.before + 1, gap.number - 1], numbers) }))
        .filter(({ ranges }) => ranges.length > 0)
      const lag = now - Math.min(stream.madeAt, stream.takenAt)
      return {
        ...stream,
        missing: missing.flatMap(({ ranges }) => ranges),
        gapAt: missing.length > 0 ? Math.max(...missing.map(({ at }) => at)) : null,
        broken: of.filter(({ broken }) => broken).map(({ number }) => number),
        lag,
        silent: lag > silentAfter && current.has(stream.stream),
      }
    }),
  }
}

/** As `listHealth`, with what the streams of bundles are fit to say of the sources behind a gap; the same where there is none. */
export async function listHealthAcrossGap(db: Connection, district: string, now: Instant): Promise<SourceHealth[]> {
  const [health, streamOf] = await Promise.all([listHealth(db, district), readStreamsOfSources(db, district)])
  return streamOf.size === 0 ? health : tellOfStreams(health, streamOf, (await readBundleState(db, district, now, now - gapTold)).streams, now)
}

/** Stream by source, where a bundle was the last to tell of it: a source that is now crawled from this side has no stream any more. */
async function readStreamsOfSources(db: Connection, district: string): Promise<Map<string, string>> {
  const { rows } = await db.query<{ source: string; stream: string }>(
    'select b.source, b.stream from bundle_sources b join sources s using (district, source) where b.district = $1 and s.health = b.health', [district],
  )
  return new Map(rows.map(({ source, stream }) => [source, stream]))
}

/** The range without some numbers of it. */
function without([from, to]: NumberRange, numbers: readonly number[]): NumberRange[] {
  const ranges: NumberRange[] = []
  let start = from
  for (const number of [...numbers.filter((each) => each >= from && each <= to).sort((a, b) => a - b), to + 1]) {
    if (number > start) ranges.push([start, number - 1])
    start = number + 1
  }
  return ranges
}

interface Gap {
  stream: string
  /** The bundle behind the gap, and the last one before it (0 = none). */
  number: number
  before: number
  taken_at: Instant
  /** There is no gap, but the bundle says that another one went before it. */
  broken: boolean
}

const faultsSql = 'select file, reason, seen_at as "seenAt" from bundle_faults where district = $1 order by seen_at desc, file'

const streamsSql = `select stream, max(number) as last, count(*) as taken, sum(postings) as postings, max(made_at) as "madeAt", max(taken_at) as "takenAt"
  from bundles where district = $1 group by stream order by max(made_at) desc`

/** By the primary key, bundle by bundle: a window over a year of them would be sorted on the disk each time. */
const gapsSql = `select b.stream, b.number, b.taken_at, p.number is not null as broken,
    coalesce((select max(e.number) from bundles e where e.district = b.district and e.stream = b.stream and e.number < b.number), 0) as before
  from bundles b left join bundles p on p.district = b.district and p.stream = b.stream and p.number = b.number - 1
  where b.district = $1 and b.taken_at >= $2 and b.number > 1 and (p.number is null or b.previous is distinct from p.digest)
  order by b.stream, b.number`
