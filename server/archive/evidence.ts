/** Evidence in PostgreSQL, as far as people need it: asked for, listed without what is in it, and opened on record. */
import { minute, type Instant } from '../../shared/clock.ts'
import { askedByAlert, askedBySchedule, evidenceActions, goneStatuses, type Evidence, type EvidenceAction, type EvidencePass } from '../../shared/evidence.ts'
import { askErrand, errandChannel } from '../../shared/node/errands.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import { revisitSteps } from '../../shared/source.ts'
import { addAudit } from './audit.ts'
import { hasPage } from './traces.ts'

export type EvidenceFile = 'picture' | 'html'

/** How long a reason that was given lets its person look. */
const passMs = 5 * minute
/** Under which name the audit log knows a piece of evidence. */
const subjectOf = (id: number): string => `evidence:${id}`

interface EvidenceRow {
  id: number; posting: number; url: string; state: Evidence['state']; asked_by: string; asked_at: Instant; taken_at: Instant | null
  final_url: string | null; status: number | null; picture_sha256: string | null; picture_bytes: number | null
  html_sha256: string | null; html_bytes: number | null; failure: string | null; trail: Evidence['trail']
}

/** Evidence of a posting, or of whatever an alert rests on, the newest first. */
export async function listEvidence(db: Connection, district: string, of: { posting: number } | { alert: number; issue: number | null }, most: number): Promise<Evidence[]> {
  const [condition, values] = 'posting' in of
    ? ['e.posting = $4', [of.posting]] as const
    : ['(e.alert = $4 or e.posting in (select posting from memberships where district = $1 and issue = $5))', [of.alert, of.issue]] as const
  const { rows } = await db.query<EvidenceRow>(
    `select e.id, e.posting, e.url, e.state, e.asked_by, e.asked_at, e.taken_at, e.final_url, e.status, e.picture_sha256, e.html_sha256, e.failure,
       octet_length(e.picture) as picture_bytes, octet_length(e.html) as html_bytes, coalesce(looks.trail, '[]') as trail
     from evidence e left join lateral (
       select jsonb_agg(jsonb_build_object('at', at, 'by', by, 'action', action, 'reason', reason) order by id desc) as trail
       from audit_log where district = $1 and subject = 'evidence:' || e.id and action = any($2)) as looks on true
     where e.district = $1 and ${condition} order by e.id desc limit $3`,
    [district, evidenceActions, most, ...values])
  return rows.map((row) => ({
    id: row.id, posting: row.posting, url: row.url, state: row.state, askedBy: row.asked_by, askedAt: row.asked_at, takenAt: row.taken_at,
    finalUrl: row.final_url, status: row.status, picture: printOf(row.picture_sha256, row.picture_bytes), html: printOf(row.html_sha256, row.html_bytes),
    failure: row.failure, trail: row.trail,
  }))
}

const printOf = (sha256: string | null, bytes: number | null) => (sha256 === null || bytes === null ? null : { sha256, bytes })

interface Asking {
  posting: number
  by: string
  reason: string
  now: Instant
}

/** Asks for the page of one posting, on record. @returns the evidence's id, or in Chinese why it can't be. */
export async function askEvidence(
  db: Database, district: string, registered: readonly string[], { posting, by, reason, now }: Asking,
): Promise<{ id: number } | { because: string; missing: boolean }> {
  return transact(db, async (connection) => {
    // Locked, so that of two people who ask at once the second sees what the first has asked for.
    const { rows: [found] } = await connection.query<{ source: string; url: string; fit: boolean }>(
      `select p.source, p.url, ${hasPage} as fit from postings p where p.district = $1 and p.id = $3 for update`, [district, registered, posting])
    if (!found) return { because: `没有第${posting}号诉求`, missing: true }
    if (!found.fit) return { because: '登记的诉求没有公开网页，无法存证', missing: false }
    const { rowCount } = await connection.query(`select 1 from evidence where district = $1 and posting = $2 and state = 'waiting'`, [district, posting])
    if (rowCount) return { because: '这条网帖的存证正在进行', missing: false }
    const { rows: [made] } = await connection.query<{ id: number }>(
      `insert into evidence (district, posting, source, url, asked_by, asked_at, state) values ($1, $2, $3, $4, $5, $6, 'waiting') returning id`,
      [district, posting, found.source, found.url, by, now])
    const { id } = made!
    await addAudit(connection, district, { at: now, by, action: 'evidence.ask' satisfies EvidenceAction, subject: subjectOf(id), reason })
    await askErrand(connection, district, { kind: 'capture', evidence: id }, by, now)
    return { id }
  })
}

/** Pages taken for one alert by itself, and the time in which none is taken again by itself. */
const mostPages = 5
const againAfter = 24 * 60 * minute

/** Asks for the newest pages of alerts on issues; a thread is taken once, however many of its replies are there. One query, however many alerts. */
export async function askForAlerts(
  db: Connection, district: string, registered: readonly string[], alerts: readonly { id: number; issue: number }[], now: Instant,
): Promise<void> {
  await db.query(
    `with wanted as (
       select asked.alert, page.* from unnest($3::bigint[], $4::bigint[]) as asked(alert, issue) cross join lateral (
         select posting, source, url from (
           select distinct on (p.source, coalesce(p.parent, p.external_id)) p.id as posting, p.source, p.url, p.published_at
           from memberships m join postings p on p.district = m.district and p.id = m.posting
           where m.district = $1 and m.issue = asked.issue and ${hasPage} and p.state <> 'gone' and not exists (
             select 1 from evidence e join postings taken on taken.district = e.district and taken.id = e.posting
             where e.district = $1 and e.asked_at > $6 and taken.source = p.source
               and coalesce(taken.parent, taken.external_id) = coalesce(p.parent, p.external_id))
           order by p.source, coalesce(p.parent, p.external_id), p.published_at desc) as pages
         order by published_at desc
         limit greatest(0, $7 - (select count(*) from evidence e where e.district = $1 and e.alert = asked.alert))) as page),
     made as (
       insert into evidence (district, posting, alert, source, url, asked_by, asked_at, state)
       select $1, posting, alert, source, url, $9, $5::float8, 'waiting' from wanted returning id),
     errand as (
       insert into errands (district, kind, errand, asked_by, asked_at)
       select $1, 'capture', jsonb_build_object('kind', 'capture', 'evidence', id), $9, $5::float8 from made returning id)
     select pg_notify($8, $1) from errand limit 1`,
    [district, registered, alerts.map(({ id }) => id), alerts.map(({ issue }) => issue), now, now - againAfter, mostPages, errandChannel, askedByAlert])
}

/**
 * Asks again for pages that were kept, on the schedule of revisits counted from the first time, so that edits, answers and deletion
 * are kept too; a page that was found gone is let be. Steps that were missed are made up by one look, not by several.
 */
export async function askRechecks(db: Connection, district: string, now: Instant): Promise<void> {
  await db.query(
    `with pages as (
       select posting, min(taken_at) as first, max(asked_at) as last, bool_or(state = 'waiting') as waiting,
         (array_agg(status order by id desc) filter (where state = 'kept'))[1] as status
       from evidence where district = $1 group by posting having min(taken_at) > $2::float8 - $4::float8),
     made as (
       insert into evidence (district, posting, source, url, asked_by, asked_at, state)
       select $1, p.id, p.source, p.url, $5, $2::float8, 'waiting' from pages join postings p on p.district = $1 and p.id = pages.posting
       where not waiting and status <> all($6::int[]) and p.state <> 'gone'
         and exists (select 1 from unnest($3::float8[]) as step where first + step <= $2::float8 and last < first + step)
       returning id),
     errand as (
       insert into errands (district, kind, errand, asked_by, asked_at)
       select $1, 'capture', jsonb_build_object('kind', 'capture', 'evidence', id), $5, $2::float8 from made returning id)
     select pg_notify($7, $1) from errand limit 1`,
    [district, now, revisitSteps, 2 * Math.max(...revisitSteps), askedBySchedule, goneStatuses, errandChannel])
}

/**
 * Puts on record who wants to look and why; only then is there a pass, which is the number of that record.
 * @returns null where there is nothing kept under that id.
 */
export async function grantPass(db: Connection, district: string, id: number, by: string, reason: string, now: Instant): Promise<EvidencePass | null> {
  const { rowCount } = await db.query(`select 1 from evidence where district = $1 and id = $2 and state = 'kept'`, [district, id])
  if (!rowCount) return null
  const pass = await addAudit(db, district, { at: now, by, action: 'evidence.open' satisfies EvidenceAction, subject: subjectOf(id), reason })
  return { pass, until: now + passMs }
}

/**
 * Uses a pass for one file, which goes on record before the file is read. A pass holds once, for some minutes, for its
 * person and its evidence.
 * @returns whether it held.
 */
export async function usePass(db: Database, district: string, use: { id: number; pass: number; file: EvidenceFile; by: string; now: Instant }): Promise<boolean> {
  const { id, pass, file, by, now } = use
  return transact(db, async (connection) => {
    const { rows: [given] } = await connection.query<{ reason: string }>(
      `select reason from audit_log where district = $1 and id = $2 and action = 'evidence.open' and subject = $3 and by = $4 and at > $5 for update`,
      [district, pass, subjectOf(id), by, now - passMs])
    if (!given) return false
    const mark = `凭第${pass}号登记：`
    const { rowCount } = await connection.query(
      'select 1 from audit_log where district = $1 and subject = $2 and id > $3 and starts_with(reason, $4)', [district, subjectOf(id), pass, mark])
    if (rowCount) return false
    const action: EvidenceAction = `evidence.${file}`
    await addAudit(connection, district, { at: now, by, action, subject: subjectOf(id), reason: `${mark}${given.reason}` })
    return true
  })
}

/** What was kept, to the bit; null where there is nothing. */
export async function readEvidenceFile(db: Connection, district: string, id: number, file: EvidenceFile): Promise<{ bytes: Buffer; sha256: string } | null> {
  const { rows: [row] } = await db.query<{ bytes: Buffer; sha256: string }>(
    `select ${file} as bytes, ${file}_sha256 as sha256 from evidence where district = $1 and id = $2 and state = 'kept'`, [district, id])
  return row ?? null
}

/** Whether what is stored still has the prints that were noted; computed where the bytes are. Null where there is none. */
export async function checkPrints(db: Connection, district: string, id: number): Promise<Record<EvidenceFile, boolean> | null> {
  const { rows: [row] } = await db.query<Record<EvidenceFile, boolean>>(
    `select encode(sha256(picture), 'hex') = picture_sha256 as picture, encode(sha256(html), 'hex') = html_sha256 as html
     from evidence where district = $1 and id = $2 and state = 'kept'`, [district, id])
  return row ?? null
}
