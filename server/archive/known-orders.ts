/** Finds what is recorded of orders by their numbers, whatever source brought them. */
import type { Connection } from '../../shared/node/postgres.ts'
import type { KnownOrder } from '../imports/posting.ts'

/**
 * One index look-up a number; of several postings under one number the first is meant. `offset 0` keeps it at that: while the table grows
 * faster than its statistics, the planner would else hash all orders of the channel for each batch, or walk them in the order of their ids.
 */
export async function findOrders(connection: Connection, district: string, channel: string, numbers: readonly string[]): Promise<Map<string, KnownOrder>> {
  const { rows } = await connection.query<KnownOrder & { number: string }>(
    `select distinct on (n.number) n.number, p.source, p.external_id as "externalId", p.title, p.body as text, p.state, p.images, p.official, p.pinned,
       p.work_order as "order"
     from unnest($3::text[]) as n(number) cross join lateral (
       select * from postings where district = $1 and channel = $2 and work_order->>'orderNumber' = n.number and work_order is not null offset 0) p
     order by n.number, p.id`,
    [district, channel, numbers],
  )
  return new Map(rows.map(({ number, ...known }) => [number, known]))
}

/**
 * Brings the planner up to date after many rows have come in: with the statistics of an empty table it reads the whole district for each batch
 * that is recorded. Some tenths of a second, whatever the size.
 */
export async function refreshStatistics(db: Connection): Promise<void> {
  await db.query('analyze postings')
}
