/** A file of rows, whatever its format: what the readers of this folder give. */
import type { Instant } from '../../../shared/clock.ts'

/**
 * A cell: text as it is shown, a number, a date (of a cell that is formatted as one), a truth value; null = empty. A formula is
 * its last computed value. `error` = the sheet itself says that the cell is wrong (#REF!, #N/A).
 */
export type Cell = string | number | boolean | null | { date: Instant } | { error: string }

export interface TableRow {
  sheet: string
  /** As the spreadsheet numbers it, from 1; of a CSV the record's first line; of JSON the index from 1. */
  row: number
  cells: Cell[]
}

export interface Sheet {
  name: string
  /** Merged ranges, columns and rows from 0 and from 1 as in {@link TableRow}: what stands in the first cell is meant for all. */
  merges: { fromRow: number; toRow: number; fromColumn: number; toColumn: number }[]
}

export interface TableFile {
  format: 'csv' | 'xlsx' | 'json'
  /** What a person should know of how it was read: 按GB18030读取. Null = nothing. */
  note: string | null
  /** Sheets that are shown and not empty, in their order. A CSV and a JSON have one, named after the file. */
  sheets: Sheet[]
  /** Rows of one sheet in order, blank ones included only where the file holds them; read anew at each call, in bounded memory. */
  rows(sheet: string): AsyncIterable<TableRow>
  /** Share of the file read so far by the last `rows`, 0–1, for a progress bar. */
  read(): number
  close(): Promise<void>
}
