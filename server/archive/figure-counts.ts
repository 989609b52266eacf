/** Counts what figures are made of, in PostgreSQL: orders by all conditions at once, letters and 网帖, months and spans of the channels. */
import { endOfWorkingDay } from '../../shared/working-days.ts'
import type { Calendar } from '../../shared/calendar.ts'
import { day, type Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey } from '../../shared/figures.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import { conditions, type OrderCell, type PlainCell, type Span } from '../figures/counts.ts'
import type { Period } from '../figures/period.ts'

const month = (at: string): string => `to_char(to_timestamp(${at} / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM')`

/** What rows are told apart by: of orders (`o`, of the view), and of postings (`p`); `n` is what was understood. */
export const orderKeys: Record<FigureKey, string> = {
  channel: 'o.channel', unit: 'o.unit', category: 'coalesce(n.category, o.category)', purpose: 'o.purpose', township: 'n.township', month: month('o.received_at'),
}
export const postingKeys: Record<FigureKey, string> = {
  channel: 'p.channel', unit: 'p.order_unit', category: 'coalesce(n.category, p.order_category)', purpose: 'p.order_purpose', township: 'n.township',
  month: month('p.published_at'),
}
export const keyOf = (keys: Record<FigureKey, string>, by: FigureKey | null): string => (by === null ? 'null::text' : keys[by])

/** What the deadlines of a period's orders are computed from. */
export interface Terms {
  pack: DistrictPack
  calendar: Calendar
  now: Instant
}

/**
 * The orders of a period as `o`, with `t.deadline` (by when one is to be closed), `r.posting` (not null where its caller was not satisfied
 * in a former state of the order) and `n`. The deadlines of each day of the period come as arrays, since no SQL knows the holidays.
 * $1 district, $2 now, $3 from, $4 to, $5 deadlines of 咨询, $6 of all others, $7 of extended orders.
 */
export const ordersSql = (enriched: boolean): string => `
  from work_orders o
  ${enriched ? 'left join enrichments n on n.district = $1 and n.posting = o.posting' : ''}
  left join (select distinct posting from revisions where district = $1 and work_order->>'satisfied' = 'false') r on r.posting = o.posting
  cross join lateral (select floor((o.received_at - $3::float8) / ${day})::integer + 1 as day) d
  cross join lateral (select case
    when o.extended_to is not null then o.extended_to
    when o.extended then ($7::float8[])[d.day]
    when o.due_at is not null then o.due_at
    when o.purpose = '咨询' then ($5::float8[])[d.day]
    else ($6::float8[])[d.day] end as deadline) t
  where o.district = $1 and o.received_at >= $3::float8 and o.received_at < $4::float8 and $2::float8 is not null`

/** Values of {@link ordersSql}. */
export function orderValues({ pack: { profile }, calendar, now }: Terms, { from, to }: Period): unknown[] {
  const days = Array.from({ length: Math.round((to - from) / day) }, (_, at) => from + at * day)
  const { consultation, other, extended } = profile.workingDays
  return [profile.code, now, from, to, ...[consultation, other, extended].map((count) => days.map((at) => endOfWorkingDay(at, count, calendar)))]
}

/** Rows understood by what was enriched: only they need the join. */
export const needsEnrichment = (by: FigureKey | null): boolean => by === 'category' || by === 'township'

export async function countOrders(db: Connection, terms: Terms, period: Period, by: FigureKey | null): Promise<OrderCell[]> {
  const filters = conditions.map((condition) => `count(*) filter (where ${condition})::integer`)
  const { rows } = await db.query<OrderCell>(
    `select o.channel, ${keyOf(orderKeys, by)} as key, array[${filters.join(', ')}] as counts ${ordersSql(needsEnrichment(by))} group by 1, 2 order by 1, 2`, orderValues(terms, period))
  return rows
}

/** Postings without an order: $1 district, $2 from, $3 to. */
export const plainSql = `
  from postings p join enrichments n on n.district = p.district and n.posting = p.id
  where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and not p.ordered and n.counted`

export async function countPlain(db: Connection, district: string, { from, to }: Period, by: FigureKey | null): Promise<PlainCell[]> {
  const { rows } = await db.query<PlainCell>(
    `select p.channel, ${keyOf(postingKeys, by)} as key, count(*)::integer as count ${plainSql} group by 1, 2 order by 1, 2`, [district, from, to])
  return rows
}

/** `channel 2018-03` of each month with registered records of a channel. */
export async function listMonths(db: Connection, { profile, channels }: DistrictPack, { from, to }: Period): Promise<Set<string>> {
  const registered = channels.filter((channel) => channel.registered).map(({ id }) => id)
  const { rows } = await db.query<{ entry: string }>(
    `select distinct p.channel || ' ' || ${month('p.published_at')} as entry from postings p
     where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and (p.ordered or p.channel = any($4::text[]) and
       exists (select from enrichments n where n.district = $1 and n.posting = p.id and n.counted))`, [profile.code, from, to, registered])
  return new Set(rows.map(({ entry }) => entry))
}

/** When each channel's first and last record was, registered and crawled ones apart. */
export async function readSpans(db: Connection, { profile, channels }: DistrictPack): Promise<Span[]> {
  const registered = channels.filter((channel) => channel.registered).map(({ id }) => id)
  const { rows } = await db.query<Span>(
    `select p.channel, p.ordered or p.channel = any($2::text[]) as registered, min(p.published_at) as first, max(p.published_at) as last
     from postings p where p.district = $1 group by 1, 2`, [profile.code, registered])
  return rows
}

/** Orders of a period that nobody has analysed yet: the line takes postings in their order, so these are the ones after the last that it has read. */
export async function countUnread(db: Connection, district: string, { from, to }: Period): Promise<number> {
  const { rows: [row] } = await db.query<{ count: number }>(
    `select count(*)::integer as count from postings p where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and p.ordered
       and p.id > coalesce((select max(posting) from enrichments where district = $1), 0)`, [district, from, to])
  return row!.count
}
