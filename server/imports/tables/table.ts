/** A file of rows, whatever its format: what the readers of this folder give. */
import type { Cell } from '../../../shared/orders/cell.ts'

export type { Cell } from '../../../shared/orders/cell.ts'

export interface TableRow {
  sheet: string
  /** As the spreadsheet numbers it, from 1; of a CSV the record's first line; of JSON the index from 1, its keys being row 0. */
  row: number
  /** By column from the first on; what is empty at the end of a row is left out. */
  cells: Cell[]
}

export interface Sheet {
  name: string
  /** Merged ranges, columns and rows from 0 and from 1 as in {@link TableRow}: what stands in the first cell is meant for all. */
  merges: { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[]
}

export interface TableFile {
  format: 'csv' | 'xlsx' | 'json'
  /** What a person should know of how it was read: 按GB18030读取. Null = nothing: it is UTF-8 or a workbook. */
  note: string | null
  /** Sheets that are shown and not empty, in their order. A CSV and a JSON have one, named after the file. */
  sheets: Sheet[]
  /**
   * Rows of one sheet in order, blank ones included only where the file holds them; read anew at each call, in bounded memory. To leave
   * the loop early lets go of the file. Throws GiveUp, in Chinese, where the file turns out to be damaged or to hold more than it says.
   */
  rows(sheet: string): AsyncIterable<TableRow>
  /** Share of the file read so far by the last `rows`, 0–1, for a progress bar. */
  read(): number
  close(): Promise<void>
}
