/** Reads JSON: an array of objects, an object with such an array in it, or one object a line; of any size. */
import { stat } from 'node:fs/promises'
import { GiveUp } from '../../../../shared/errors.ts'
import { decodeFile, tellEncoding } from '../encoding.ts'
import type { Cell, TableFile, TableRow } from '../table.ts'
import { ElementReader, type Element } from './elements.ts'

const longestLine = 2_000_000
/** Fields of all records together: each row is as wide as the last field that it has. */
const mostKeys = 1_000

type Entry = Record<string, unknown> | null

/**
 * Keys make the first row, numbered 0: those of all objects, in the order in which they first come, so that nothing is lost of an object
 * that says more than the first ones. A value that is a list or an object comes as its JSON text. An entry that is no object, or no
 * JSON, is a row with an error. @param sheet name of the one sheet. @throws GiveUp when it is no such JSON, or empty.
 */
export async function openJson(path: string, sheet: string): Promise<TableFile> {
  const told = await tellEncoding(path)
  const { size } = await stat(path)
  let bytes = 0
  const pieces = (): AsyncIterable<string> => decodeFile(path, told, (read) => { bytes += read })
  const list = (await isByLine(readLines(pieces()))) ? null : await findRecords(readElements(pieces()))
  const texts = (): AsyncIterable<string> => (list === null ? readLines(pieces()) : textsOf(readElements(pieces()), list))

  const keys = new Map<string, number>()
  for await (const text of texts()) {
    for (const key of Object.keys(parseEntry(text) ?? {})) if (!keys.has(key)) keys.set(key, keys.size)
    if (keys.size > mostKeys) throw new GiveUp(`字段超过${mostKeys}个，不像工单数据；请检查文件`)
  }
  if (keys.size === 0) throw new GiveUp('文件里没有数据：JSON 里没有一条带字段的记录；请检查是否导出了空表')

  async function* readRows(): AsyncGenerator<TableRow> {
    bytes = 0
    yield { sheet, row: 0, cells: [...keys.keys()] }
    let row = 0
    for await (const text of texts()) {
      row += 1
      const entry = parseEntry(text)
      yield { sheet, row, cells: entry ? cellsOf(entry, keys) : [{ error: '不是JSON对象' }] }
    }
  }

  return {
    format: 'json', note: told.note, sheets: [{ name: sheet, merges: [] }],
    rows: readRows,
    read: () => Math.min(1, bytes / size),
    close: async () => {},
  }
}

function cellsOf(entry: Record<string, unknown>, keys: Map<string, number>): Cell[] {
  const cells: Cell[] = []
  for (const [key, value] of Object.entries(entry)) {
    const cell = cellOf(value)
    if (cell === null) continue
    const at = keys.get(key)!
    while (cells.length < at) cells.push(null)
    cells[at] = cell
  }
  return cells
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value)
}

/** Lines that hold something. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line.trim() !== '') yield line
    if (rest.length > longestLine) throw new GiveUp('JSON 里有一行太长，不能逐行读取；请导出为 CSV 或 .xlsx')
  }
  if (rest.trim() !== '') yield rest
}

async function* readElements(pieces: AsyncIterable<string>): AsyncGenerator<Element> {
  const reader = new ElementReader()
  for await (const piece of pieces) yield* reader.read(piece)
  reader.end()
}

async function* textsOf(elements: AsyncIterable<Element>, wanted: number): AsyncGenerator<string> {
  for await (const { list, text } of elements) if (list === wanted) yield text
}

/**
 * True when the first line is an object by itself: with others below, or alone and without a list of records in it. A first line too
 * long to be one is the beginning of something else.
 */
async function isByLine(lines: AsyncIterable<string>): Promise<boolean> {
  let first: Entry = null
  try {
    for await (const line of lines) {
      if (first) return line.trimStart().startsWith('{')
      first = parseEntry(line)
      if (!first) return false
    }
  } catch (error) {
    if (error instanceof GiveUp) return false
    throw error
  }
  return first !== null && !Object.values(first).some((value) => holdsRecords(value, 2))
}

const holdsRecords = (value: unknown, depth: number): boolean => (Array.isArray(value)
  ? value.some(isObject)
  : depth > 1 && isObject(value) && Object.values(value).some((inner) => holdsRecords(inner, depth - 1)))

/** The list with most objects in it. @throws GiveUp when there is none. */
async function findRecords(elements: AsyncIterable<Element>): Promise<number> {
  const objects: number[] = []
  for await (const { list, text } of elements) if (text.trimStart().startsWith('{')) objects[list] = (objects[list] ?? 0) + 1
  const most = objects.reduce((best, count) => Math.max(best, count), 0)
  if (most === 0) throw new GiveUp('JSON 里没有找到记录，应是对象的列表，如 [{"工单编号": "…"}]；请检查文件，或是否导出了空表')
  return objects.indexOf(most)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object of a text; null where it is none, or no JSON. */
function parseEntry(text: string): Entry {
  try {
    const value: unknown = /\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** Whole numbers of more than 15 digits come as text: as numbers they would lose their last digits. */
const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  (typeof value === 'number' && context?.source && /^-?\d{16,}$/.test(context.source) ? context.source : value)
