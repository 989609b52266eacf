/** Reads what has become of postings on their own sites: edits, official answers, deletion, and what was kept as evidence. */
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import { goneStatuses } from '../../shared/evidence.ts'
import type { EarlierWords, PostingTrace } from '../../shared/posting-trace.ts'

interface TraceRow {
  id: number; has_page: boolean; gone: boolean; found_at: Instant | null; last_seen_at: Instant; edits: number; answered_at: Instant | null
  kept: number; waiting: number
}

/** Which postings have a public page: crawled, not registered. $2 = the channels that register. */
export const hasPage = `coalesce(p.url ~* '^https?://' and p.kind <> 'work-order' and p.channel <> all($2::text[]), false)`

/**
 * Versions whose words differ from those of the version before: what was only shown in part and then in full, hidden or
 * answered is no edit.
 */
const versionsSql = `
  select revision, title, body, replaced_at,
    state = 'visible' and next_state = 'visible' and (title, body) is distinct from (next_title, next_body) as edited
  from (select v.*, lead(title) over later as next_title, lead(body) over later as next_body, lead(state) over later as next_state
    from (select revision, title, body, state, replaced_at from revisions r where r.district = $1 and r.posting = p.id
      union all select p.revision, p.title, p.body, case p.state when 'gone' then 'visible' else p.state end, null) as v
    window later as (order by revision)) as versions`

const tracesSql = `
  select p.id, ${hasPage} as has_page, (p.state = 'gone' or e.vanished_at is not null) as gone, coalesce(v.found_at, e.vanished_at) as found_at, greatest(p.recorded_at, v.seen_at, e.seen_at) as last_seen_at,
    coalesce(v.edits, 0) as edits, a.answered_at, coalesce(e.kept, 0) as kept, coalesce(e.waiting, 0) as waiting
  from postings p
  left join lateral (
    -- The version before last came when the last but one was replaced: then its words were seen.
    select max(replaced_at) filter (where revision = p.revision - 1) as found_at, max(replaced_at) filter (where revision < p.revision - 1) as seen_at,
      count(*) filter (where edited)::int as edits
    from (${versionsSql}) as version) as v on p.revision > 1
  left join lateral (
    select max(answer.published_at) as answered_at
    from memberships m join memberships o on o.district = m.district and o.issue = m.issue
    join postings answer on answer.district = o.district and answer.id = o.posting
    where m.district = $1 and m.posting = p.id and answer.official and answer.source = p.source and answer.parent = p.external_id) as a on true
  left join lateral (
    select count(*) filter (where state = 'kept')::int as kept, count(*) filter (where state = 'waiting')::int as waiting,
      max(taken_at) filter (where status < 400 and p.state <> 'gone') as seen_at, min(taken_at) filter (where status = any($4::int[])) as vanished_at
    from evidence e where e.district = $1 and e.posting = p.id) as e on true
  where p.district = $1 and p.id = any($3::bigint[])`

/** @param registered ids of the channels that register. */
export async function readTraces(db: Connection, district: string, registered: readonly string[], postings: readonly number[]): Promise<Map<number, PostingTrace>> {
  const { rows } = await db.query<TraceRow>(tracesSql, [district, registered, postings, goneStatuses])
  return new Map(rows.map((row) => [row.id, {
    hasPage: row.has_page, edits: row.edits, answeredAt: row.answered_at, evidence: { kept: row.kept, waiting: row.waiting },
    gone: row.gone ? { foundAt: row.found_at ?? row.last_seen_at, lastSeenAt: row.last_seen_at } : null,
  }]))
}

/** The words that a posting had before each edit, the newest first, as they were: to be masked before anybody sees them. */
export async function readEarlierWords(db: Connection, district: string, posting: number, most: number): Promise<EarlierWords[]> {
  const { rows } = await db.query<EarlierWords>(
    `select v.title, v.body as text, v.replaced_at as until from postings p cross join lateral (${versionsSql}) as v
     where p.district = $1 and p.id = $2 and v.edited order by v.revision desc limit $3`,
    [district, posting, most])
  return rows
}
