/**
 * Reads tables of totals as clerks keep them: long (one total a row: 期间, 渠道, 单位 or 类别, 件数) or wide (months across, channels,
 * units or categories down, the year in the headers, the title or the sheet's name).
 */
import type { DistrictPack } from '../../shared/district.ts'
import type { NewTotal, TablePreview } from '../../shared/figures.ts'
import { toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { TableFile, TableRow } from '../imports/tables/table.ts'
import { createNames, meansAll, objectToTotal, type Names } from './names.ts'
import { columnOf, isSum, problemAt, readGrids, type Grid, type Problem } from './table.ts'
import { findYear, plainCell, readMonth, readWrittenCount, readWrittenPeriod } from './written.ts'

const words = {
  period: /^(?:期间|月份|年月|年度|年份|时间|统计期)$/,
  channel: /^(?:渠道|来源|受理渠道|诉求来源|项目)$/,
  unit: /^(?:承办单位|单位|责任单位|部门|镇街|单位名称)$/,
  category: /^(?:类别|分类|诉求类别|诉求分类|热点类别)$/,
  count: /^(?:件数|数量|总量|受理量|受理件数|合计)(?:\(件\))?$/,
  note: /^(?:说明|口径|口径说明|备注)$/,
}
/** Sums over the months: they follow from them. */
const yearColumn = /^(?:全年|合计|总计|年合计|累计)(?:\(件\))?$/

const monthOf = (header: string): boolean => readMonth(header) !== null || /^\d{4}(?:年|[-/.])\d{1,2}月?$/.test(header)
const isWide = (headers: string[]): boolean => headers.filter(monthOf).length >= 2
const isLong = (headers: string[]): boolean => columnOf(headers, words.period) >= 0 && columnOf(headers, words.count) >= 0

export async function readTotalsTable(table: TableFile, pack: DistrictPack, now: Instant): Promise<TablePreview<NewTotal>> {
  const { grids, notes } = await readGrids(table, (headers) => isWide(headers) || isLong(headers))
  const reading: Reading = { pack, names: createNames(pack, now), month: toBeijingIso(now).slice(0, 7), rows: [], problems: [], notes }
  for (const grid of grids) {
    if (isWide(grid.headers)) readWide(grid, reading)
    else for (const row of grid.rows) readLong(grid, row, reading)
  }
  if (grids.length === 0) notes.push('表头要有“期间、渠道、件数”，或有各月（1月、2月……）的列')
  return { rows: withoutDoubles(reading), problems: reading.problems, notes: [...new Set(notes)], saved: null }
}

interface Reading {
  pack: DistrictPack
  names: Names
  /** This month: later ones cannot be entered. */
  month: string
  rows: (NewTotal & { from: string })[]
  problems: Problem[]
  notes: string[]
}

/** What a row is about, from its label columns; null where one of them is wrong, which is then told. */
function readLabels(grid: Grid, row: TableRow, { names, problems }: Reading): Pick<NewTotal, 'channel' | 'by' | 'key'> | null {
  const at = { channel: columnOf(grid.headers, words.channel), unit: columnOf(grid.headers, words.unit), category: columnOf(grid.headers, words.category) }
  const read = (column: number, find: (word: string) => { found: string } | { problem: string }): string | null | undefined => {
    const word = column < 0 ? '' : plainCell(row.cells[column])
    if (meansAll(word)) return null
    const found = find(word)
    if ('found' in found) return found.found
    problems.push(problemAt(grid, row, column, found.problem))
    return undefined
  }
  const [channel, unit, category] = [read(at.channel, names.channel), read(at.unit, names.unit), read(at.category, names.category)]
  if (channel === undefined || unit === undefined || category === undefined) return null
  if (unit !== null && category !== null) {
    problems.push(problemAt(grid, row, at.category, '同一行既有单位又有类别；总量请分开录入'))
    return null
  }
  return { channel, by: unit !== null ? 'unit' : category !== null ? 'category' : 'all', key: unit ?? category }
}

function add(grid: Grid, row: TableRow, column: number, total: NewTotal, { pack, month, rows, problems }: Reading): void {
  const objection = objectToTotal(total, pack, month)
  if (objection) problems.push(problemAt(grid, row, column, objection))
  else rows.push({ ...total, from: `“${grid.sheet}”第${row.row}行` })
}

function readLong(grid: Grid, row: TableRow, reading: Reading): void {
  if (isSum(row)) return void reading.notes.push('合计行没有读取')
  const [period, count] = [columnOf(grid.headers, words.period), columnOf(grid.headers, words.count)]
  const labels = readLabels(grid, row, reading)
  const when = readWrittenPeriod(row.cells[period], findYear(grid.above))
  const told = readWrittenCount(row.cells[count])
  if (when === null) reading.problems.push(problemAt(grid, row, period, '不是期间；请写成 2017、2017-03 或 2017年3月'))
  if (told === null) reading.problems.push(problemAt(grid, row, count, '不是整数；请填写件数'))
  if (!labels || when === null || told === null) return
  const note = columnOf(grid.headers, words.note)
  add(grid, row, count, { period: when, ...labels, count: told, note: note < 0 ? '' : plainCell(row.cells[note]).slice(0, 200) }, reading)
}

function readWide(grid: Grid, reading: Reading): void {
  const year = findYear(grid.above)
  const ownYear = columnOf(grid.headers, words.period)
  for (const row of grid.rows) {
    if (isSum(row)) {
      reading.notes.push('合计行没有读取')
      continue
    }
    const labels = readLabels(grid, row, reading)
    const rowYear = ownYear < 0 ? null : readWrittenPeriod(row.cells[ownYear], null)?.slice(0, 4) ?? null
    grid.headers.forEach((header, column) => {
      if (yearColumn.test(header)) reading.notes.push(`“${header}”列没有读取，由各月相加`)
      if (!monthOf(header) || plainCell(row.cells[column]) === '') return
      const period = readWrittenPeriod(header, rowYear ?? year)
      const count = readWrittenCount(row.cells[column])
      if (period === null) reading.problems.push(problemAt(grid, row, column, '不知道是哪一年；请在标题或工作表名中写明年份，如“2017年受理情况”'))
      if (count === null) reading.problems.push(problemAt(grid, row, column, '不是整数；请填写件数'))
      if (labels && period !== null && count !== null) add(grid, row, column, { period, ...labels, count, note: '' }, reading)
    })
  }
}

/** Of totals of the same thing the last one counts, and that is said. */
function withoutDoubles({ rows, notes }: Reading): NewTotal[] {
  const last = new Map<string, NewTotal>()
  for (const { from, ...total } of rows) {
    const key = [total.period, total.channel ?? '', total.by, total.key ?? ''].join('\n')
    if (last.has(key)) notes.push(`${from}与前面的总量重复，以这一行为准`)
    last.set(key, total)
  }
  return [...last.values()]
}
