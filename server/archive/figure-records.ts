/** The records behind a figure, a page at a time: as many as the figure counts, their words masked. */
import { publicCalendar, type Calendar } from '../../shared/calendar.ts'
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { GiveUp } from '../../shared/errors.ts'
import type { FigureKey, FigureRecord, FigureRecords } from '../../shared/figures.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'
import { indicators } from '../figures/indicators/index.ts'
import type { Indicator } from '../figures/indicator.ts'
import { createRowNames } from '../figures/keys.ts'
import { cutAt, parsePeriod, type Period } from '../figures/period.ts'
import { keyOf, needsEnrichment, orderKeys, ordersSql, orderValues, plainSql, postingKeys, type Terms } from './figure-counts.ts'
import { listMarked } from './repeats.ts'

export interface RecordQuestion {
  period: string
  by: FigureKey | null
  /** Key of the row; null = the one whose key is not known. Without `by` it says nothing. */
  key: string | null
  /** Id of an indicator. */
  indicator: string
  /** What is counted, or what it is counted out of. */
  part: 'count' | 'of'
  offset: number
  limit: number
  now: Instant
  calendar?: Calendar
}

interface Asked extends RecordQuestion {
  terms: Terms
  shown: Period
  /** Whether a raw key belongs to the row. */
  belongs: (raw: string | null) => boolean
}

interface Page {
  total: number
  ids: number[]
}

/** What a record is called that nobody has analysed, and whose words are therefore not masked yet. */
const unreadTitle = '尚未分析'

/** @throws GiveUp where period or indicator are unknown, in Chinese. What rests on totals has no records. */
export async function readFigureRecords(db: Database, pack: DistrictPack, question: RecordQuestion): Promise<FigureRecords> {
  const { by, key, now, offset, limit, calendar = publicCalendar } = question
  const indicator = indicators.find(({ id }) => id === question.indicator)
  if (!indicator) throw new GiveUp(`没有指标“${question.indicator.slice(0, 40)}”`)
  const shown = cutAt(parsePeriod(question.period), now)
  const nameRow = by === null ? null : createRowNames(pack, by, shown.to - 1)
  const asked: Asked = { ...question, terms: { pack, calendar, now }, shown, belongs: (raw) => nameRow === null || nameRow(raw).key === key }
  return transact(db, async (connection) => {
    await connection.query(`set local enable_nestloop = off; set local work_mem = '64MB'`)
    const { total, ids } = await find(connection, asked, indicator)
    await connection.query('set local enable_nestloop = on')
    const records = await describe(connection, asked, ids)
    return { asOf: now, total, records, next: offset + ids.length < total ? offset + limit : null }
  })
}

async function find(db: Connection, asked: Asked, { counting }: Indicator): Promise<Page> {
  const { terms, shown, by, part, offset, limit, belongs } = asked
  const district = terms.pack.profile.code
  switch (counting.from) {
    case 'orders': {
      const values = orderValues(terms, shown)
      const join = ordersSql(needsEnrichment(by))
      // As in the figure: a channel that does not tell what is needed is left out.
      const { rows: told } = await db.query<{ channel: string }>(
        `select o.channel ${ordersSql(false)} group by o.channel having count(*) filter (where ${counting.needs ?? 'true'}) > 0`, values)
      const raw = await rawKeys(db, `select distinct ${keyOf(orderKeys, by)} as key ${join}`, values, belongs)
      const condition = part === 'of' ? counting.of ?? 'false' : counting.count
      return choose(db, `select o.posting as id, o.received_at as at ${join} and (${condition}) and o.channel = any($8) and ${isAmong(keyOf(orderKeys, by), 9, 10)}`,
        [...values, told.map(({ channel }) => channel), ...raw], offset, limit)
    }
    case 'received':
    case 'posts': {
      const registered = terms.pack.channels.filter((channel) => channel.registered).map(({ id }) => id)
      const values = [district, shown.from, shown.to, registered]
      const join = `from postings p left join enrichments n on n.district = $1 and n.posting = p.id
        where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and ${counting.from === 'received'
          ? '(p.ordered or p.channel = any($4::text[]) and n.counted)' : 'not p.ordered and not p.channel = any($4::text[]) and n.counted'}`
      const raw = await rawKeys(db, `select distinct ${keyOf(postingKeys, by)} as key ${join}`, values, belongs)
      if (part === 'of') return { total: 0, ids: [] }
      return choose(db, `select p.id, p.published_at as at ${join} and ${isAmong(keyOf(postingKeys, by), 5, 6)}`, [...values, ...raw], offset, limit)
    }
    case 'repeats': {
      if (part === 'of' && !counting.rate) return { total: 0, ids: [] }
      const marked = await listMarked(db, terms.pack, shown.from, shown.to, keyOf(postingKeys, by), counting.repeat, part === 'of')
      const ids = marked.filter(({ key }) => belongs(key)).map(({ id }) => id).toSorted((a, b) => b - a)
      return { total: ids.length, ids: ids.slice(offset, offset + limit) }
    }
  }
}

/** The raw keys of a row, and whether those without one are of it. */
async function rawKeys(db: Connection, sql: string, values: unknown[], belongs: Asked['belongs']): Promise<[string[], boolean]> {
  const { rows } = await db.query<{ key: string | null }>(sql, values)
  return [rows.map(({ key }) => key).filter((key) => key !== null && belongs(key)) as string[], belongs(null)]
}

const isAmong = (key: string, among: number, none: number): string => `case when ${key} is null then $${none}::boolean else ${key} = any($${among}::text[]) end`

async function choose(db: Connection, sql: string, values: unknown[], offset: number, limit: number): Promise<Page> {
  const { rows: [count] } = await db.query<{ total: number }>(`select count(*)::integer as total from (${sql}) chosen`, values)
  const { rows } = await db.query<{ id: number }>(
    `select id from (${sql}) chosen order by at desc, id desc limit $${values.length + 1} offset $${values.length + 2}`, [...values, limit, offset])
  return { total: count!.total, ids: rows.map(({ id }) => id) }
}

const words = `coalesce(n.enrichment->>'maskedTitle', '${unreadTitle}') as title, m.issue`

/** In the order of the ids. Masked words come with the analysis; before it there are none to show. */
async function describe(db: Connection, { terms, shown }: Asked, ids: readonly number[]): Promise<FigureRecord[]> {
  const orders = await db.query<FigureRecord>(
    `with chosen as materialized (select o.*, t.deadline ${ordersSql(false)} and o.posting = any($8::bigint[]))
     select o.posting, o.order_number as "orderNumber", o.channel, o.unit, o.received_at as "receivedAt", o.deadline as "dueAt", o.closed_at as "closedAt",
       o.status, o.satisfied, ${words} from chosen o
     left join enrichments n on n.district = o.district and n.posting = o.posting left join memberships m on m.district = o.district and m.posting = o.posting`,
    [...orderValues(terms, shown), ids])
  const plain = await db.query<FigureRecord>(
    `select p.id as posting, null as "orderNumber", p.channel, null as unit, p.published_at as "receivedAt", null as "dueAt", null as "closedAt", null as status,
       null as satisfied, coalesce(n.enrichment->>'maskedTitle', '${unreadTitle}') as title, (select issue from memberships m where m.district = $1 and m.posting = p.id) as issue
     ${plainSql} and p.id = any($4::bigint[])`, [terms.pack.profile.code, shown.from, shown.to, ids])
  const byId = new Map([...orders.rows, ...plain.rows].map((row) => [row.posting, row]))
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
}
