/** Totals laid out as years: months across, channels down; and the lists of those by unit or category. */
import type { TotalView } from '../../shared/figures.ts'

export interface MatrixRow {
  /** Channel id; null = all registered channels together. */
  channel: string | null
  /** January first; null where nothing was entered. */
  months: (TotalView | null)[]
  /** What was entered for the year as a whole. */
  year: TotalView | null
  /** Sum of the twelve months, where there are twelve; null otherwise: part of a year is not the year. */
  sum: number | null
}

export interface TotalYear {
  year: string
  rows: MatrixRow[]
  /** By unit or category, the largest first within a period. */
  others: TotalView[]
  /** All of the year, for the list in which each can be taken back. */
  all: TotalView[]
  unused: number
}

const monthAt = ({ period }: TotalView): number | null => (period.length === 7 ? Number(period.slice(5)) - 1 : null)

function rowOf(channel: string | null, totals: readonly TotalView[]): MatrixRow {
  const own = totals.filter((total) => total.channel === channel)
  const months = Array.from({ length: 12 }, (_, index) => own.find((total) => monthAt(total) === index) ?? null)
  return {
    channel, months, year: own.find((total) => monthAt(total) === null) ?? null,
    sum: months.every((total) => total !== null) ? months.reduce((sum, total) => sum + (total?.count ?? 0), 0) : null,
  }
}

/** @param channels ids in the order in which rows stand; all channels together first, unknown ones last. */
export function yearsOf(totals: readonly TotalView[], channels: readonly string[]): TotalYear[] {
  const years = [...new Set(totals.map(({ period }) => period.slice(0, 4)))].toSorted().toReversed()
  const place = (channel: string | null): number => (channel === null ? -1 : channels.includes(channel) ? channels.indexOf(channel) : channels.length)
  return years.map((year) => {
    const all = totals.filter(({ period }) => period.startsWith(year))
      .toSorted((a, b) => a.period.localeCompare(b.period) || place(a.channel) - place(b.channel) || b.count - a.count)
    const whole = all.filter(({ by }) => by === 'all')
    const rows = [...new Set(whole.map(({ channel }) => channel))].toSorted((a, b) => place(a) - place(b)).map((channel) => rowOf(channel, whole))
    return { year, rows, others: all.filter(({ by }) => by !== 'all'), all, unused: all.filter(({ unused }) => unused !== null).length }
  })
}
