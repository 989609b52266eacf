/** The value of one indicator for the whole of a period or one row of it, with what it rests on. */
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey, Rest, TotalRow } from '../../shared/figures.ts'
import { fewestForRate } from '../issues/repeats.ts'
import { countOf, type OrderCell, type PeriodCounts, type PlainCell, type RepeatCell, type Span } from './counts.ts'
import type { FromOrders, Indicator } from './indicator.ts'
import type { RowName } from './keys.ts'
import type { Period } from './period.ts'
import { foldReceived, sumParts, unknownMonths, type Parts, type Received } from './received.ts'
import { wilson } from './wilson.ts'

export interface Value {
  count: number | null
  of: number | null
  rate: number | null
  interval: [number, number] | null
  rest: Rest
  /** Channels that it is about. */
  channels: ReadonlySet<string>
  /** By channel, where it is a sum over channels that can be compared. */
  parts: Parts | null
}

export interface PeriodValues {
  period: Period
  received: Received
  spans: readonly Span[]
  /** Keys of the rows of which there is anything. */
  keys: ReadonlySet<string | null>
  names: ReadonlyMap<string | null, RowName>
  /** @param row undefined = the whole. */
  read: (indicator: Indicator, row?: string | null) => Value
  /** Channels of the orders that an indicator is about: those of which an order tells what it needs. */
  told: (counting: FromOrders) => ReadonlySet<string>
}

export interface ValueParts {
  counts: PeriodCounts
  totals: readonly TotalRow[]
  spans: readonly Span[]
  pack: DistrictPack
  by: FigureKey | null
  nameRow: (raw: string | null) => RowName
}

interface Cells {
  orders: OrderCell[]
  plain: PlainCell[]
  repeats: RepeatCell[]
}

const nothing: Value = { count: null, of: null, rate: null, interval: null, rest: 'none', channels: new Set(), parts: null }
const none: ReadonlySet<string> = new Set()

export function valuesOf(given: ValueParts): PeriodValues {
  const { counts, spans, pack, by, nameRow } = given
  const received = foldReceived(given)
  const blank = by === 'month' ? unknownMonths(received, counts.period, spans) : none
  const crawled = new Set(pack.channels.filter((channel) => !channel.registered).map(({ id }) => id))
  const names = new Map<string | null, RowName>()
  const rows = new Map<string | null, Cells>()
  const cellsAt = (raw: string | null): Cells => {
    const name = nameRow(raw)
    names.set(name.key, name)
    const cells = rows.get(name.key) ?? { orders: [], plain: [], repeats: [] }
    rows.set(name.key, cells)
    return cells
  }
  if (by !== null) {
    for (const cell of counts.orders) cellsAt(cell.key).orders.push(cell)
    for (const cell of counts.plain) cellsAt(cell.key).plain.push(cell)
    for (const cell of counts.repeats) cellsAt(cell.key).repeats.push(cell)
    for (const key of received.rows.keys()) if (!names.has(key)) names.set(key, nameRow(key))
  }
  const empty: Cells = { orders: [], plain: [], repeats: [] }
  const analysed = counts.repeats.reduce((sum, { all }) => sum + all, 0)
  const tolds = new Map<FromOrders, ReadonlySet<string>>()
  const told = (counting: FromOrders): ReadonlySet<string> => {
    const set = tolds.get(counting) ?? new Set(counts.orders.filter((cell) => countOf(cell, counting.needs) > 0).map(({ channel }) => channel))
    tolds.set(counting, set)
    return set
  }
  const within = (channels: ReadonlySet<string>, row: string | null | undefined): ReadonlySet<string> =>
    by !== 'channel' || row === undefined ? channels : row !== null && channels.has(row) ? new Set([row]) : none

  const read = ({ kind, counting }: Indicator, row?: string | null): Value => {
    const cells = row === undefined ? counts : rows.get(row) ?? empty
    if (typeof row === 'string' && blank.has(row)) return nothing
    switch (counting.from) {
      case 'received': {
        const channels = within(row === undefined ? received.known : received.knownInRows, row)
        const parts: Parts = row === undefined ? received.total : received.rows.get(row) ?? new Map()
        // What is there is counted; what is known to be whole can be compared.
        return { ...nothing, ...sumParts(parts, new Set([...parts.keys(), ...channels])), channels, parts }
      }
      case 'posts': {
        const channels = within(knownPosts(counts, spans, crawled), row)
        const count = cells.plain.reduce((sum, cell) => sum + (channels.has(cell.channel) ? cell.count : 0), 0)
        return channels.size === 0 ? nothing : { ...nothing, count, rest: 'records', channels }
      }
      case 'orders': {
        const channels = within(told(counting), row)
        if (channels.size === 0) return nothing
        const sum = (condition: string): number => cells.orders.reduce((all, cell) => all + (channels.has(cell.channel) ? countOf(cell, condition) : 0), 0)
        return { ...toValue(sum(counting.count), counting.of === null ? null : sum(counting.of)), channels }
      }
      case 'repeats': {
        const sum = (what: 'all' | 'known' | typeof counting.repeat): number => cells.repeats.reduce((all, cell) => all + cell[what], 0)
        if (analysed === 0 || (by === 'channel' && row !== undefined && cells.repeats.length === 0)) return nothing
        const of = sum(counting.repeat === 'repeat' ? 'known' : 'all')
        if (counting.repeat === 'repeat' && of === 0) return nothing
        return toValue(sum(counting.repeat), kind === 'rate' ? of : null)
      }
    }
  }
  return { period: counts.period, received, spans, keys: new Set(names.keys()), names, read, told }
}

const toValue = (count: number, of: number | null): Value => {
  const enough = of !== null && of >= fewestForRate
  return { ...nothing, count, of, rate: enough ? count / of : null, interval: enough ? wilson(count, of) : null, rest: 'records' }
}

/** Crawled channels with postings in the period, or before and after it. */
function knownPosts({ plain, period }: PeriodCounts, spans: readonly Span[], crawled: ReadonlySet<string>): Set<string> {
  const around = spans.filter((span) => !span.registered && span.first < period.from && span.last >= period.to).map(({ channel }) => channel)
  return new Set([...plain.map(({ channel }) => channel), ...around].filter((channel) => crawled.has(channel)))
}
