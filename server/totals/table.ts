/** A table of totals or published figures as rows of cells, with its header found and what is wrong in it gathered by cell. */
import type { TablePreview } from '../../shared/figures.ts'
import type { Cell } from '../../shared/orders/cell.ts'
import { shorten } from '../../shared/text.ts'
import { showCell } from '../imports/tables/show.ts'
import type { TableFile, TableRow } from '../imports/tables/table.ts'
import { plainCell } from './written.ts'

/** A table of totals of ten years has some thousands of cells. */
const mostRows = 5_000
/** Rows in which a header is looked for: titles and units of measure stand above it. */
const headerWithin = 15

export type Problem = TablePreview<unknown>['problems'][number]

export interface Grid {
  sheet: string
  /** The title and whatever stands above the header. */
  above: string[]
  headers: string[]
  rows: TableRow[]
}

/** @returns the sheets in which `isHeader` holds for one of the first rows; notes name those that are left out. */
export async function readGrids(table: TableFile, isHeader: (headers: string[]) => boolean): Promise<{ grids: Grid[]; notes: string[] }> {
  const grids: Grid[] = []
  const notes: string[] = table.note === null ? [] : [table.note]
  for (const { name } of table.sheets) {
    const grid: Grid = { sheet: name, above: [name], headers: [], rows: [] }
    let seen = 0
    for await (const row of table.rows(name)) {
      const words = row.cells.map(plainCell)
      if (words.every((word) => word === '')) continue
      seen += 1
      if (grid.headers.length > 0) grid.rows.push(row)
      else if (isHeader(words)) grid.headers = words
      else grid.above.push(...words.filter((word) => word !== ''))
      if (grid.rows.length >= mostRows) {
        notes.push(`“${name}”只读前${mostRows}行`)
        break
      }
      if (grid.headers.length === 0 && seen >= headerWithin) break
    }
    if (grid.headers.length > 0) grids.push(grid)
    else notes.push(`“${name}”里没有找到表头，没有读取`)
  }
  return { grids, notes }
}

/** The column whose header is one of the words, -1 where none is. */
export const columnOf = (headers: readonly string[], words: RegExp): number => headers.findIndex((header) => words.test(header))

/** Names a cell for whoever is to mend it: 件数（D列）. */
export function problemAt(grid: Grid, row: TableRow, column: number, problem: string): Problem {
  const cell: Cell = row.cells[column] ?? null
  return { sheet: grid.sheet, row: row.row, column: column < 0 ? null : `${grid.headers[column] ?? ''}（${letterOf(column)}列）`, value: cell === null ? null : shorten(showCell(cell), 40), problem }
}

function letterOf(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letterOf(Math.floor(column / 26) - 1) + letterOf(column % 26)
}

/** 合计, 总计 and 小计 rows sum what stands above them. */
export const isSum = (row: TableRow): boolean => /^(?:合计|总计|小计|总数)$/.test(plainCell(row.cells.find((cell) => cell !== null)))
