/**
 * The one door into PostgreSQL: whatever a crawler, an import or the API has found goes through `record`.
 *
 * One transaction stores the postings, numbers them, and moves the cursor of the source, so that a posting is either
 * recorded and passed by, or neither. The row of the district is locked first: numbers are therefore given in the order
 * of commit, and a reader that has seen number n has seen everything before it. (A sequence would not promise that.)
 * Wake-ups go by NOTIFY in the same transaction, not by Redis, so that recording goes on while Redis is away.
 */
import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Instant } from '../clock.ts'
import { GiveUp } from '../errors.ts'
import { blankOrder, type Posting, type PostingCounts } from '../posting.ts'
import type { SourceHealth } from '../source.ts'
import { cleanText, cleanTitle } from '../text.ts'
import { transact, type Database } from './postgres.ts'
import { saveProgress } from './sources.ts'

export interface Recorded {
  added: number
  changed: number
  same: number
}

/** What a crawler moves along with its postings. */
export interface Progress {
  source: string
  cursor: unknown
  health?: SourceHealth
}

/** The channel of NOTIFY that wakes the pipeline; the payload is the district. */
export const recordedChannel = 'tinghu_recorded'

/**
 * Stores postings of one district under their source's own ids: again = nothing, changed = a revision. Where only counters
 * (views, replies …) have changed the newest are kept, which is no event.
 * Idempotent; within one call the last of several postings with the same id wins.
 * @param postings at best some hundreds; may be empty where only the cursor moves.
 * @param now the time of recording.
 */
export async function record(
  db: Database, district: string, postings: readonly Posting[], progress?: Progress, now: Instant = Date.now(),
): Promise<Recorded> {
  return transact(db, async (connection) => {
    const recorded = await recordOn(connection, district, postings, now)
    if (progress) await saveProgress(connection, district, progress.source, progress.cursor, progress.health)
    return recorded
  })
}

/** The same in a transaction of the caller's, who has more to store with it. */
export async function recordOn(connection: PoolClient, district: string, postings: readonly Posting[], now: Instant): Promise<Recorded> {
  const stray = postings.find((posting) => posting.district !== district)
  if (stray) throw new GiveUp(`A posting of district ${stray.district} (${stray.source} ${stray.externalId}) was handed to ${district}`)
  const byKey = new Map(postings.map((posting) => [keyOf(posting.source, posting.externalId), { posting, hash: hashContent(posting) }]))
  const recorded = byKey.size > 0 ? await store(connection, district, byKey, now) : { added: 0, changed: 0, same: 0 }
  return { ...recorded, same: recorded.same + postings.length - byKey.size }
}

interface Incoming {
  posting: Posting
  hash: string
}

async function store(connection: PoolClient, district: string, byKey: Map<string, Incoming>, now: Instant): Promise<Recorded> {
  const first = await lockDistrict(connection, district)
  const known = await findKnown(connection, district, [...byKey.values()])
  const added: Incoming[] = []
  const changed: (Incoming & { id: number })[] = []
  const counted: { id: number; counts: Partial<PostingCounts> }[] = []
  for (const [key, incoming] of byKey) {
    const before = known.get(key)
    // What is gone without ever having been seen leaves nothing to record.
    if (!before && incoming.posting.state !== 'gone') added.push(incoming)
    else if (before && before.hash !== incoming.hash) changed.push({ ...incoming, id: before.id })
    else if (before) {
      const counts = newCounts(before.counts, incoming.posting.counts)
      if (counts) counted.push({ id: before.id, counts })
    }
  }
  if (counted.length > 0) await connection.query({ name: 'record-counts', text: countsSql, values: [district, JSON.stringify(counted)] })
  if (added.length + changed.length === 0) return { added: 0, changed: 0, same: byKey.size }
  // Numbers follow the order in which the source gave the postings: new ones first, then what changed.
  const addedRows = added.map(({ posting, hash }, index) => toRow(posting, hash, first + index))
  const changedRows = changed.map(({ posting, hash, id }, index) => ({ ...toRow(posting, hash, id), number: first + added.length + index }))
  if (addedRows.length > 0) await connection.query({ name: 'record-add', text: addSql, values: [district, now, JSON.stringify(addedRows)] })
  if (changedRows.length > 0) await connection.query({ name: 'record-change', text: changeSql, values: [district, now, JSON.stringify(changedRows)] })
  await giveNumbers(connection, district, first + added.length + changed.length - 1)
  return { added: added.length, changed: changed.length, same: byKey.size - added.length - changed.length }
}

/** Locks the district's row until the transaction ends and says which number comes next. */
export async function lockDistrict(connection: PoolClient, district: string): Promise<number> {
  const { rows: [row] } = await connection.query<{ last_number: number }>({
    name: 'record-lock',
    text: `insert into districts (district) values ($1) on conflict (district) do update set last_number = districts.last_number returning last_number`,
    values: [district],
  })
  return row!.last_number + 1
}

/** Puts on record that numbers have been given up to `last`; the pipeline hears of it when the transaction is committed. */
export async function giveNumbers(connection: PoolClient, district: string, last: number): Promise<void> {
  await connection.query({ name: 'record-number', text: numberSql, values: [district, last, recordedChannel] })
}

interface Known {
  id: number
  hash: string
  counts: PostingCounts
}

async function findKnown(connection: PoolClient, district: string, incoming: Incoming[]): Promise<Map<string, Known>> {
  const { rows } = await connection.query<{ source: string; external_id: string; id: number; content_hash: string; counts: PostingCounts }>({
    name: 'record-known',
    // One index look-up each: with statistics that are older than the rows the planner would read the whole district instead.
    text: `select p.source, p.external_id, p.id, p.content_hash, p.counts from unnest($2::text[], $3::text[]) as asked(source, external_id)
           cross join lateral (select * from postings where district = $1 and source = asked.source and external_id = asked.external_id offset 0) p`,
    values: [district, incoming.map(({ posting }) => posting.source), incoming.map(({ posting }) => posting.externalId)],
  })
  return new Map(rows.map((row) => [keyOf(row.source, row.external_id), { id: row.id, hash: row.content_hash, counts: row.counts }]))
}

/** The counters that say something new, null where none does; a counter that is not told now stays as it was. */
function newCounts(before: PostingCounts, now: PostingCounts): Partial<PostingCounts> | null {
  const fresh = Object.entries(now).filter(([name, count]) => count !== null && count !== before[name as keyof PostingCounts])
  return fresh.length > 0 ? Object.fromEntries(fresh) : null
}

const keyOf = (source: string, externalId: string): string => `${source}\n${externalId}`

/** What an order tells, always in the same turn: doors put it together each in its own. */
const orderKeys = ['orderNumber', ...Object.keys(blankOrder)]

/** What makes a posting another revision: its words, its state, its order; not its counters, which change all day. */
export function hashContent(posting: Posting): string {
  return createHash('sha256')
    .update(JSON.stringify([posting.title, posting.text, posting.state, posting.images, posting.workOrder, posting.official], orderKeys))
    .digest('base64url')
}

/** Column names as in the table; clean text once more, since PostgreSQL refuses NUL and a door may forget. */
function toRow(posting: Posting, hash: string, id: number) {
  return {
    id, source: posting.source, external_id: posting.externalId, channel: posting.channel, local: posting.local, kind: posting.kind, parent: posting.parent,
    repost_of: posting.repostOf, url: posting.url, title: cleanTitle(posting.title), body: cleanText(posting.text), account: posting.account,
    reporter: posting.reporter, published_at: posting.publishedAt, precision: posting.precision, received_at: posting.receivedAt,
    official: posting.official, pinned: posting.pinned, counts: posting.counts, images: posting.images, state: posting.state,
    work_order: posting.workOrder, content_hash: hash,
  }
}

const columns = `id bigint, source text, external_id text, channel text, local boolean, kind text, parent text, repost_of text, url text, title text, body text,
  account text, reporter text, published_at float8, precision text, received_at float8, official boolean, pinned boolean, counts jsonb,
  images text[], state text, work_order jsonb, content_hash text`

const addSql = `with incoming as (select * from jsonb_to_recordset($3::jsonb) as row(${columns})),
  stored as (
    insert into postings (district, recorded_at, id, source, external_id, channel, local, kind, parent, repost_of, url, title, body, account, reporter,
      published_at, precision, received_at, official, pinned, counts, images, state, work_order, content_hash)
    select $1, $2, id, source, external_id, channel, local, kind, parent, repost_of, url, title, body, account, reporter,
      published_at, precision, received_at, official, pinned, counts, images, state, work_order, content_hash from incoming)
  insert into events (district, number, posting, revision, work_order, recorded_at)
  select $1, id, id, 1, work_order, $2 from incoming order by id`

const changeSql = `with incoming as (select * from jsonb_to_recordset($3::jsonb) as row(number bigint, ${columns})),
  kept as (
    insert into revisions (district, posting, revision, title, body, state, work_order, replaced_at)
    select p.district, p.id, p.revision, p.title, p.body, p.state, p.work_order, $2
    from postings p join incoming using (id) where p.district = $1),
  updated as (
    update postings p set revision = p.revision + 1, state = i.state, work_order = coalesce(i.work_order, p.work_order),
      -- A page that is gone has no words any more; ours stay.
      title = case i.state when 'gone' then p.title else i.title end, body = case i.state when 'gone' then p.body else i.body end,
      images = case i.state when 'gone' then p.images else i.images end,
      counts = p.counts || jsonb_strip_nulls(i.counts), official = i.official, pinned = i.pinned, received_at = i.received_at, content_hash = i.content_hash
    from incoming i where p.district = $1 and p.id = i.id
    returning p.id, p.revision, i.number, p.work_order)
  insert into events (district, number, posting, revision, work_order, recorded_at)
  select $1, number, id, revision, work_order, $2 from updated order by number`

const countsSql = `update postings p set counts = p.counts || i.counts
  from jsonb_to_recordset($2::jsonb) as i(id bigint, counts jsonb) where p.district = $1 and p.id = i.id`

const numberSql = `with moved as (update districts set last_number = $2 where district = $1)
  select pg_notify($3, $1)`
