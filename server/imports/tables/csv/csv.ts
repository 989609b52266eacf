/** Reads CSV files: encoding, delimiter, and the tricks by which exporters keep Excel from spoiling long numbers. */
import { stat } from 'node:fs/promises'
import { GiveUp } from '../../../../shared/errors.ts'
import { decodeFile, tellEncoding, type ToldEncoding } from '../encoding.ts'
import type { Cell, TableFile, TableRow } from '../table.ts'
import { CsvReader, type CsvRecord } from './records.ts'
import { ownText } from '../own-text.ts'

/** Characters from which the delimiter is told, and lines of them. */
const looked = 65_536
const lookedLines = 50

const delimiters = [',', '\t', ';']

/** @param sheet name of the one sheet. @throws GiveUp when there is nothing in it. */
export async function openCsv(path: string, sheet: string): Promise<TableFile> {
  const told = await tellEncoding(path)
  const { size } = await stat(path)
  const { delimiter, skip } = tellDelimiter(await firstText(path, told))
  let bytes = 0

  async function* readRows(): AsyncGenerator<TableRow> {
    bytes = 0
    const reader = new CsvReader(delimiter)
    const toRow = (record: CsvRecord): TableRow => ({ sheet, row: record.line, cells: cellsOf(record, delimiter) })
    // One piece is held back, so that the last one is known to be the last.
    let held = ''
    for await (const piece of decodeFile(path, told, (read) => { bytes += read })) {
      for (const record of reader.read(held, false)) if (record.line > skip) yield toRow(record)
      held = piece
    }
    for (const record of reader.read(held, true)) if (record.line > skip) yield toRow(record)
  }

  if (!(await hasText(readRows()))) throw new GiveUp('文件里没有数据：一行有内容的也没有；请检查是否导出了空表')
  return {
    format: 'csv', note: told.note, sheets: [{ name: sheet, merges: [] }],
    rows: readRows,
    read: () => Math.min(1, bytes / size),
    close: async () => {},
  }
}

async function firstText(path: string, told: ToldEncoding): Promise<string> {
  let text = ''
  for await (const piece of decodeFile(path, told)) {
    text += piece
    if (text.length >= looked) break
  }
  return text.slice(0, looked)
}

async function hasText(rows: AsyncIterable<TableRow>): Promise<boolean> {
  for await (const { cells } of rows) if (cells.some((cell) => cell !== null)) return true
  return false
}

/**
 * The delimiter by which most lines have the same number of cells, and more than one: a long text holds commas too, but not each alike.
 * `sep=;`, which Excel understands, says it outright; `skip` is then 1 line.
 */
export function tellDelimiter(text: string): { delimiter: string; skip: number } {
  const [, named] = /^sep=([,;\t])\r?\n/i.exec(text) ?? []
  if (named) return { delimiter: named, skip: 1 }
  const judged = delimiters.map((delimiter) => ({ delimiter, ...judge(text, delimiter) }))
  const best = judged.reduce((best, other) => (other.agreeing - best.agreeing || other.columns - best.columns) > 0 ? other : best)
  return { delimiter: best.delimiter, skip: 0 }
}

/** The commonest number of cells, and the share of lines that have it; 0 where that number is one. */
function judge(text: string, delimiter: string): { columns: number; agreeing: number } {
  const whole = new CsvReader(delimiter).read(text, false)
  const lines = (whole.length > 0 ? whole : new CsvReader(delimiter).read(text, true)).slice(0, lookedLines)
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const times = new Map<number, number>()
  for (const { cells, unclosed } of filled) if (unclosed === null) times.set(cells.length, (times.get(cells.length) ?? 0) + 1)
  const [columns, agreeing] = [...times].reduce((best, other) => (other[1] > best[1] ? other : best), [1, 0])
  return { columns, agreeing: columns > 1 ? agreeing / filled.length : 0 }
}

function cellsOf({ cells, unclosed }: CsvRecord, delimiter: string): Cell[] {
  const read = cells.map((text, column): Cell => (column === unclosed
    ? { error: '引号没有结束' }
    : ownText(undoKeeping(text, delimiter)) || null))
  while (read.length > 0 && read.at(-1) === null) read.pop()
  return read
}

/** What was put around a number so that Excel shows it whole: ="0012", a leading apostrophe, tabs. */
export function undoKeeping(text: string, delimiter: string): string {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  if (delimiter !== '\t' && (first === 9 || last === 9)) return undoKeeping(text.replace(/^\t+/, '').replace(/(?<!\t)\t+$/, ''), delimiter)
  if (first === 61 && text.length >= 3 && text.charCodeAt(1) === 34 && last === 34) return text.slice(2, -1).replaceAll('""', '"')
  if (first === 39 && /^'[\d+=@-]/.test(text)) return text.slice(1)
  return text
}
