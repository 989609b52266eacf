/** Imports a file as the command does, and reads back what is recorded of orders. */
import { basename } from 'node:path'
import { systemClock } from '../../shared/clock.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import type { Database } from '../../shared/node/postgres.ts'
import type { WorkOrder } from '../../shared/posting.ts'
import { recallMapping } from '../../server/archive/imports.ts'
import type { Layout } from '../../server/imports/columns.ts'
import { countFile } from '../../server/imports/count.ts'
import { lookInto } from '../../server/imports/inspect.ts'
import { openTable } from '../../server/imports/tables/open.ts'
import { takeFile, type Taken, type TakeParts } from '../../server/imports/take.ts'
import { district } from './postings.ts'

export const reporterKey = 'key of the tests'

/** @param given what differs from an import of the hotline with whatever mapping is remembered or guessed. */
export async function importFile(
  db: Database, path: string, { mapping = null, ...given }: { mapping?: Mapping | null } & Partial<TakeParts> = {},
): Promise<Taken & { layout: Layout }> {
  const pack = loadDistrict(district)
  const table = await openTable(path, { name: basename(path) })
  try {
    const channel = given.channel ?? 'hotline'
    const clock = given.clock ?? systemClock
    const recall = (headers: string): Promise<Mapping | null> => recallMapping(db, district, channel, headers)
    const { layout } = await lookInto({ table, pack, channel, clock, mapping, recall })
    const parts: TakeParts = { db, pack, reporterKey, clock, table, layout, channel, ...given }
    const totalsOnly = pack.channels.find(({ id }) => id === channel)?.totalsOnly
    return { ...await (totalsOnly ? countFile(parts, '测试') : takeFile(parts)), layout }
  } finally {
    await table.close()
  }
}

export interface StoredOrder {
  channel: string
  source: string
  title: string
  text: string
  reporter: string | null
  publishedAt: number
  revision: number
  order: WorkOrder
}

/** Orders as they stand, by number. */
export async function readOrders(db: Database): Promise<Map<string, StoredOrder>> {
  const { rows } = await db.query<StoredOrder>(
    `select channel, source, title, body as text, reporter, published_at as "publishedAt", revision, work_order as "order"
     from postings where district = $1 and work_order is not null order by id`, [district],
  )
  return new Map(rows.map((row) => [row.order.orderNumber, row]))
}
