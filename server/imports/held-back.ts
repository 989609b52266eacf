/** The rows that are held back because of a cell: counted, the first problems told, and the rows kept for the report, up to a bound. */
import type { CellProblem } from '../../shared/import-view.ts'
import { mask } from '../enrich/mask.ts'
import type { RowProblem } from '../../shared/orders/read-row.ts'
import { toCellProblem, type OrderRow } from './rows.ts'
import type { Cell } from './tables/table.ts'

/** Rows in a report; of a file with more, these are mended first. */
export const mostReported = 20_000
/** Problems that are told beside the report. */
const mostTold = 200

export interface HeldRow {
  sheet: string
  row: number
  /** Cells as they stood, and the columns (from 0) of those that are wrong; null where nothing of the row may be shown. */
  cells: Cell[] | null
  wrong: number[]
  problems: string[]
}

export interface HeldBack {
  readonly count: number
  readonly problems: readonly CellProblem[]
  /** @param silent nothing of the row is kept but where it stands (阳光纪检). */
  add(row: OrderRow, problems: readonly RowProblem[], silent?: boolean): void
  rows(): Generator<HeldRow>
}

export function holdBack(): HeldBack {
  const told: CellProblem[] = []
  // As JSON: short, and free of the parts of the file that strings were cut from.
  const kept: string[] = []
  let count = 0
  return {
    get count() { return count },
    problems: told,
    add(row, problems, silent = false) {
      count += 1
      for (const problem of problems) {
        if (told.length >= mostTold) break
        told.push({ ...toCellProblem(row, problem), ...(silent ? { value: null } : {}) })
      }
      if (kept.length >= mostReported) return
      const held: HeldRow = {
        sheet: row.row.sheet, row: row.row.row, cells: silent ? null : row.row.cells,
        wrong: problems.flatMap(({ field }) => row.sheet.columns[field] ?? []),
        problems: problems.map(({ field, problem }) => describe(row, field, problem)),
      }
      kept.push(JSON.stringify(held))
    },
    * rows() {
      for (const text of kept) yield JSON.parse(text) as HeldRow
    },
  }
}

function describe({ sheet }: OrderRow, field: RowProblem['field'], problem: string): string {
  const column = sheet.columns[field]
  const name = column === undefined ? undefined : sheet.names[column]
  return name === undefined ? mask(problem).text : `${name}：${mask(problem).text}`
}
