/** 受理量 of a period: records and entered totals folded by channel and row, with what is known and what is not. */
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey, Rest, TotalRow } from '../../shared/figures.ts'
import type { Period } from './period.ts'
import { monthsOf } from './period.ts'
import { countOf, type PeriodCounts, type Span } from './counts.ts'
import type { RowName } from './keys.ts'
import { foldTotals } from './totals.ts'

/** Of one channel; '' = totals of all registered channels together. */
export interface Part {
  records: number
  totals: number
}
export type Parts = ReadonlyMap<string, Part>

export interface Received {
  total: Parts
  rows: ReadonlyMap<string | null, Parts>
  /** Channels of which the whole is known: what they lack is 0, what others lack is unknown. */
  known: ReadonlySet<string>
  /** The same of the part that can be told apart by rows. */
  knownInRows: ReadonlySet<string>
  /** Channels whose totals overlap the period and can't be divided. */
  undivided: ReadonlySet<string>
  used: readonly TotalRow[]
}

export interface ReceivedParts {
  counts: PeriodCounts
  totals: readonly TotalRow[]
  spans: readonly Span[]
  pack: DistrictPack
  by: FigureKey | null
  nameRow: (raw: string | null) => RowName
}

export function foldReceived({ counts, totals, spans, pack, by, nameRow }: ReceivedParts): Received {
  const registered = new Set(pack.channels.filter((channel) => channel.registered).map(({ id }) => id))
  const total = new Map<string, Part>()
  const rows = new Map<string | null, Map<string, Part>>()
  const add = (channel: string, raw: string | null, part: Part): void => {
    addTo(total, channel, part)
    if (by !== null) addTo(rowOf(rows, nameRow(raw).key), channel, part)
  }
  for (const cell of counts.orders) add(cell.channel, cell.key, { records: countOf(cell, null), totals: 0 })
  for (const { channel, key, count } of counts.plain) if (registered.has(channel)) add(channel, key, { records: count, totals: 0 })

  const all = foldTotals(totals, 'all', counts.period, counts.months)
  const finer = by === 'unit' || by === 'category' ? foldTotals(totals, by, counts.period, counts.months) : null
  for (const { channel, count } of all.used) addTo(total, channel ?? '', { records: 0, totals: count })
  for (const row of finer?.used ?? all.used) {
    const raw = finer ? row.key : by === 'channel' ? row.channel : by === 'month' && row.period.length === 7 ? row.period : null
    if (finer || raw !== null) addTo(rowOf(rows, nameRow(raw).key), row.channel ?? '', { records: 0, totals: row.count })
  }

  const known = new Set(total.keys())
  for (const channel of living(spans, counts.period)) if (!known.has(channel)) known.add(channel)
  for (const channel of all.undivided) if (!total.has(channel)) known.delete(channel)
  return { total, rows, known, knownInRows: knownApart(known, all.used, finer?.used ?? null, by), undivided: all.undivided, used: all.used }
}

/** Channels with records before and after: what is not there then is 0. */
export const living = (spans: readonly Span[], { from, to }: Pick<Period, 'from' | 'to'>): string[] =>
  spans.filter((span) => span.registered && span.first < from && span.last >= to).map(({ channel }) => channel)

/** What rests on totals that say nothing of units, categories … can't be told apart by them. */
function knownApart(known: ReadonlySet<string>, all: readonly TotalRow[], finer: readonly TotalRow[] | null, by: FigureKey | null): Set<string> {
  if (by === 'channel' || by === null) return new Set(known)
  const coarse = new Set(all.filter((row) => by !== 'month' || row.period.length === 4).map(({ channel }) => channel ?? ''))
  const told = new Set((finer ?? []).map(({ channel }) => channel ?? ''))
  const apart = new Set([...known].filter((channel) => !coarse.has(channel) || told.has(channel) || told.has('')))
  for (const channel of told) apart.add(channel)
  return apart
}

/** Months of a period of which no channel is known: their rows are unknown, not 0. */
export function unknownMonths({ rows }: Received, period: Period, spans: readonly Span[]): Set<string> {
  return new Set(monthsOf(period).filter(({ month, from, to }) => !rows.has(month) && living(spans, { from, to }).length === 0).map(({ month }) => month))
}

/** The sum over some channels; null where none of them is known. */
export function sumParts(parts: Parts | undefined, channels: ReadonlySet<string>): { count: number | null; rest: Rest } {
  if (channels.size === 0) return { count: null, rest: 'none' }
  let [records, totals, rests] = [0, 0, false]
  for (const [channel, part] of parts ?? []) {
    if (!channels.has(channel)) continue
    records += part.records
    totals += part.totals
    rests ||= part.totals > 0
  }
  return { count: records + totals, rest: rests ? (records > 0 ? 'mixed' : 'totals') : 'records' }
}

function addTo(parts: Map<string, Part>, channel: string, { records, totals }: Part): void {
  const before = parts.get(channel)
  parts.set(channel, { records: (before?.records ?? 0) + records, totals: (before?.totals ?? 0) + totals })
}

function rowOf(rows: Map<string | null, Map<string, Part>>, key: string | null): Map<string, Part> {
  const row = rows.get(key) ?? new Map<string, Part>()
  rows.set(key, row)
  return row
}
