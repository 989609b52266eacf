/** The report of an import: the rows that were held back as they stood, with what is wrong; mended, it is imported as the file was. */
import writeExcel, { type Cell as Written, type SheetData } from 'write-excel-file/node'
import { toBeijingIso } from '../../shared/clock.ts'
import { reportColumns, type TakenSheet } from './columns.ts'
import type { HeldBack, HeldRow } from './held-back.ts'
import type { Cell } from './tables/table.ts'

const wrongColor = '#FFC7CE'
const headColor = '#D9E1F2'
/** As many characters as a cell of a workbook holds. */
const longestCell = 32_000

/** @returns the bytes of an .xlsx file. */
export async function writeReport(held: HeldBack, sheets: readonly TakenSheet[]): Promise<Buffer> {
  const names = [...new Set(sheets.flatMap((sheet) => sheet.names.filter((name) => name !== '')))]
  const at = new Map(names.map((name, column) => [name, column]))
  const columnsOf = new Map(sheets.map((sheet) => [sheet.sheet.name, sheet.names.map((name) => at.get(name))]))
  const data: SheetData = [[...names, ...reportColumns].map((value) => ({ value, type: String, fontWeight: 'bold', backgroundColor: headColor }))]
  for (const row of held.rows()) data.push(writeRow(row, names.length, columnsOf.get(row.sheet) ?? []))
  const widths = [...names.map(() => ({ width: 16 })), { width: 60 }, { width: 14 }, { width: 8 }]
  return writeExcel(data, { sheet: '待改正', columns: widths, stickyRowsCount: 1 }).toBuffer()
}

function writeRow(row: HeldRow, width: number, columns: readonly (number | undefined)[]): Written[] {
  const cells: Written[] = Array.from({ length: width }, () => null)
  for (const [column, cell] of (row.cells ?? []).entries()) {
    const to = columns[column]
    if (to !== undefined) cells[to] = writeCell(cell)
  }
  for (const column of row.cells ? row.wrong : []) {
    const to = columns[column]
    // An empty cell has a colour too: it is what was forgotten.
    if (to !== undefined) cells[to] = { ...(cells[to] ?? {}) as object, backgroundColor: wrongColor }
  }
  const problem = row.problems.join('；')
  return [...cells, { value: problem, type: String }, { value: row.sheet, type: String }, { value: row.row, type: Number }]
}

/** Texts stay texts: as a string cell nothing is a formula, whatever it begins with. Dates are written out, which every program reads the same. */
function writeCell(cell: Cell): Written {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  const text = typeof cell === 'string' ? cell : 'date' in cell ? writeDate(cell.date) : cell.error
  return { value: text.replace(/[^\P{Cc}\n\t]/gu, '').toWellFormed().slice(0, longestCell), type: String }
}

function writeDate(at: number): string {
  const iso = toBeijingIso(at)
  return iso.slice(11, 19) === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}
