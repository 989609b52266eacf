/** Which sheets of a file hold orders, and which column of each means what: from the first rows, and a mapping that is given, remembered or guessed. */
import { createHash } from 'node:crypto'
import type { DistrictPack } from '../../shared/district.ts'
import { fieldMeanings, foldHeader, requiredFields } from '../../shared/orders/fields.ts'
import { guessMapping, type Guess } from '../../shared/orders/guess.ts'
import { orderFields, type Mapping, type OrderField } from '../../shared/orders/mapping.ts'
import { findHeader, furnitureOf, headerWithin, holdMerged, type Header } from './header.ts'
import type { Cell, Sheet, TableFile, TableRow } from './tables/table.ts'

/** Rows of a sheet that are looked at before anything is decided. */
export const lookAt = 200

/** The first rows of a sheet. */
export interface SheetHead {
  sheet: Sheet
  header: Header | null
  /** Rows below the header that are data, with merged cells filled. */
  rows: TableRow[]
  /** Column names without those that a report of ours added. */
  names: string[]
  guess: Guess
}

/** A sheet whose rows are taken. */
export interface TakenSheet {
  sheet: Sheet
  header: Header
  names: string[]
  /** Column by field; columns that the mapping names and this sheet lacks are absent. */
  columns: Partial<Record<OrderField, number>>
}

export interface Layout {
  heads: SheetHead[]
  /** The sheet by which the columns are shown; null where none has a header. */
  first: SheetHead | null
  mapping: Mapping
  /** What is called for and has no column; an order number may be missing: the row itself stands for it then. */
  missing: OrderField[]
  taken: TakenSheet[]
  /** By sheet: why it is left out. */
  leftOut: Map<string, string>
}

/** Columns that a report of rows held back ends with (see report.ts). */
export const reportColumns = ['问题', '原表', '原行'] as const

const meanings = new Map(orderFields.toReversed().flatMap((field) => fieldMeanings[field].headers.toReversed().map((header) => [foldHeader(header), field])))

/** What a header is known to mean by its words alone; of several rows the last that says something. */
function recognise(name: string): OrderField | null {
  const folded = foldHeader(name)
  return meanings.get(folded) ?? meanings.get(folded.slice(folded.lastIndexOf('/') + 1)) ?? null
}

/** Reads the first rows of every sheet. */
export async function readHeads(table: TableFile, pack: DistrictPack): Promise<SheetHead[]> {
  const units = pack.units.flatMap(({ name, aliases }) => [name, ...aliases])
  const heads: SheetHead[] = []
  for (const sheet of table.sheets) heads.push(await readHead(table, sheet, units))
  return heads
}

async function readHead(table: TableFile, sheet: Sheet, units: readonly string[]): Promise<SheetHead> {
  const raw: TableRow[] = []
  for await (const row of table.rows(sheet.name)) {
    raw.push(row)
    if (raw.length >= lookAt + headerWithin) break
  }
  const header = table.format === 'json' ? keysOf(raw[0]) : findHeader(raw, sheet.merges, recognise)
  if (!header) return { sheet, header, rows: [], names: [], guess: { columns: [], mapping: { columns: {}, words: {} }, missing: [...requiredFields] } }
  const hold = holdMerged(sheet.merges)
  const rows = raw.map((row) => (furnitureOf(row, header, []) === 'blank' ? null : hold(row)))
    .filter((row) => row !== null && row.row > header.toRow && furnitureOf(row, header, []) === null) as TableRow[]
  const samples = (column: number): Cell[] => rows.map(({ cells }) => cells[column] ?? null)
  const width = Math.max(header.names.length, ...rows.map(({ cells }) => cells.length))
  const all = Array.from({ length: width }, (_, column) =>
    header.names[column] || (samples(column).some((cell) => cell !== null && cell !== '') ? `${letterOf(column)}列` : ''))
  const names = withoutReport(all)
  return { sheet, header, rows, names, guess: guessMapping(names, names.map((_, column) => samples(column)), units) }
}

/** Keys of JSON are names by themselves, whatever they are. */
function keysOf(row: TableRow | undefined): Header | null {
  const names = row?.cells.map((cell) => (typeof cell === 'string' ? cell : ''))
  return row && names ? { names, fromRow: row.row, toRow: row.row, furniture: [] } : null
}

function withoutReport(names: readonly string[]): string[] {
  const at = names.findLastIndex((name) => name !== '') - reportColumns.length + 1
  const ours = at >= 0 && reportColumns.every((name, index) => names[at + index]!.replace(/（\d+）$/, '') === name)
  return ours ? names.slice(0, at) : [...names]
}

/** Decides what is taken. A given mapping names columns; a sheet is taken where it has those of the required fields. */
export function layOut(heads: SheetHead[], given: Mapping | null): Layout {
  const headed = heads.filter(({ header }) => header !== null)
  const whole = headed.find(({ guess }) => guess.missing.length === 0)
  const most = headed.toSorted((a, b) => known(b) - known(a))[0] ?? null
  const fits = (head: SheetHead, mapping: Mapping): boolean =>
    requiredFields.every((field) => mapping.columns[field] === undefined || head.names.includes(mapping.columns[field]))
  const first = (given ? headed.find((head) => fits(head, given)) : undefined) ?? whole ?? most
  const mapping = given ?? first?.guess.mapping ?? { columns: {}, words: {} }
  const missing = requiredFields.filter((field) => {
    const name = mapping.columns[field]
    return name === undefined || !headed.some(({ names }) => names.includes(name))
  })
  const leftOut = new Map<string, string>()
  const taken: TakenSheet[] = []
  for (const head of heads) {
    const { sheet, header, names } = head
    const lacking = requiredFields.flatMap((field) => {
      const name = mapping.columns[field]
      return name === undefined ? (field === 'time' ? [fieldMeanings.time.name] : []) : names.includes(name) ? [] : [name]
    })
    if (!header) leftOut.set(sheet.name, '没有找到表头')
    else if (lacking.length > 0) leftOut.set(sheet.name, `没有${lacking.map((name) => `“${name}”`).join('、')}列`)
    else taken.push({ sheet, header, names, columns: columnsOf(names, mapping) })
  }
  return { heads, first, mapping, missing, taken, leftOut }
}

const known = ({ guess }: SheetHead): number => Object.keys(guess.mapping.columns).length

function columnsOf(names: readonly string[], mapping: Mapping): TakenSheet['columns'] {
  return Object.fromEntries(orderFields.flatMap((field) => {
    const name = mapping.columns[field]
    const column = name === undefined ? -1 : names.indexOf(name)
    return column < 0 ? [] : [[field, column]]
  }))
}

/** What recognises the same columns when they come again, in whatever order. */
export function fingerprintOf(names: readonly string[]): string {
  const told = names.filter((name) => name !== '').map(foldHeader).sort()
  return createHash('sha256').update(told.join('\n')).digest('base64url').slice(0, 22)
}

/** A, B … Z, AA … as spreadsheets call their columns. */
export function letterOf(column: number): string {
  let letters = ''
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) letters = String.fromCharCode(65 + rest % 26) + letters
  return letters
}
