/**
 * Takes a file that is laid out: reads all of it, then records the orders in batches.
 *
 * First the whole file is read into a spool, with what is wrong held back; a file that breaks off on the way has then changed nothing. Of several
 * rows of one number the last good one counts. Then each batch is one transaction: what is known of its orders, what that makes of them, and
 * how far the import is. Whoever takes up an import that was cut off reads the file again and goes on where the last transaction ended.
 * Memory: the keys of all orders (some 100 bytes each), two batches, and the rows held back up to a bound.
 */
import type { PoolClient } from 'pg'
import type { Clock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { GiveUp } from '../../shared/errors.ts'
import type { ImportResult } from '../../shared/import-view.ts'
import { transact, type Database } from '../../shared/node/postgres.ts'
import { lockDistrict, recordOn } from '../../shared/node/record.ts'
import type { OrderField } from '../../shared/orders/mapping.ts'
import type { ImportProgress } from '../archive/imports.ts'
import { findOrders, refreshStatistics } from '../archive/known-orders.ts'
import type { Layout } from './columns.ts'
import { holdBack } from './held-back.ts'
import { tellNotes } from './notes.ts'
import { keyOf, toPosting, type ReadyOrder } from './posting.ts'
import { readAll } from './read-all.ts'
import { writeReport } from './report.ts'
import { openSpool, type Spool } from './spool.ts'
import type { TableFile } from './tables/table.ts'

export interface TakeParts {
  db: Database
  pack: DistrictPack
  reporterKey: string
  clock: Clock
  table: TableFile
  layout: Layout
  /** The channel of rows that name none. */
  channel: string
  /** How far an earlier try came. */
  from?: ImportProgress | null
  /** Called in the transaction of each batch; false = the import is not wanted any more. */
  note?: (connection: PoolClient, progress: ImportProgress) => Promise<boolean>
  /** Called as it goes on, as often as comes. */
  onProgress?: (progress: ImportProgress) => void
  signal?: AbortSignal
}

export interface Taken {
  result: ImportResult
  /** The rows held back as a workbook; null where there are none. */
  report: Buffer | null
}

/** Share of the work that reading is. */
const readingShare = 0.5

/** Rows after which the database takes stock for the first time; then each time that they have tripled. */
const firstRefresh = 2_000

/** Closes the table once it is read. @throws GiveUp in Chinese where the file can't be taken; what the database throws, after which the same call may be made again. */
export async function takeFile(parts: TakeParts): Promise<Taken> {
  const { clock, layout, table, signal } = parts
  const started = clock.now()
  const progress: ImportProgress = { ...(parts.from ?? { new: 0, changed: 0, same: 0, reopened: 0, done: 0 }), rows: 0, bad: 0, share: 0 }
  const held = holdBack()
  const spool = await openSpool()
  try {
    const read = await readAll({
      ...parts, spool, held,
      onRows(rows) {
        signal?.throwIfAborted()
        Object.assign(progress, { rows, bad: held.count, share: readingShare * table.read() })
        parts.onProgress?.(progress)
      },
    })
    // Its texts are in the spool now.
    await table.close()
    Object.assign(progress, { rows: read.rows, bad: held.count })
    const repeated = await recordAll(parts, spool, read.last, progress)
    progress.share = 1
    parts.onProgress?.(progress)
    const { rows, new: added, changed, same, bad, reopened } = progress
    const result: ImportResult = {
      rows, new: added, changed, same, bad, repeated, reopened, months: 0, seconds: Math.round((clock.now() - started) / 10) / 100,
      problems: [...held.problems], notes: tellNotes({ table, layout, passed: read.passed, repeated, reopened, bad: held.count, unknown: read.unknown }),
    }
    return { result, report: held.count > 0 ? await writeReport(held, layout.taken) : null }
  } finally {
    await spool.close()
  }
}

/** Records all that is not yet; while the database works on one batch the next one is read. @returns how many rows come again further down. */
async function recordAll(parts: TakeParts, spool: Spool, last: ReadonlyMap<string, number>, progress: ImportProgress): Promise<number> {
  const mapped = parts.layout.taken.map(({ columns }) => new Set(Object.keys(columns) as OrderField[]))
  let repeated = 0
  let refreshAt = firstRefresh
  let under: Promise<void> = Promise.resolve()
  for await (const block of spool.blocks()) {
    await under
    parts.signal?.throwIfAborted()
    const end = block.at(-1)!.ordinal + 1
    const counting = block.filter(({ channel, order, ordinal }) => last.get(keyOf(channel, order.orderNumber)) === ordinal)
    repeated += block.length - counting.length
    if (end <= progress.done) continue
    if (end >= refreshAt) {
      await refreshStatistics(parts.db)
      refreshAt = end * 3
    }
    under = recordBatch(parts, counting, mapped, { ...progress, same: progress.same + block.length - counting.length, done: end }).then((after) => {
      Object.assign(progress, after, { share: readingShare + (1 - readingShare) * end / Math.max(progress.rows, 1) })
      parts.onProgress?.(progress)
    })
    // A failure is met at the next turn; until then it must not count as one that nobody looks at.
    under.catch(() => undefined)
  }
  await under
  return repeated
}

async function recordBatch(
  { db, pack, clock, note }: TakeParts, orders: readonly ReadyOrder[], mapped: readonly ReadonlySet<OrderField>[], progress: ImportProgress,
): Promise<Pick<ImportProgress, 'new' | 'changed' | 'same' | 'reopened' | 'done'>> {
  const district = pack.profile.code
  return transact(db, async (connection) => {
    // Nothing may change between the look at what is known and the recording.
    await lockDistrict(connection, district)
    const now = clock.now()
    const after = { ...progress }
    const postings = []
    for (const [channel, mine] of Map.groupBy(orders, (order) => order.channel)) {
      const known = await findOrders(connection, district, channel, mine.map(({ order }) => order.orderNumber))
      for (const ready of mine) {
        const before = known.get(ready.order.orderNumber) ?? null
        const posting = toPosting(ready, before, ready.told ? new Set(ready.told) : mapped[ready.sheet]!, district, now)
        if (posting) postings.push(posting)
        else after.same += 1
        if (before?.order.closedAt != null && posting?.workOrder?.closedAt === null) after.reopened += 1
      }
    }
    const recorded = await recordOn(connection, district, postings, now)
    after.new += recorded.added
    after.changed += recorded.changed
    after.same += recorded.same
    if (note && !await note(connection, after)) throw new GiveUp('这次导入已取消')
    const { new: added, changed, same, reopened, done } = after
    return { new: added, changed, same, reopened, done }
  })
}
