/** Makes the report of a period: every indicator for the whole and for each row, with both comparisons, what was published, and what to know. */
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { Change, Figure, FigureKey, FigureReport, FigureRow, StatedRow, TotalRow } from '../../shared/figures.ts'
import { compare } from './change.ts'
import type { PeriodCounts, Span } from './counts.ts'
import type { Indicator } from './indicator.ts'
import { indicators } from './indicators/index.ts'
import { createRowNames } from './keys.ts'
import { noteReport } from './notes.ts'
import { monthsOf, shiftMonth, type Period } from './period.ts'
import { toStated } from './stated.ts'
import { valuesOf, type PeriodValues } from './value.ts'

export interface ReportParts {
  pack: DistrictPack
  by: FigureKey | null
  /** As asked for, before it was cut at `asOf`. */
  asked: Period
  asOf: Instant
  now: PeriodCounts
  yearBefore: PeriodCounts
  before: PeriodCounts
  totals: readonly TotalRow[]
  stated: readonly StatedRow[]
  spans: readonly Span[]
  /** Orders of the period that nobody has analysed yet. */
  unread: number
}

export function makeReport({ pack, by, asked, asOf, totals, stated, spans, unread, ...counts }: ReportParts): FigureReport {
  // All periods are told under the names of the end of this one, so that a rename leaves the comparison right.
  const nameRow = by === null ? () => ({ key: null, name: '', peers: null }) : createRowNames(pack, by, counts.now.period.to - 1)
  const values = (of: PeriodCounts): PeriodValues => valuesOf({ counts: of, totals, spans, pack, by, nameRow })
  const now = values(counts.now)
  const yearBefore = values(counts.yearBefore)
  const before = counts.before === counts.yearBefore ? yearBefore : values(counts.before)
  const channels = new Map(pack.channels.map(({ id, name }) => [id, name]))
  const channelName = (id: string): string => channels.get(id) ?? id
  const ofPeriod = new Map(stated.filter((row) => row.period === asked.name)
    .map((row) => [`${row.indicator} ${row.by ?? ''} ${row.key === null || row.by === null ? '' : nameRow(row.key).key}`, toStated(row)]))

  // A month of which only some days are counted says nothing beside the whole one before it.
  const parts = new Set(by === 'month' ? monthsOf(now.period).filter(({ whole }) => !whole).map(({ month }) => month) : [])

  const figureOf = (indicator: Indicator, row?: string | null): Figure => {
    const value = now.read(indicator, row)
    const against = (base: PeriodValues, baseRow: string | null | undefined, word: string): Change => compare({
      indicator, now: value, base: base.read(indicator, baseRow), word, channelName, basePeriod: base.period, spans })
    const shifted = (months: number): string | null | undefined => (by === 'month' && typeof row === 'string' ? shiftMonth(row, months) : row)
    const monthBefore = by === 'month' && typeof row === 'string' ? shiftMonth(row, -1) : null
    return {
      count: value.count, of: value.of, rate: value.rate, interval: value.interval, rest: value.rest,
      yearBefore: against(yearBefore, shifted(-12), '上年同期'),
      before: parts.has(row ?? '') ? null : monthBefore === null ? against(before, row, '上期') : against(now.keys.has(monthBefore) ? now : before, monthBefore, '上月'),
      stated: ofPeriod.get(`${indicator.id} ${row === undefined ? '' : by ?? ''} ${row ?? ''}`) ?? null,
    }
  }
  const figures = (row?: string | null): Record<string, Figure> => Object.fromEntries(indicators.map((indicator) => [indicator.id, figureOf(indicator, row)]))
  const total = figures()
  const rows = by === null ? [] : keysOf(now, yearBefore, by).map((key): FigureRow => ({ ...nameRow(key), figures: figures(key) }))
  return {
    asOf, period: asked.name, from: asked.from, to: asked.to, by,
    indicators: indicators.map(({ id, name, kind, measure, basis }) => ({ id, name, kind, measure, basis: basis(pack) })),
    total, rows: inOrder(rows, by),
    notes: noteReport({ asked, asOf, total, rows, now, yearBefore, stated, channelName, unread }),
  }
}

/** Rows of the period, and those that the year before had: what fell to nothing is told too. Months are the period's own. */
function keysOf(now: PeriodValues, yearBefore: PeriodValues, by: FigureKey): (string | null)[] {
  return [...by === 'month' ? now.keys : new Set([...now.keys, ...yearBefore.keys])]
}

function inOrder(rows: FigureRow[], by: FigureKey | null): FigureRow[] {
  if (by === 'month') return rows.toSorted((a, b) => (a.key ?? '~').localeCompare(b.key ?? '~'))
  const weigh = ({ figures }: FigureRow): number => figures.received?.count ?? 0
  const besides = ({ figures }: FigureRow): number => figures.posts?.count ?? 0
  return rows.toSorted((a, b) => weigh(b) - weigh(a) || besides(b) - besides(a) || (a.key ?? '~').localeCompare(b.key ?? '~'))
}
