/** Rows of a hotline's CSV export to postings with their work orders; columns, words and times are read as in an import (shared/orders). */
import { parse } from 'csv-parse/sync'
import { parseInstant, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { Cell } from '../../shared/orders/cell.ts'
import { fieldMeanings } from '../../shared/orders/fields.ts'
import { guessMapping, type Guess } from '../../shared/orders/guess.ts'
import type { OrderField } from '../../shared/orders/mapping.ts'
import { readOrder, type ReadOrder } from '../../shared/orders/read-row.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { blankPosting } from '../source.ts'

/** Longest row: a work order has some hundred characters; an unclosed quote would swallow the file. */
const longestRow = 200_000
const longestHead = 8_192

const csv = {
  skip_empty_lines: true, skip_records_with_error: true, relax_column_count: true, relax_quotes: true, max_record_size: longestRow, trim: true,
} as const

export interface Rows {
  postings: RawPosting[]
  /** What could not be read, in Chinese; null when all was. */
  trouble: string | null
}

/**
 * Null when the text has no columns of an order's number and words, so that an error page is never taken for an empty export. Columns
 * are told by their headers alone, so that they mean the same in every file. Unlike an import, nobody stands by to mend a row: a
 * cell that cannot be read is left out and told, and the rest of the row counts.
 */
export function readRows(text: string, url: string, at: Instant): Rows | null {
  const body = text.replace(/^\ufeff/, '')
  const [headers] = parse(body.slice(0, longestHead), { ...csv, to: 1 })
  const { columns, mapping } = guessMapping(headers ?? [], [])
  if (mapping.columns.orderNumber === undefined || mapping.columns.text === undefined) return null
  // The end marker of a CSV is its last line break: a row without one may be half a row.
  const whole = /\n\s*$/.test(body)
  const rows = parse(whole ? body : body.slice(0, body.lastIndexOf('\n') + 1), csv).slice(1)
  const left = new Map<OrderField, number>()
  const postings = rows.flatMap((row) => readRow(row, columns, url, at, left) ?? [])
  const cells = [...left].map(([field, count]) => `${count} 行的${fieldMeanings[field].name}读不懂，未采用`)
  const missing = postings.length < rows.length ? [`${rows.length - postings.length} 行没有工单编号`] : []
  const troubles = [...(whole ? [] : ['导出文件不完整，最后一行未采用']), ...missing, ...cells]
  return { postings, trouble: troubles.length > 0 ? troubles.join('；') : null }
}

/** @param left counts the cells that were left out, by field. */
function readRow(row: string[], columns: Guess['columns'], url: string, at: Instant, left: Map<OrderField, number>): RawPosting | null {
  const cells: Partial<Record<OrderField, Cell>> = {}
  columns.forEach(({ field }, index) => {
    if (field && row[index]) cells[field] = row[index]
  })
  const { read, bad } = readWhatCanBe(cells, at)
  if (!read) return null
  for (const field of bad) if (cells[field] !== undefined) left.set(field, (left.get(field) ?? 0) + 1)
  const { order, title, text, phone } = read
  return {
    ...blankPosting,
    id: order.orderNumber,
    url,
    title: title || null,
    // Only for the keyed hash; a number with blanked digits tells nobody from anybody.
    author: phone && `phone:${phone}`,
    ...(bad.includes('time') ? { time: null, precision: 'none' as const } : writeTime(read)),
    text,
    workOrder: order,
  }
}

/** Stands for a time of receipt that cannot be read: nothing else is before it. */
const longAgo = { date: parseInstant('1990-01-01') ?? 0 }

/** The order without the cells that cannot be read; null where its number is one of them. */
function readWhatCanBe(cells: Partial<Record<OrderField, Cell>>, at: Instant): { read: ReadOrder | null; bad: OrderField[] } {
  const reading = { words: {}, now: at, numbered: true }
  const read = readOrder(cells, reading)
  if (!('problems' in read)) return { read, bad: [] }
  const bad = read.problems.map(({ field }) => field)
  if (bad.includes('orderNumber')) return { read: null, bad }
  const timeless = bad.includes('time') ? { time: longAgo, dueAt: null } : {}
  const rest = readOrder({ ...cells, ...Object.fromEntries(bad.map((field) => [field, null])), ...timeless }, reading)
  return { read: 'problems' in rest ? null : rest, bad }
}

function writeTime({ time, precision }: ReadOrder): Pick<RawPosting, 'time' | 'precision'> {
  const iso = toBeijingIso(time)
  return { time: precision === 'day' ? iso.slice(0, 10) : precision === 'minute' ? `${iso.slice(0, 16)}+08:00` : iso, precision }
}
