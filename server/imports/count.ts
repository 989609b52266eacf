/** Takes a file of a channel of which only totals may be kept (阳光纪检): its rows are counted by month, and nothing else of them is kept. */
import { toBeijingIso } from '../../shared/clock.ts'
import { transact } from '../../shared/node/postgres.ts'
import type { ImportCounts } from '../../shared/import-view.ts'
import { readTotals, saveTotals } from '../archive/totals.ts'
import { holdBack } from './held-back.ts'
import { tellNotes } from './notes.ts'
import { toReady, type ReadyOrder } from './posting.ts'
import { writeReport } from './report.ts'
import { readOrders, type PassedOver } from './rows.ts'
import type { Taken, TakeParts } from './take.ts'

/** Of all columns only these are looked at. */
const counted = ['orderNumber', 'time'] as const

/** Months of the file have their totals set, not added to: again = nothing. @param by whoever imports. */
export async function countFile({ db, pack, clock, table, layout, channel, reporterKey, onProgress, signal }: TakeParts, by: string): Promise<Taken> {
  const started = clock.now()
  const held = holdBack()
  const passed: PassedOver = {}
  const months = new Map<string, number>()
  /** Month of each number: the last row counts, here too. */
  const last = new Map<string, { month: string; ordinal: number }>()
  const rowsOf = new Map<string, number>()
  let rows = 0
  let repeated = 0
  for await (const row of readOrders(table, layout, clock.now(), passed, counted)) {
    if ('problems' in row.read) held.add(row, row.read.problems, true)
    else {
      const ready: ReadyOrder = toReady({ ...row.read, title: '', text: '', phone: null }, { ordinal: rows, sheet: 0, channel, told: null }, reporterKey)
      const month = toBeijingIso(ready.time).slice(0, 7)
      rowsOf.set(month, (rowsOf.get(month) ?? 0) + 1)
      const number = row.read.order.orderNumber
      const before = number === '' ? undefined : last.get(number)
      if (before) {
        repeated += 1
        months.set(before.month, months.get(before.month)! - 1)
        // It is `same` under its own month, whatever comes of that.
        rowsOf.set(before.month, rowsOf.get(before.month)! - 1)
      }
      if (number !== '') last.set(number, { month, ordinal: rows })
      months.set(month, (months.get(month) ?? 0) + 1)
    }
    rows += 1
    if (rows % 500 === 0) {
      signal?.throwIfAborted()
      onProgress?.({ rows, new: 0, changed: 0, same: repeated, bad: held.count, reopened: 0, done: 0, share: table.read() })
    }
  }
  const district = pack.profile.code
  const counts: ImportCounts = { rows, new: 0, changed: 0, same: repeated, bad: held.count }
  const entered: string[] = []
  await transact(db, async (connection) => {
    const set = [...months].map(([period, count]) => ({ period, channel, by: 'all' as const, key: null, count, note: '由导入的表格逐行计数' }))
    const known = await readTotals(connection, district)
    for (const { period, count } of set) {
      const before = known.find((total) => total.period === period && total.channel === channel && total.by === 'all')
      // What a person entered stays (see saveTotals).
      if (before?.origin === 'entered' && before.count !== count) entered.push(`${period}（填报 ${before.count}，表中 ${count}）`)
      counts[before === undefined ? 'new' : before.count === count || before.origin === 'entered' ? 'same' : 'changed'] += rowsOf.get(period)!
    }
    await saveTotals(connection, district, set, by, clock.now(), 'counted')
  })
  const result = {
    ...counts, repeated, reopened: 0, months: months.size, seconds: Math.round((clock.now() - started) / 10) / 100, problems: [...held.problems],
    notes: [
      '本渠道只登记每月数量，没有保存任何内容',
      ...(entered.length > 0 ? [`这些月份已有人工填报的总量，没有改动：${entered.join('、')}`] : []),
      ...tellNotes({ table, layout, passed, repeated, reopened: 0, bad: held.count }),
    ],
  }
  return { result, report: held.count > 0 ? await writeReport(held, []) : null }
}
