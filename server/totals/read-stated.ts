/** Reads tables of published figures (公布值): 期间, 指标, 渠道 or 单位, 公布值, 同比, 口径说明. */
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey, NewStated, TablePreview } from '../../shared/figures.ts'
import type { TableFile, TableRow } from '../imports/tables/table.ts'
import { createNames, meansAll, type Names } from './names.ts'
import { columnOf, problemAt, readGrids, type Grid, type Problem } from './table.ts'
import { plainCell, readWrittenChange, readWrittenPeriod, readWrittenValue } from './written.ts'

const words = {
  period: /^(?:期间|月份|年月|年度|年份|时间|统计期)$/,
  indicator: /^(?:指标|指标名称|项目)$/,
  value: /^(?:公布值|数值|值|公布数)$/,
  change: /^(?:同比|同比增幅|同比变化)(?:\(%\))?$/,
  note: /^(?:口径说明|口径|说明|备注|出处)$/,
}
const keys: [FigureKey, RegExp][] = [['channel', /^(?:渠道|受理渠道)$/], ['unit', /^(?:承办单位|单位|镇街|部门)$/], ['category', /^(?:类别|分类)$/]]

export async function readStatedTable(table: TableFile, pack: DistrictPack, now: Instant): Promise<TablePreview<NewStated>> {
  const { grids, notes } = await readGrids(table, (headers) => [words.period, words.indicator].every((word) => columnOf(headers, word) >= 0))
  if (grids.length === 0) notes.push('表头要有“期间、指标、公布值”，可以有“渠道、单位、同比、口径说明”')
  const names = createNames(pack, now)
  const problems: Problem[] = []
  const rows = grids.flatMap((grid) => grid.rows.flatMap((row) => readRow(grid, row, names, problems) ?? []))
  // Of figures of the same thing the last one counts.
  const last = new Map(rows.map((row) => [[row.period, row.indicator, row.by ?? '', row.key ?? ''].join('\n'), row]))
  if (last.size < rows.length) notes.push(`有${rows.length - last.size}行与后面的行说的是同一个数，以后面的为准`)
  return { rows: [...last.values()], problems, notes, saved: null }
}

/** Null where a cell is wrong, which is then among the problems. */
function readRow(grid: Grid, row: TableRow, names: Names, problems: Problem[]): NewStated | null {
  const at = (word: RegExp): number => columnOf(grid.headers, word)
  const before = problems.length
  const object = (column: number, problem: string): null => {
    problems.push(problemAt(grid, row, column, problem))
    return null
  }
  const period = readWrittenPeriod(row.cells[at(words.period)], null) ?? object(at(words.period), '不是期间；请写成 2018 或 2018-03')
  const named = names.indicator(plainCell(row.cells[at(words.indicator)]))
  const indicator = 'found' in named ? named.found : object(at(words.indicator), named.problem)
  const kind = indicator?.kind ?? 'count'
  const value = readWrittenValue(row.cells[at(words.value)], kind)
  if (value === undefined) object(at(words.value), kind === 'rate' ? '不是比率；请写成 97.5%' : '不是整数；请填写件数')
  const change = readWrittenChange(row.cells[at(words.change)], kind)
  if (change === undefined) object(at(words.change), '不是同比；请写成 18.0%、-2.5% 或 3.2个百分点')
  const subject = readSubject(grid, row, names, object)
  if (problems.length > before || period === null || !indicator) return null
  if (value === null && !change) return object(at(words.value), '公布值和同比至少填一项')
  return {
    period, indicator: indicator.id, ...subject, value: value ?? null, change: change?.change ?? null, changeIn: change?.changeIn ?? null,
    note: at(words.note) < 0 ? '' : plainCell(row.cells[at(words.note)]).slice(0, 500),
  }
}

/** Of which channel, unit or category a figure is; of none, of the whole. */
function readSubject(grid: Grid, row: TableRow, names: Names, object: (column: number, problem: string) => null): Pick<NewStated, 'by' | 'key'> {
  const told = keys.flatMap(([by, header]) => {
    const column = columnOf(grid.headers, header)
    const word = column < 0 ? '' : plainCell(row.cells[column])
    return meansAll(word) ? [] : [{ by, word, column }]
  })
  const [first, second] = told
  if (!first) return { by: null, key: null }
  if (second) object(second.column, '一行只能说明一个渠道、单位或类别')
  const found = names.any(first.by, first.word)
  if ('problem' in found) object(first.column, found.problem)
  return { by: first.by, key: 'found' in found ? found.found : null }
}
