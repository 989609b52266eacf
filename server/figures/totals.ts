/**
 * Which entered totals (总量) a period rests on. A total never stands beside records of the same thing: a month's total of a channel
 * counts where the channel has no record in that month, and only for a period that holds the whole month; a total of all channels
 * together where the month has neither records nor totals by channel; a year's total for exactly that year, where there is nothing finer.
 */
import type { TotalRow } from '../../shared/figures.ts'
import { monthsOf, type Period } from './period.ts'

export interface FoldedTotals {
  used: TotalRow[]
  /** Channels of which a total overlaps the period but can't be divided, so that nothing is known of that part. */
  undivided: ReadonlySet<string>
}

/**
 * @param months `channel 2018-03` of all months in which a channel has records.
 * @param by `all`, or totals by unit or category.
 */
export function foldTotals(all: readonly TotalRow[], by: TotalRow['by'], period: Period, months: ReadonlySet<string>): FoldedTotals {
  const rows = all.filter((row) => row.by === by)
  const touched = monthsOf(period)
  const whole = new Set(touched.filter((month) => month.whole).map(({ month }) => month))
  const part = new Set(touched.filter((month) => !month.whole).map(({ month }) => month))
  const years = new Set(touched.map(({ month }) => month.slice(0, 4)))
  const recorded = new Set([...months].map((entry) => entry.split(' ')[1] as string))
  const hasRecords = (channel: string | null, month: string): boolean => (channel === null ? recorded.has(month) : months.has(`${channel} ${month}`))
  const inYear = (year: string, channel: string | null): boolean =>
    [...months].some((entry) => entry.includes(` ${year}-`) && (channel === null || entry.startsWith(`${channel} `)))
  const finer = (row: TotalRow): boolean => rows.some((other) => row.channel === null && other.channel !== null && other.period === row.period)

  const counts = (row: TotalRow): boolean => {
    if (row.period.length === 7) return whole.has(row.period) && !hasRecords(row.channel, row.period) && !finer(row)
    const monthly = rows.some((other) => other.period.startsWith(`${row.period}-`) && (row.channel === null || other.channel === row.channel))
    return isYear(period, row.period) && !inYear(row.period, row.channel) && !monthly && !finer(row)
  }
  const overlaps = ({ period: written, channel }: TotalRow): boolean =>
    (written.length === 7 ? part.has(written) && !hasRecords(channel, written) : years.has(written) && !isYear(period, written) && !inYear(written, channel))
  const used = rows.filter(counts)
  const monthsUsed = new Set(used.map((row) => row.channel))
  return { used, undivided: new Set(rows.filter((row) => overlaps(row) && (row.period.length === 7 || !monthsUsed.has(row.channel))).map(({ channel }) => channel ?? '')) }
}

/** Whether a period is all of a year, and no more. */
const isYear = (period: Period, year: string): boolean => {
  const months = monthsOf(period)
  return months.length === 12 && months.every(({ month, whole }) => whole && month.startsWith(`${year}-`))
}
