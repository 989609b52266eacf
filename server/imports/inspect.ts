/** Looks into a file before it is taken: which columns mean what, what would come of its first rows, what is wrong with them. */
import type { Clock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { ColumnView, ImportPreview, PreviewRow, UnknownWord } from '../../shared/import-view.ts'
import { orderFields, type Mapping, type OrderField } from '../../shared/orders/mapping.ts'
import { readOrder } from '../../shared/orders/read-row.ts'
import { shorten } from '../../shared/text.ts'
import { mask } from '../enrich/mask.ts'
import { fingerprintOf, layOut, letterOf, lookAt, readHeads, type Layout, type SheetHead, type TakenSheet } from './columns.ts'
import { tellChannel } from './read-all.ts'
import { toCellProblem } from './rows.ts'
import { showCell } from './tables/show.ts'
import type { Cell, TableFile, TableRow } from './tables/table.ts'

export interface InspectParts {
  table: TableFile
  pack: DistrictPack
  channel: string
  clock: Clock
  /** As somebody has it now; null = remembered or guessed. */
  mapping: Mapping | null
  /** The mapping that was saved for these columns. */
  recall: (headers: string) => Promise<Mapping | null>
}

const mostSamples = 3
const longestSample = 40
const mostRows = 20
const mostProblems = 50

/** How a file is to be read: by the mapping that is given, else by the one that was saved for its columns, else as guessed. */
export async function lookInto({ table, pack, mapping, recall }: InspectParts): Promise<{ layout: Layout; recognised: boolean }> {
  const heads = await readHeads(table, pack)
  const guessed = layOut(heads, mapping)
  if (mapping || !guessed.first) return { layout: guessed, recognised: false }
  const known = await recall(fingerprintOf(guessed.first.names))
  return known ? { layout: layOut(heads, known), recognised: true } : { layout: guessed, recognised: false }
}

export async function inspect(parts: InspectParts): Promise<ImportPreview> {
  const { table, pack, channel } = parts
  const { layout, recognised } = await lookInto(parts)
  const silent = pack.channels.find(({ id }) => id === channel)?.totalsOnly ?? false
  const tried = tryRows(layout, parts, silent)
  return {
    format: table.format, note: table.note,
    sheets: layout.heads.map(({ sheet, header }) => {
      const because = layout.leftOut.get(sheet.name) ?? null
      return { name: sheet.name, headerRow: header?.fromRow ?? 0, taken: because === null, because }
    }),
    columns: layout.first ? viewColumns(layout.first, layout.mapping, recognised || parts.mapping !== null, silent) : [],
    mapping: layout.mapping, recognised, missing: layout.missing, ...tried,
  }
}

function viewColumns({ names, rows, guess }: SheetHead, mapping: Mapping, chosen: boolean, silent: boolean): ColumnView[] {
  const fieldOf = new Map(orderFields.flatMap((field) => {
    const name = mapping.columns[field]
    return name === undefined ? [] : [[name, field] as const]
  }))
  return names.flatMap((header, column) => {
    if (header === '') return []
    const field = fieldOf.get(header) ?? null
    const guessed = guess.columns[column]
    const because = field === null ? null : guessed?.field === field ? guessed.because : chosen ? '上次的选择' : null
    return [{ header, letter: letterOf(column), samples: silent ? [] : sample(rows, column, field), field, because }]
  })
}

function sample(rows: readonly TableRow[], column: number, field: OrderField | null): string[] {
  const found = new Set<string>()
  for (const { cells } of rows) {
    const text = showCell(cells[column] ?? null).trim()
    if (text !== '') found.add(field === 'phone' ? '〔电话〕' : shorten(mask(text).text.replace(/\s+/g, ' '), longestSample))
    if (found.size === mostSamples) break
  }
  return [...found]
}

type Tried = Pick<ImportPreview, 'unknownWords' | 'rows' | 'problems' | 'looked' | 'bad'>

/** Reads the first rows of the sheets that are taken, as they would be read. */
function tryRows({ heads, taken, mapping }: Layout, { pack, clock, channel }: InspectParts, silent: boolean): Tried {
  const words = new Map<string, UnknownWord>()
  const tried: Tried = { unknownWords: [], rows: [], problems: [], looked: 0, bad: 0 }
  const channelOf = tellChannel(pack, channel)
  for (const sheet of taken) {
    const head = heads.find((one) => one.sheet === sheet.sheet)!
    for (const row of head.rows.slice(0, lookAt - tried.looked)) {
      tried.looked += 1
      const read = readOrder(cellsOf(row, sheet, silent), { words: mapping.words, now: clock.now(), numbered: sheet.columns.orderNumber !== undefined })
      const named = 'problems' in read ? read : channelOf(read)
      if (!('problems' in read)) {
        const told = 'problems' in named && read.channel !== null ? [...read.unknown, { field: 'channel' as const, word: read.channel }] : read.unknown
        for (const { field, word } of told) {
          const seen = words.get(`${field}\n${word}`) ?? { field, word, times: 0 }
          words.set(`${field}\n${word}`, { ...seen, times: seen.times + 1 })
        }
      }
      if ('problems' in named) {
        tried.bad += 1
        tried.problems.push(...named.problems.map((problem) => toCellProblem({ sheet, row }, problem)))
      } else if (!('problems' in read) && tried.rows.length < mostRows && !silent) {
        const { order, time, title, text } = read
        const { orderNumber, purpose, unit, status, dueAt, closedAt } = order
        tried.rows.push({
          row: row.row, orderNumber, time, title: mask(title).text, text: shorten(mask(text).text, 200),
          purpose, unit, status, dueAt, closedAt,
        } satisfies PreviewRow)
      }
    }
  }
  const unknownWords = [...words.values()].sort((a, b) => b.times - a.times).map((one) => ({ ...one, word: mask(one.word).text }))
  return { ...tried, unknownWords, problems: tried.problems.slice(0, mostProblems) }
}

function cellsOf({ cells }: TableRow, { columns }: TakenSheet, silent: boolean): Partial<Record<OrderField, Cell>> {
  const read: Partial<Record<OrderField, Cell>> = {}
  for (const [field, column] of Object.entries(columns) as [OrderField, number][]) {
    if (!silent || field === 'orderNumber' || field === 'time') read[field] = cells[column] ?? null
  }
  return read
}
