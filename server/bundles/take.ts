/** Takes one bundle: proves it, and records what it holds together with the note that it was taken, all of it or nothing. */
import type { PoolClient } from 'pg'
import type { Instant } from '../../shared/clock.ts'
import { GiveUp, RetryLater } from '../../shared/errors.ts'
import { bundleName, parseBundleName, readBundle, type Bundle, type BundleHeader } from '../../shared/node/bundle/format.ts'
import type { TrustedKeys } from '../../shared/node/bundle/keys.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import { lockDistrict, type Recorded } from '../../shared/node/record.ts'
import { recordVersions } from './versions.ts'

export interface BundleFile {
  /** As it was delivered; in the usual case `bundleName` of what it holds. */
  name: string
  bytes: Buffer
}

export type Taken =
  | { outcome: 'taken'; header: BundleHeader; postings: number; recorded: Recorded }
  | { outcome: 'again' }
  /** Shorter than it says: it is still being copied. Nothing is noted. */
  | { outcome: 'unfinished'; reason: string }
  /** Nothing of it was taken. */
  | { outcome: 'bad'; reason: string }

/**
 * Takes a bundle in any order; again = nothing. What is wrong with a file is noted under its name, until a sound one comes.
 * @throws what the database throws; the same file may then be taken again.
 */
export async function takeBundle(db: Database, district: string, file: BundleFile, keys: TrustedKeys, now: Instant): Promise<Taken> {
  try {
    const bundle = await readBundle(file.bytes, district, keys)
    const taken = await transact(db, (connection) => store(connection, district, bundle, now))
    const { stream, number } = bundle.header
    await db.query('delete from bundle_faults where district = $1 and file = any($2)', [district, [file.name, bundleName(district, stream, number)]])
    return taken
  } catch (error) {
    if (error instanceof RetryLater) return { outcome: 'unfinished', reason: error.message }
    const reason = reasonAgainst(error)
    if (reason === null) throw error
    // Another bundle under a number that was taken is always noted; a damaged copy of one that was taken does no harm.
    if (error instanceof SecondUnderNumber || !await wasTaken(db, district, file.name)) await noteFault(db, district, file.name, reason, now)
    return { outcome: 'bad', reason }
  }
}

/** Notes that a file is refused. */
export async function noteFault(db: Connection, district: string, file: string, reason: string, now: Instant): Promise<void> {
  await db.query(
    `insert into bundle_faults (district, file, reason, seen_at) values ($1, $2, $3, $4)
     on conflict (district, file) do update set reason = excluded.reason, seen_at = excluded.seen_at`,
    [district, file, reason, now],
  )
}

/** Forgets what was wrong with files that are no longer there: what they should have held is missing from then on. */
export async function forgetFaults(db: Connection, district: string, there: readonly string[]): Promise<void> {
  await db.query('delete from bundle_faults where district = $1 and not file = any($2)', [district, there])
}

class SecondUnderNumber extends GiveUp {}

async function store(connection: PoolClient, district: string, { header, digest, postings, health }: Bundle, now: Instant): Promise<Taken> {
  const { stream, number, madeAt, previous } = header
  // Whoever else takes bundles of the district waits here, so that what follows sees all that was taken before.
  await lockDistrict(connection, district)
  const { rows: [before] } = await connection.query<{ digest: string }>(
    'select digest from bundles where district = $1 and stream = $2 and number = $3', [district, stream, number],
  )
  if (before?.digest === digest) return { outcome: 'again' }
  if (before) {
    throw new SecondUnderNumber('同一编号已收过另一个内容不同的数据包：采集端的文件夹可能被恢复或复制过，请让采集端换用新文件夹')
  }
  const recorded = await recordVersions(connection, district, postings, now)
  await saveSources(connection, district, stream, health)
  await connection.query(
    `insert into bundles (district, stream, number, digest, previous, made_at, taken_at, postings, added, changed, same)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [district, stream, number, digest, previous, madeAt, now, postings.length, recorded.added, recorded.changed, recorded.same],
  )
  return { outcome: 'taken', header, postings: postings.length, recorded }
}

/** How sources are, where a bundle has later news than the bundles before it. */
async function saveSources(connection: PoolClient, district: string, stream: string, health: Bundle['health']): Promise<void> {
  if (health.length === 0) return
  await connection.query(
    `with told as (
       select distinct on (source) source, at, health
       from jsonb_to_recordset($3::jsonb) as row(source text, at float8, health jsonb) order by source, at desc),
     newest as (
       insert into bundle_sources as b (district, source, stream, at, health) select $1, source, $2, at, health from told
       on conflict (district, source) do update set stream = excluded.stream, at = excluded.at, health = excluded.health where b.at < excluded.at
       returning source, health)
     insert into sources (district, source, health) select $1, source, health from newest
     on conflict (district, source) do update set health = excluded.health`,
    [district, stream, JSON.stringify(health.map(({ health: state, at }) => ({ source: state.source, at, health: state })))],
  )
}

async function wasTaken(db: Connection, district: string, file: string): Promise<boolean> {
  const named = parseBundleName(file)
  if (named?.district !== district) return false
  const { rowCount } = await db.query('select from bundles where district = $1 and stream = $2 and number = $3', [district, named.stream, named.number])
  return rowCount === 1
}

/** Why a file is refused; null when the world is not ready for it. What PostgreSQL refuses as data it refuses for ever. */
function reasonAgainst(error: unknown): string | null {
  if (error instanceof GiveUp) return error.message
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^2[23]/.test(code) ? `内容无法入库（${code}）` : null
}
