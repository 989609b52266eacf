/** What the two charts of the page draw of a report: the months of its year, and its rows as bars. */
import { toBeijingIso } from '../../shared/clock.ts'
import type { FigureReport, FigureRow, IndicatorView } from '../../shared/figures.ts'
import type { FigureBars } from '../charts/figure-bars.ts'
import type { MonthSeries } from '../charts/months.ts'
import { received } from './families.ts'
import { inOrder } from './rows.ts'
import { notKnown, partsWords, shortWords } from './words.ts'

/** Bars that can be told apart; the table has every row. */
export const mostBars = 15

const valueOf = (row: FigureRow | undefined, { id, kind }: IndicatorView): number | null => row?.figures[id]?.[kind === 'count' ? 'count' : 'rate'] ?? null

/** The year of a report by month; the year before is what its months are compared to. */
export function monthsOf({ period, rows, asOf }: FigureReport, indicator: IndicatorView): MonthSeries {
  const year = Number(period.slice(0, 4))
  const own = Array.from({ length: 12 }, (_, index) => rows.find(({ key }) => key === `${period.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`))
  const today = toBeijingIso(asOf)
  const past = Number(today.slice(0, 4)) - year
  return {
    name: indicator.name, kind: indicator.kind, unit: indicator.kind === 'rate' ? '%' : indicator.measure, year,
    now: own.map((row) => valueOf(row, indicator)),
    before: own.map((row) => row?.figures[indicator.id]?.yearBefore?.was ?? null),
    begun: past > 0 ? 12 : past < 0 ? 0 : Number(today.slice(5, 7)),
  }
}

/**
 * The rows as bars, in the order of what came in; those of which nothing can be told are named apart. Rates of units are drawn of
 * one kind of units only, and never in the order of the rate: a row of bars from best to worst would be a ranking.
 * @param peers the kind of units; null = all of them, for counts.
 */
export function barsOf(report: FigureReport, indicator: IndicatorView, peers: string | null): { drawn: FigureBars; left: string[] } {
  const order = indicator.kind === 'count' ? indicator : { id: received, kind: 'count' as const }
  const rows = inOrder(report.rows.filter((row) => peers === null || row.peers === peers), order, true)
  const told = rows.map((row) => {
    const figure = row.figures[indicator.id]
    const words = figure === undefined ? notKnown : shortWords(indicator, figure)
    const parts = figure && partsWords(indicator, figure)
    return { name: row.name, value: valueOf(row, indicator), words: parts ? `${words}（${parts}）` : words === notKnown ? words : `${words}${indicator.measure}` }
  })
  return {
    drawn: { name: indicator.name, kind: indicator.kind, bars: told.filter(({ value }) => value !== null).slice(0, mostBars) },
    left: told.flatMap(({ name, value, words }) => (value === null ? [`${name} ${words}`] : [])),
  }
}

/** Names of a few, the number of many. */
const mostNamed = 3
/** 未画：阳光纪检 暂无. Nothing where all are drawn. */
export const leftWords = (left: readonly string[]): string =>
  (left.length === 0 ? '' : left.length > mostNamed ? `另有 ${left.length} 项暂无或不足30件，未画。` : `未画：${left.join('，')}。`)
