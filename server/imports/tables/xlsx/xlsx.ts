/** Reads workbooks of Excel 2007 and later (.xlsx): sheets that are shown, row by row, in bounded memory. */
import { GiveUp } from '../../../../shared/errors.ts'
import type { Sheet, TableFile, TableRow } from '../table.ts'
import { openArchive, type Archive } from './archive.ts'
import type { Shared } from './cells.ts'
import { readMerges } from './merges.ts'
import { readParts } from './parts.ts'
import { readRows } from './sheet.ts'
import { readStrings } from './strings.ts'
import { readStyles } from './styles.ts'

/** @throws GiveUp when it is damaged, locked, holds macros, would unpack to what no workbook is, or has no rows. */
export async function openXlsx(path: string): Promise<TableFile> {
  const archive = await openArchive(path)
  try {
    return await readWorkbook(archive)
  } catch (error) {
    await archive.close()
    throw error
  }
}

async function readWorkbook(archive: Archive): Promise<TableFile> {
  const { sheets: listed, strings, styles, from1904 } = await readParts(archive)
  const shared: Shared = {
    strings: strings === null ? null : await readStrings(archive, strings),
    styles: styles === null ? [] : readStyles((await archive.readText(styles))!),
    from1904,
  }
  const parts = new Map<string, string>()
  const sheets: Sheet[] = []
  for (const { name: told, part } of listed) {
    // No program writes two sheets of one name; a file made by hand may.
    const name = parts.has(told) ? `${told} (${part})` : told
    if (!(await hasCells(readRows(archive, part, name, shared, () => {})))) continue
    parts.set(name, part)
    sheets.push({ name, merges: await readMerges(archive, part) })
  }
  if (sheets.length === 0) throw new GiveUp('工作簿里没有数据：显示的工作表都是空的；请检查是否导出了空表，或数据在隐藏的工作表里')
  let bytes = 0
  let size = 1
  return {
    format: 'xlsx', note: null, sheets,
    rows(sheet) {
      const part = parts.get(sheet)
      if (part === undefined) throw new GiveUp(`工作簿里没有工作表“${sheet}”`)
      bytes = 0
      size = Math.max(1, archive.size(part))
      return readRows(archive, part, sheet, shared, (read) => { bytes += read })
    },
    read: () => Math.min(1, bytes / size),
    close() {
      // The largest thing there is; whoever holds the table need not hold them.
      shared.strings = null
      return archive.close()
    },
  }
}

async function hasCells(rows: AsyncIterable<TableRow>): Promise<boolean> {
  for await (const { cells } of rows) if (cells.length > 0) return true
  return false
}
