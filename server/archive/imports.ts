/** Rows of imports: what was handed in, how far it is, what came of it; the files themselves only until they are taken. */
import { day, type Instant } from '../../shared/clock.ts'
import type { ImportCounts, ImportResult, ImportState, ImportView } from '../../shared/import-view.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'

/** How far an import is, moved in the transactions that record its rows: whoever takes it up again goes on from there. */
export interface ImportProgress extends ImportCounts {
  share: number
  reopened: number
  /** Rows of the file, in its order, up to which all that is to be recorded is. */
  done: number
}

export interface ImportDraft {
  door: ImportView['door']
  channel: string
  name: string
  bytes: number
  by: string
  at: Instant
  /** Waiting where it is given, else a draft. */
  mapping: Mapping | null
  token: number | null
  idempotencyKey: string | null
  bodyHash: string | null
}

/** What there is to do. */
export interface ImportTask {
  id: number
  channel: string
  name: string
  mapping: Mapping
  progress: ImportProgress | null
}

/** Drafts that nobody confirmed are dropped after a day; rows held back can be fetched for a week: both hold personal data. */
const draftsKept = day
const reportsKept = 7 * day

/** Keeps file and row together. @returns its id; null where this token has used its key before. */
export async function addImport(db: Database, district: string, draft: ImportDraft, parts: AsyncIterable<Buffer>): Promise<number | null> {
  return transact(db, async (connection) => {
    const { rows: [row] } = await connection.query<{ id: number }>(
      `insert into imports (district, door, channel, name, bytes, asked_by, asked_at, state, mapping, token, idempotency_key, body_hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (district, token, idempotency_key) where idempotency_key is not null do nothing returning id`,
      [district, draft.door, draft.channel, draft.name, draft.bytes, draft.by, draft.at, draft.mapping ? 'waiting' : 'draft',
        draft.mapping && JSON.stringify(draft.mapping), draft.token, draft.idempotencyKey, draft.bodyHash],
    )
    if (!row) return null
    let part = 0
    for await (const bytes of parts) {
      await connection.query('insert into import_parts (district, import, part, bytes) values ($1, $2, $3, $4)', [district, row.id, part, bytes])
      part += 1
    }
    return row.id
  })
}

/** Notes an import that a command made itself: nothing of it waits, and its report is a file beside the command. */
export async function noteCommandImport(
  db: Connection, district: string, draft: Pick<ImportDraft, 'channel' | 'name' | 'bytes' | 'by' | 'at'> & { mapping: Mapping }, result: ImportResult, now: Instant,
): Promise<void> {
  await db.query(
    `insert into imports (district, door, channel, name, bytes, asked_by, asked_at, state, mapping, result, started_at, ended_at)
     values ($1, 'command', $2, $3, $4, $5, $6, 'done', $7, $8, $6, $9)`,
    [district, draft.channel, draft.name, draft.bytes, draft.by, draft.at, JSON.stringify(draft.mapping), JSON.stringify(result), now],
  )
}

/** The import that stands for a key, with the hash of its body. */
export async function findByKey(db: Connection, district: string, token: number, key: string): Promise<{ id: number; bodyHash: string | null } | null> {
  const { rows: [row] } = await db.query<{ id: number; bodyHash: string | null }>(
    'select id, body_hash as "bodyHash" from imports where district = $1 and token = $2 and idempotency_key = $3', [district, token, key],
  )
  return row ?? null
}

/** The file, part by part. */
export async function* readParts(db: Connection, district: string, id: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const { rows: [row] } = await db.query<{ bytes: Buffer }>(
      'select bytes from import_parts where district = $1 and import = $2 and part = $3', [district, id, part],
    )
    if (!row) return
    yield row.bytes
  }
}

const viewColumns = `id, channel, name, bytes, asked_by as "by", asked_at as "at", state, door, progress, result, failure, report is not null as report`

interface ViewRow extends Omit<ImportView, 'progress'> {
  progress: ImportProgress | null
}

export async function readImport(db: Connection, district: string, id: number): Promise<ImportView | null> {
  const { rows: [row] } = await db.query<ViewRow>(`select ${viewColumns} from imports where district = $1 and id = $2`, [district, id])
  return row ? toView(row) : null
}

/** The newest first. @param doors of these doors only. */
export async function listImports(db: Connection, district: string, doors: readonly ImportView['door'][], most: number): Promise<ImportView[]> {
  const { rows } = await db.query<ViewRow>(
    `select ${viewColumns} from imports where district = $1 and door = any($2) order by id desc limit $3`, [district, doors, most],
  )
  return rows.map(toView)
}

function toView({ progress, ...view }: ViewRow): ImportView {
  if (!progress || view.state !== 'running') return { ...view, progress: null }
  const { rows, new: added, changed, same, bad, share } = progress
  return { ...view, progress: { rows, new: added, changed, same, bad, share } }
}

export async function readReport(db: Connection, district: string, id: number): Promise<{ name: string; bytes: Buffer } | null> {
  const { rows: [row] } = await db.query<{ name: string; bytes: Buffer | null }>(
    'select name, report as bytes from imports where district = $1 and id = $2', [district, id],
  )
  return row?.bytes ? { name: row.name, bytes: row.bytes } : null
}

/** Moves a draft on to wait with this mapping. @returns false where it is no draft. */
export async function confirmImport(db: Connection, district: string, id: number, mapping: Mapping): Promise<boolean> {
  const { rowCount } = await db.query(
    `update imports set state = 'waiting', mapping = $3 where district = $1 and id = $2 and state = 'draft'`, [district, id, JSON.stringify(mapping)],
  )
  return rowCount === 1
}

/** @returns the oldest import that is to be taken, now marked as running; the caller holds the lock of imports (see queue.ts). */
export async function takeNext(db: Connection, district: string, now: Instant): Promise<ImportTask | null> {
  const { rows: [row] } = await db.query<ImportTask>(
    `update imports set state = 'running', started_at = coalesce(started_at, $2)
     where district = $1 and id = (select id from imports where district = $1 and state in ('waiting', 'running') order by id limit 1)
     returning id, channel, name, mapping, progress`,
    [district, now],
  )
  return row ?? null
}

/** Whether anything is to be taken. */
export async function isWaiting(db: Connection, district: string): Promise<boolean> {
  const { rowCount } = await db.query(`select from imports where district = $1 and state in ('waiting', 'running') limit 1`, [district])
  return rowCount === 1
}

/** @returns false where the import does not run any more (it was cancelled). */
export async function noteProgress(db: Connection, district: string, id: number, progress: ImportProgress): Promise<boolean> {
  const { rowCount } = await db.query(
    `update imports set progress = $3 where district = $1 and id = $2 and state = 'running'`, [district, id, JSON.stringify(progress)],
  )
  return rowCount === 1
}

export interface Ending {
  state: Extract<ImportState, 'done' | 'failed' | 'cancelled'>
  result?: ImportResult
  failure?: string
  report?: Buffer | null
}

/** Ends an import that has not ended, and lets go of its file. @returns false where it had. */
export async function endImport(db: Database, district: string, id: number, { state, result, failure, report }: Ending, now: Instant): Promise<boolean> {
  return transact(db, async (connection) => {
    const { rowCount } = await connection.query(
      `update imports set state = $3, result = $4, failure = $5, report = $6, ended_at = $7
       where district = $1 and id = $2 and state in ('draft', 'waiting', 'running')`,
      [district, id, state, result ? JSON.stringify(result) : null, failure ?? null, report ?? null, now],
    )
    await connection.query('delete from import_parts where district = $1 and import = $2', [district, id])
    return rowCount === 1
  })
}

/** Ends what runs as failed; the caller holds the lock of imports. */
export async function failRunning(db: Database, district: string, failure: string, now: Instant): Promise<void> {
  const { rows } = await db.query<{ id: number }>(`select id from imports where district = $1 and state = 'running'`, [district])
  for (const { id } of rows) await endImport(db, district, id, { state: 'failed', failure }, now)
}

/** The mapping that was saved for files of a channel with these headers. */
export async function recallMapping(db: Connection, district: string, channel: string, headers: string): Promise<Mapping | null> {
  const { rows: [row] } = await db.query<{ mapping: Mapping }>(
    'select mapping from import_mappings where district = $1 and channel = $2 and headers = $3', [district, channel, headers],
  )
  return row?.mapping ?? null
}

export async function rememberMapping(
  db: Connection, district: string, channel: string, headers: string, mapping: Mapping, by: string, now: Instant,
): Promise<void> {
  await db.query(
    `insert into import_mappings (district, channel, headers, mapping, saved_by, saved_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (district, channel, headers) do update set mapping = excluded.mapping, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
    [district, channel, headers, JSON.stringify(mapping), by, now],
  )
}

/** Forgets drafts of more than a day and reports of more than a week, and files whose import has ended. @returns how many. */
export async function forgetImports(db: Connection, district: string, now: Instant): Promise<number> {
  const { rowCount: drafts } = await db.query(`delete from imports where district = $1 and state = 'draft' and asked_at < $2`, [district, now - draftsKept])
  const { rowCount: reports } = await db.query(
    'update imports set report = null where district = $1 and report is not null and ended_at < $2', [district, now - reportsKept],
  )
  await db.query(
    `delete from import_parts p where district = $1 and not exists (
       select from imports i where i.district = $1 and i.id = p.import and i.state in ('draft', 'waiting', 'running'))`, [district],
  )
  return (drafts ?? 0) + (reports ?? 0)
}
