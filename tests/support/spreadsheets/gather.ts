/** Opens bytes as a file of rows and gathers all that is in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTable } from '../../../server/imports/tables/open.ts'
import type { Cell, TableFile, TableRow } from '../../../server/imports/tables/table.ts'

export interface Gathered {
  format: TableFile['format']
  note: string | null
  sheets: TableFile['sheets']
  rows: TableRow[]
}

/** Runs with a file of these bytes, which is gone afterwards. */
export async function withFile<T>(bytes: Uint8Array | string, name: string, run: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tinghu-table-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return await run(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const gather = (bytes: Uint8Array | string, name = '工单.xlsx'): Promise<Gathered> => withFile(bytes, name, gatherFile)

export async function gatherFile(path: string): Promise<Gathered> {
  const table = await openTable(path)
  try {
    const rows: TableRow[] = []
    for (const { name } of table.sheets) for await (const row of table.rows(name)) rows.push(row)
    return { format: table.format, note: table.note, sheets: table.sheets, rows }
  } finally {
    await table.close()
  }
}

/** The cells alone, row by row. */
export const gatherCells = async (bytes: Uint8Array | string, name?: string): Promise<Cell[][]> => (await gather(bytes, name)).rows.map(({ cells }) => cells)
