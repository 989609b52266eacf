/** Rulings in PostgreSQL: the door through which people's decisions come in, and what is on record of them. */
import type { PoolClient } from 'pg'
import type { Instant } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import type { IssueId } from '../../shared/issue.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import { giveNumbers, lockDistrict } from '../../shared/node/record.ts'
import type { CorrectedField, RecordedRuling, Ruling } from '../../shared/ruling.ts'
import type { Corrector } from '../correct.ts'
import { partingOf, type Member } from '../issues/obey.ts'

/**
 * Records what a person decided as the next event of the district; the pipeline is woken and obeys it in its turn.
 * @returns the number of the event.
 * @throws GiveUp in Chinese where the ruling asks for what is not there. (What another ruling made at the same moment leaves of
 *   it is decided when its turn comes.)
 */
export async function recordRuling(db: Database, district: string, ruling: Ruling, by: string, at: Instant, { refuse }: Pick<Corrector, 'refuse'>): Promise<number> {
  return transact(db, async (connection) => {
    const number = await lockDistrict(connection, district)
    const wrong = ruling.kind === 'correct' ? refuse(ruling.field, ruling.value) : null
    if (wrong !== null) throw new GiveUp(wrong)
    await check(connection, district, ruling)
    await connection.query('insert into rulings (district, number, kind, ruling, by, at) values ($1, $2, $3, $4, $5, $6)',
      [district, number, ruling.kind, JSON.stringify(ruling), by, at])
    await connection.query('insert into events (district, number, revision, ruling, recorded_at) values ($1, $2, 0, true, $3)', [district, number, at])
    await giveNumbers(connection, district, number)
    return number
  })
}

async function check(connection: PoolClient, district: string, ruling: Ruling): Promise<void> {
  if (ruling.kind === 'correct') {
    const { rowCount } = await connection.query('select from enrichments where district = $1 and posting = $2', [district, ruling.posting])
    if (rowCount === 0) throw new GiveUp(`没有编号为 ${ruling.posting} 的诉求，或它还未处理完，请稍后再试`)
  } else if (ruling.kind === 'merge') {
    if (ruling.from === ruling.into) throw new GiveUp('不能把事项并入它自己')
    await requireMembers(connection, district, ruling.from)
    await requireMembers(connection, district, ruling.into)
  } else {
    const members = await requireMembers(connection, district, ruling.issue)
    const named = ruling.kind === 'split' ? ruling.postings : [ruling.posting]
    const stranger = named.find((id) => !members.some(({ posting }) => posting === id))
    if (stranger !== undefined) throw new GiveUp(`诉求 ${stranger} 不在事项 ${ruling.issue} 中，请刷新后再操作`)
    if (partingOf(ruling, members).moves.length === 0) throw new GiveUp('所选的（连同跟帖）已是该事项的全部诉求，无需拆分')
  }
}

async function requireMembers(connection: PoolClient, district: string, issue: IssueId): Promise<Member[]> {
  const members = await readMembers(connection, district, issue)
  if (members.length > 0) return members
  const into = await followIssue(connection, district, issue)
  throw new GiveUp(into === null || into === issue ? `没有编号为 ${issue} 的事项` : `事项 ${issue} 已并入事项 ${into}，请刷新后再操作`)
}

/** The postings of an issue with the threads that they reply to, in order of number. */
export async function readMembers(connection: Connection, district: string, issue: IssueId): Promise<Member[]> {
  const { rows } = await connection.query<Member>(
    `select m.posting, t.id as thread from memberships m join postings p on p.district = m.district and p.id = m.posting
       left join postings t on p.parent is not null and t.district = p.district and t.source = p.source and t.external_id = p.parent
     where m.district = $1 and m.issue = $2 order by m.posting`, [district, issue])
  return rows
}

/** Where an issue has gone by mergers; itself where it has gone nowhere, null where there never was one. */
export async function followIssue(connection: Connection, district: string, issue: IssueId): Promise<IssueId | null> {
  const { rows: [row] } = await connection.query<{ id: number }>(
    `with recursive way as (
       select id, moved_to from issues where district = $1 and id = $2
       union select i.id, i.moved_to from way join issues i on i.district = $1 and i.id = way.moved_to)
     select id from way where moved_to is null`, [district, issue])
  return row?.id ?? null
}

export interface RulingRow extends RecordedRuling {
  /** Whether the line has obeyed it. */
  done: boolean
}

/** The rulings that touched an issue or a posting of it, the newest first. */
export async function readRulings(db: Connection, district: string, issue: IssueId, most: number): Promise<RulingRow[]> {
  const { rows } = await db.query<RulingRow>(
    `select number, ruling, by, at, outcome is not null as done from rulings r
     where district = $1 and (
       (ruling->>'issue')::bigint = $2 or (ruling->>'from')::bigint = $2 or (ruling->>'into')::bigint = $2
       or exists (select from jsonb_array_elements(outcome->'moves') as move where (move->>'to')::bigint = $2 or (move->>'from')::bigint = $2)
       or (kind = 'correct' and exists (select from memberships m
         where m.district = r.district and m.posting = (ruling->>'posting')::bigint and m.issue = $2)))
     order by number desc limit $3`, [district, issue, most])
  return rows
}

/** Which fields of these postings people have corrected. */
export async function readCorrectedFields(db: Connection, district: string, postings: readonly number[]): Promise<Map<number, CorrectedField[]>> {
  const { rows } = await db.query<{ posting: number; fields: CorrectedField[] }>(
    `select (ruling->>'posting')::bigint as posting, array_agg(distinct ruling->>'field') as fields from rulings
     where district = $1 and kind = 'correct' and (ruling->>'posting')::bigint = any($2::bigint[]) group by 1`, [district, postings])
  return new Map(rows.map(({ posting, fields }) => [posting, fields]))
}

/** A masked posting with what a person said it is. */
export interface Correction {
  title: string
  text: string
  field: Exclude<CorrectedField, 'place'>
  value: string
}

/** What people have corrected, as rows to train on: of each posting and field the latest correction. */
export async function readCorrections(db: Connection, district: string): Promise<Correction[]> {
  const { rows } = await db.query<Correction>(
    `select n.enrichment->>'maskedTitle' as title, n.enrichment->>'maskedText' as text, ruling->>'field' as field, ruling->>'value' as value
     from (select distinct on (ruling->>'posting', ruling->>'field') * from rulings
       where district = $1 and kind = 'correct' order by ruling->>'posting', ruling->>'field', number desc) as latest
     join enrichments n on n.district = latest.district and n.posting = (latest.ruling->>'posting')::bigint
     where ruling->>'field' <> 'place' order by latest.number`, [district])
  return rows
}
