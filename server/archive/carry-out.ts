/** Carries a ruling out in PostgreSQL: memberships, issues, enrichments and alerts are brought to the state after it. */
import type { ClientBase } from 'pg'
import type { IssueId, MembershipReason } from '../../shared/issue.ts'
import { transactOn } from '../../shared/node/postgres.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { Ruling } from '../../shared/ruling.ts'
import type { Corrector } from '../correct.ts'
import type { Identify } from '../identity.ts'
import type { Side } from '../issues/bars.ts'
import { partingOf, type Move, type Outcome, type Understood } from '../issues/obey.ts'
import type { RulingEvent } from './feed.ts'
import { followIssue, readMembers } from './rulings.ts'

/** What carrying out needs to know of the district. */
export interface Understanding {
  corrector: Corrector
  identify: Identify
}

/**
 * Carries a ruling out, once: asked again, it changes nothing and says what it did the first time. What a ruling asks for may
 * have been overtaken by another that was made at the same time; what is left of it is done, be it nothing.
 */
export async function carryOut(connection: ClientBase, district: string, event: RulingEvent, understanding: Understanding): Promise<Outcome> {
  if (event.outcome) return event.outcome
  return transactOn(connection, async () => {
    const outcome = event.ruling.kind === 'correct'
      ? { moves: [], apart: null, corrected: await correct(connection, district, event.ruling, understanding) }
      : { ...await move(connection, district, event, event.ruling, understanding), corrected: null }
    await connection.query('update rulings set outcome = $3 where district = $1 and number = $2', [district, event.number, JSON.stringify(outcome)])
    return outcome
  })
}

async function move(connection: ClientBase, district: string, event: RulingEvent, asked: Exclude<Ruling, { kind: 'correct' }>, understanding: Understanding) {
  const ruling = await resolve(connection, district, asked)
  const parting = partingOf(ruling, await readMembers(connection, district, ruling.kind === 'merge' ? ruling.from : ruling.issue))
  for (const step of parting.moves) {
    await connection.query(moveSql, [district, step.to, step.postings, JSON.stringify({ because: 'person', by: event.by, ruling: event.number } satisfies MembershipReason)])
    if (ruling.kind === 'merge') await leave(connection, district, step, event)
    else await found(connection, district, step.to, understanding)
  }
  return parting
}

/** Replies that go along with their thread still belong because they reply to it. */
const moveSql = `update memberships set issue = $2,
    reason = case when follows then reason else $4::jsonb end, confidence = 1, model = case when follows then model else 'person' end
  from (select posting as id, coalesce(reason->>'because' = 'reply' and (reason->>'to')::bigint = any($3::bigint[]), false) as follows
    from memberships where district = $1 and posting = any($3::bigint[])) as moved
  where district = $1 and posting = id`

/** The issues that a ruling names, as they are called now: each may have been merged since it was made. */
async function resolve<Asked extends Exclude<Ruling, { kind: 'correct' }>>(connection: ClientBase, district: string, ruling: Asked): Promise<Asked> {
  const now = async (issue: IssueId): Promise<IssueId> => await followIssue(connection, district, issue) ?? issue
  return ruling.kind === 'merge' ? { ...ruling, from: await now(ruling.from), into: await now(ruling.into) } : { ...ruling, issue: await now(ruling.issue) }
}

/** An issue is named after `posting`, which it may have been before a merger. */
async function found(connection: ClientBase, district: string, posting: number, { identify }: Understanding): Promise<void> {
  const { rows: [row] } = await connection.query<{ enrichment: Enrichment; published_at: number }>(
    `select n.enrichment, p.published_at from enrichments n join postings p on p.district = n.district and p.id = n.posting
     where n.district = $1 and n.posting = $2`, [district, posting])
  const { title, category, place, township, unit } = identify(row!.enrichment, true)
  await connection.query(
    `insert into issues (district, id, title, category, place, township, unit, founded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (district, id) do update set title = excluded.title, category = excluded.category, place = excluded.place,
       township = excluded.township, unit = excluded.unit, moved_to = null`,
    [district, posting, title, category, place, township, unit, row!.published_at])
}

/** An issue that was merged says where it went; its open alert goes along, or ends where the other issue has one. */
async function leave(connection: ClientBase, district: string, { from, to }: Move, { by, at, number }: RulingEvent): Promise<void> {
  await connection.query('update issues set moved_to = $3 where district = $1 and id = $2', [district, from, to])
  await connection.query(
    `with before as (
       select id, exists (select from alerts o where o.district = $1 and o.subject_kind = 'issue' and o.subject = $3 and o.settled_at is null) as double
       from alerts where district = $1 and subject_kind = 'issue' and subject = $2 and settled_at is null for update),
     after as (
       update alerts a set subject = case when double then subject else $3 end, state = case when double then 'dismissed' else state end,
         settled_at = case when double then $4::float8 end, updated_at = $4 from before where a.district = $1 and a.id = before.id returning a.*)
     insert into alert_history (district, alert, at, action, by, note, level, state)
     select district, id, $4, 'merge', $5, $6, level, state from after`,
    [district, String(from), String(to), at, by, `事项${from}已并入事项${to}（第${number}号裁定）`])
}

async function correct(
  connection: ClientBase, district: string, { posting, field, value }: Extract<Ruling, { kind: 'correct' }>, { corrector, identify }: Understanding,
): Promise<Outcome['corrected']> {
  const { rows: [row] } = await connection.query<{ enrichment: Enrichment; issue: number }>(
    `select n.enrichment, m.issue from enrichments n join memberships m on m.district = n.district and m.posting = n.posting
     where n.district = $1 and n.posting = $2`, [district, posting])
  if (!row) return null
  const after = corrector.correct(row.enrichment, field, value)
  const { title, category, place, township, unit } = identify(after, true)
  await connection.query(
    `update enrichments set purpose = $3, category = $4, unit = $5, place = $6, township = $7, enrichment = $8 where district = $1 and posting = $2`,
    [district, posting, after.purpose, category, unit, after.place?.id ?? after.place?.name ?? null, township, JSON.stringify(after)])
  // An issue is what the posting that it is named after is about.
  if (row.issue === posting) {
    await connection.query('update issues set title = $3, category = $4, place = $5, township = $6, unit = $7 where district = $1 and id = $2',
      [district, posting, title, category, place, township, unit])
  }
  return { posting, before: understoodOf(row.enrichment), after: understoodOf(after) }
}

const understoodOf = ({ category, units, place, purpose }: Enrichment): Understood => ({ category, units, place, purpose })

/** Which issues have been called different matters, with where the postings that they were named after are now. */
export async function readBars(connection: ClientBase, district: string): Promise<[Side, Side][]> {
  const { rows } = await connection.query<{ one: number; other: number; one_issue: number; other_issue: number }>(
    `select a.posting as one, b.posting as other, a.issue as one_issue, b.issue as other_issue
     from rulings r
     join memberships a on a.district = r.district and a.posting = (r.outcome->'apart'->>0)::bigint
     join memberships b on b.district = r.district and b.posting = (r.outcome->'apart'->>1)::bigint
     where r.district = $1 and r.kind in ('split', 'apart') order by r.number`, [district])
  return rows.map((row) => [{ founder: row.one, issue: row.one_issue }, { founder: row.other, issue: row.other_issue }])
}
