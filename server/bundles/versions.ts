/**
 * Records the versions of postings that bundles bring, in whatever order they come.
 *
 * The newest version of a posting's words stands, by the time at which its source showed it; an older one that comes later is passed
 * over. That a posting is gone carries no words, so it is kept apart: words that were seen before it and come after it are
 * recorded first and are then gone. The crawlers' side gives each version a later time than the one before and repeats counters that
 * a page no longer tells (crawlers/bundle/known.ts), so that the newest version says all there is to say.
 * Where it fails: what `record` takes from a posting's first version only (author's hash, time, address) is that of the first to come,
 * an order that a later version leaves out is lost if that version comes first, and a version that was overtaken leaves no revision behind.
 */
import type { PoolClient } from 'pg'
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import { recordOn, type Recorded } from '../../shared/node/record.ts'
import type { Posting } from '../../shared/posting.ts'

interface Versions {
  source: string
  externalId: string
  /** When the newest version of the words was seen; null = none came yet. */
  wordsAt: Instant | null
  /** The newest word that it is gone; nothing in it tells who wrote it. */
  gone: Posting | null
}

/** In a transaction that has locked the district. */
export async function recordVersions(connection: PoolClient, district: string, postings: readonly Posting[], now: Instant): Promise<Recorded> {
  const known = await readVersions(connection, district, postings)
  const words = new Map<string, Posting>()
  const gone = new Map<string, Posting>()
  const moved = new Map<string, Versions>()
  for (const posting of postings) {
    const { source, externalId, receivedAt: at } = posting
    const key = keyOf(posting)
    const before = moved.get(key) ?? known.get(key) ?? { source, externalId, wordsAt: null, gone: null }
    const newest = posting.state === 'gone' ? before.gone?.receivedAt ?? null : before.wordsAt
    if (newest !== null && at < newest) continue
    const after = posting.state === 'gone' ? { ...before, gone: { ...posting, reporter: null, account: null } } : { ...before, wordsAt: at }
    if (posting.state !== 'gone') words.set(key, posting)
    if (after.gone && after.gone.receivedAt >= (after.wordsAt ?? 0)) gone.set(key, after.gone)
    else gone.delete(key)
    moved.set(key, after)
  }
  const spoken = await recordOn(connection, district, [...words.values()], now)
  const ended = await recordOn(connection, district, [...gone.values()], now)
  await saveVersions(connection, district, [...moved.values()])
  const added = spoken.added + ended.added
  const changed = spoken.changed + ended.changed
  return { added, changed, same: Math.max(0, postings.length - added - changed) }
}

/** Forgets versions that were last seen before `until`: no bundle comes as late as that, and less is kept of postings whose time is over. */
export async function forgetVersions(db: Connection, district: string, until: Instant): Promise<void> {
  await db.query(
    `delete from bundle_versions where district = $1 and coalesce(words_at, 0) < $2 and coalesce((gone->>'receivedAt')::float8, 0) < $2`, [district, until],
  )
}

const keyOf = ({ source, externalId }: { source: string; externalId: string }): string => `${source}\n${externalId}`

async function readVersions(connection: PoolClient, district: string, postings: readonly Posting[]): Promise<Map<string, Versions>> {
  const { rows } = await connection.query<Versions>({
    name: 'bundle-versions',
    text: `select source, external_id as "externalId", words_at as "wordsAt", gone from bundle_versions
           where district = $1 and (source, external_id) in (select * from unnest($2::text[], $3::text[]))`,
    values: [district, postings.map(({ source }) => source), postings.map(({ externalId }) => externalId)],
  })
  return new Map(rows.map((row) => [keyOf(row), row]))
}

async function saveVersions(connection: PoolClient, district: string, versions: readonly Versions[]): Promise<void> {
  await connection.query({
    name: 'bundle-versions-save',
    text: `insert into bundle_versions (district, source, external_id, words_at, gone)
           select $1, source, "externalId", "wordsAt", gone
           from jsonb_to_recordset($2::jsonb) as row(source text, "externalId" text, "wordsAt" float8, gone jsonb)
           on conflict (district, source, external_id) do update set words_at = excluded.words_at, gone = excluded.gone`,
    values: [district, JSON.stringify(versions)],
  })
}
