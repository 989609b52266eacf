/** A report of figures as a workbook: the figures on one sheet, their basis (口径) and what to know on another. */
import writeExcel, { type Cell, type Row, type SheetData } from 'write-excel-file/node'
import { toBeijingIso, day } from '../../shared/clock.ts'
import { figureKeyNames, type Figure, type FigureReport, type IndicatorView } from '../../shared/figures.ts'
import { restWords } from './words.ts'

const headColor = '#D9E1F2'
const percentFormat = '0.0%'
const longestCell = 32_000

const text = (words: string): Cell => ({ value: guard(words), type: String, wrap: true })
const head = (words: string): Cell => ({ value: words, type: String, fontWeight: 'bold', backgroundColor: headColor })
const number = (value: number | null): Cell => (value === null ? null : { value, type: Number })
const share = (value: number | null): Cell => (value === null ? null : { value, type: Number, format: percentFormat })

/** No text of a record begins as a formula does, in this program or in one that it is pasted into. */
export const guard = (words: string): string => {
  const clean = words.replace(/[^\P{Cc}\n]/gu, '').toWellFormed().slice(0, longestCell)
  return /^[\s=+\-@＝＋－＠]/u.test(clean) ? `'${clean}` : clean
}

const columns = ['指标', '单位', '数量（分子）', '分母', '比率', '比率95%下限', '比率95%上限', '上年同期', '同比', '同比单位', '上期', '环比', '公布值', '公布同比', '依据', '说明']

/** @returns the bytes of an .xlsx file. What is unknown is an empty cell, never 0. */
export async function writeFigures(report: FigureReport): Promise<Buffer> {
  const by = report.by === null ? '范围' : figureKeyNames[report.by]
  const whole = report.indicators.map((indicator) => toRow('合计', '', indicator, report.total[indicator.id]))
  const rows = report.rows.flatMap((row) => report.indicators.map((indicator) => toRow(row.name, row.peers ?? '', indicator, row.figures[indicator.id])))
  const figures: SheetData = [[by, '同类', ...columns].map(head), ...whole, ...rows]
  const basis: SheetData = [
    ['统计期', report.period], ['起止', `${dateOf(report.from)}至${dateOf(report.to - day)}（北京时间整日）`], ['数据截至', toBeijingIso(report.asOf).slice(0, 16).replace('T', ' ')],
    ['分组', report.by === null ? '不分组' : `按${figureKeyNames[report.by]}`],
  ].map(([name, words]) => [head(name as string), text(words as string)])
  basis.push([], [head('指标'), head('口径')], ...report.indicators.map(({ name, measure, basis: words }) => [text(`${name}（${measure}）`), text(words)]))
  basis.push([], [head('须知'), head('')], ...report.notes.map((note, at) => [text(String(at + 1)), text(note)]))
  return writeExcel([
    { sheet: '指标', data: figures, columns: [{ width: 24 }, { width: 8 }, { width: 16 }, ...columns.slice(1).map(() => ({ width: 12 }))], stickyRowsCount: 1 },
    { sheet: '口径', data: basis, columns: [{ width: 20 }, { width: 110 }] },
  ]).toBuffer()
}

const dateOf = (at: number): string => toBeijingIso(at).slice(0, 10)

function toRow(name: string, peers: string, { name: indicator, kind, measure }: IndicatorView, figure: Figure | undefined): Row {
  const { count = null, of = null, rate = null, interval = null, yearBefore = null, before = null, stated = null } = figure ?? {}
  const own = kind === 'rate' ? share : number
  const doubts = [yearBefore?.doubt && `同比：${yearBefore.doubt}`, before?.doubt && `环比：${before.doubt}`, stated?.note && `公布值：${stated.note}`].filter(Boolean)
  return [
    text(name), text(peers), text(indicator), text(measure), number(count), number(of), share(rate), share(interval?.[0] ?? null), share(interval?.[1] ?? null),
    own(yearBefore?.was ?? null), share(yearBefore?.change ?? null), text(kind === 'rate' ? '百分点' : '%'), own(before?.was ?? null), share(before?.change ?? null),
    own(stated?.value ?? null), share(stated?.change ?? null), text(restWords[figure?.rest ?? 'none']), text(doubts.join('；')),
  ]
}
