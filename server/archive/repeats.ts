/** Counts repeats, concentrated grievances and rebounds of a period in PostgreSQL, after the definitions of issues/repeats.ts. */
import { day, type Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { IssueId } from '../../shared/issue.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import { isGrievance, purposes } from '../../shared/posting.ts'
import type { RepeatFigure, RepeatFigures, RepeatKey, RepeatKind } from '../../shared/repeat.ts'
import type { RepeatCell } from '../figures/counts.ts'
import { shownPeople } from '../../shared/people.ts'
import { concentratedPeople, fewestForRate, type Grievance, type OrderSpan } from '../issues/repeats.ts'

/** What the grievances are told apart by: of each its own, whatever its issue was founded with. */
const keyColumns: Record<RepeatKey, string> = {
  unit: 'n.unit', category: 'n.category', purpose: 'n.purpose', place: 'n.place', township: 'n.township', channel: 'p.channel',
  month: `to_char(to_timestamp(p.published_at / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM')`,
}

/** Types of request that are grievances. */
const grievances = purposes.filter(isGrievance)

const figure = (name: string, counts: string, of: string): string => `
  count(*) filter (where ${counts} and registered) as ${name}_registered, count(*) filter (where ${counts} and not registered) as ${name}_crawled,
  count(*) filter (where ${of} and registered) as ${name}_of_registered, count(*) filter (where ${of} and not registered) as ${name}_of_crawled,
  count(distinct issue) filter (where ${counts}) as ${name}_issues,
  count(distinct reporter) filter (where ${counts}) + count(*) filter (where ${counts} and reporter is null) as ${name}_people`

/**
 * The grievances of a period, `marked` with what each is. Registered = it has an order, or its channel is a registered one. Where the
 * hash of a reporter has been taken off, the word that was drawn for this person on this issue stands for it.
 * $1 district, $2 from, $3 to, $4 milliseconds of a repeat, $5 of a rebound, $6 grievances, $7 registered channels, $8 people of a concentrated one.
 */
const markedSql = (key: string): string => `
  -- What was closed too long ago, or opened later, closes nothing that a grievance of the period could come after.
  with grouped as materialized (
    select p.id, p.published_at as at, coalesce(p.voice, p.reporter) collate "C" as reporter, m.issue, p.ordered, p.channel,
      p.order_unit, p.order_category, p.order_purpose, p.published_at,
      -- GREATEST leaves nulls out: an open order would end where it begins.
      greatest(coalesce(p.order_closed_at, 'infinity'), p.published_at) as closed
    from postings p join memberships m on m.district = p.district and m.posting = p.id
    where p.district = $1 and p.published_at < $3
      and (p.published_at >= $2::float8 - $4::float8 or p.ordered and coalesce(p.order_closed_at, 'infinity') >= $2::float8 - $5::float8)),
  told as (
    select p.id, p.at, p.reporter, p.issue, p.ordered or p.channel = any($7::text[]) as registered, ${key} as key,
      lag(p.at) over (partition by p.issue, p.reporter order by p.at, p.id) as previous
    from grouped p join enrichments n on n.district = $1 and n.posting = p.id
    where p.at >= $2::float8 - $4::float8 and n.counted and n.purpose = any($6::text[])),
  inside as (select *, reporter is not null and coalesce(at - previous <= $4, false) as repeat from told where at >= $2),
  -- A person is counted with the first grievance on the issue in the period; who left no trace, with each.
  crowded as (select issue from inside where reporter is null or previous is null or previous < $2 group by issue having count(*) >= $8),
  orders as (select issue, at as opened, closed from grouped where ordered and closed >= $2::float8 - $5::float8 and issue in (select issue from inside)),
  -- Orders that overlap are one stretch of being open; an issue is closed where such a stretch ends.
  stretches as (
    select issue, max(closed) over (partition by issue order by opened, closed rows unbounded preceding) as until,
      lead(opened) over (partition by issue order by opened, closed) as next from orders),
  closings as (select issue, array_agg(until) as ends from stretches where until < 'infinity' and (next is null or next > until) group by issue),
  marked as (
    select inside.*, crowded.issue is not null as concentrated,
      exists (select from unnest(closings.ends) as ended where ended < inside.at and inside.at - ended <= $5) as rebound
    from inside left join crowded on crowded.issue = inside.issue left join closings on closings.issue = inside.issue)`

const countSql = (key: string): string => `${markedSql(key)}
  select key, grouping(key) = 1 as is_total,
    ${[figure('repeat', 'repeat', 'reporter is not null'), figure('concentrated', 'concentrated', 'true'), figure('rebound', 'rebound', 'true')].join(',')}
  from marked group by grouping sets ((key), ())`

type CountRow = { key: string | null; is_total: boolean } & Record<string, number>

export interface CountedRepeats {
  total: RepeatFigures
  rows: ({ key: string | null } & RepeatFigures)[]
}

/** The three figures of the grievances published in [from, to), whole and told apart by `by`. */
export async function countRepeats(db: Database, pack: DistrictPack, from: Instant, to: Instant, by: RepeatKey): Promise<CountedRepeats> {
  const rows = await transact(db, (connection) => askMarked<CountRow>(connection, countSql(keyColumns[by]), pack, from, to))
  const total = rows.find((row) => row.is_total)
  return { total: figuresOf(total!), rows: rows.filter((row) => !row.is_total).map((row) => ({ key: row.key, ...figuresOf(row) })) }
}

/** Asks in the caller's transaction, which is told to plan without loops: nobody can foresee how many rows each step leaves, and a loop over loops takes minutes. */
async function askMarked<Row extends object>(
  connection: Connection, sql: string, { profile, rules, channels }: DistrictPack, from: Instant, to: Instant,
): Promise<Row[]> {
  await connection.query(`set local enable_nestloop = off; set local work_mem = '64MB'`)
  const registered = channels.filter((channel) => channel.registered).map(({ id }) => id)
  const { rows } = await connection.query<Row>(sql, [
    profile.code, from, to, rules.repeat.days * day, rules.rebound.days * day, grievances, registered, concentratedPeople])
  return rows
}

/**
 * Registered grievances of a period under each raw key, for figures: without the issues and people behind them, which take as long again.
 * @param key SQL over `p` (the posting) and `n` (what was understood of it).
 */
export const countMarked = (connection: Connection, pack: DistrictPack, from: Instant, to: Instant, key: string): Promise<RepeatCell[]> => askMarked(
  connection, `${markedSql(key)}
  select key, count(*) as all, count(reporter) as known, count(*) filter (where repeat) as repeat, count(*) filter (where concentrated) as concentrated,
    count(*) filter (where rebound) as rebound from marked where registered group by key`, pack, from, to)

/** The registered grievances that are one of the three, or (`of`) could be, by id. */
export async function listMarked(
  connection: Connection, pack: DistrictPack, from: Instant, to: Instant, key: string, kind: RepeatKind, of: boolean,
): Promise<{ id: number; key: string | null }[]> {
  const chosen = of ? (kind === 'repeat' ? 'reporter is not null' : 'true') : kind
  return askMarked(connection, `${markedSql(key)} select id, key from marked where registered and ${chosen}`, pack, from, to)
}

const figuresOf = (row: CountRow): RepeatFigures => ({ repeat: figureOf(row, 'repeat'), concentrated: figureOf(row, 'concentrated'), rebound: figureOf(row, 'rebound') })

function figureOf(row: CountRow, name: string): RepeatFigure {
  const read = (what: string): number => row[`${name}_${what}`] ?? 0
  const count = { registered: read('registered'), crawled: read('crawled') }
  const of = { registered: read('of_registered'), crawled: read('of_crawled') }
  const rate = (part: number, whole: number): number | null => (whole < fewestForRate ? null : part / whole)
  return {
    count, of, rate: { registered: rate(count.registered, of.registered), crawled: rate(count.crawled, of.crawled) },
    issues: read('issues'), people: shownPeople(read('people')),
  }
}

/** The grievances of an issue and the orders that it has had, of all time. */
export async function readGrievances(db: Connection, district: string, issue: IssueId): Promise<{ grievances: Grievance[]; orders: OrderSpan[] }> {
  const { rows } = await db.query<Grievance & { grievance: boolean; ordered: boolean; closedAt: Instant | null }>(
    `select p.id, p.published_at as at, coalesce(p.voice, p.reporter) as reporter, m.issue, n.counted and n.purpose = any($3::text[]) as grievance,
       p.work_order is not null as ordered, (p.work_order->>'closedAt')::float8 as "closedAt"
     from memberships m join postings p on p.district = m.district and p.id = m.posting
     join enrichments n on n.district = m.district and n.posting = m.posting
     where m.district = $1 and m.issue = $2`, [district, issue, grievances])
  return {
    grievances: rows.filter(({ grievance }) => grievance).map(({ id, at, reporter }) => ({ id, at, reporter, issue })),
    orders: rows.filter(({ ordered }) => ordered).map(({ at, closedAt }) => ({ issue, openedAt: at, closedAt })),
  }
}
