/**
 * Finds the header of a sheet among its first rows: below titles, dates of making and blank rows, over one to three rows.
 *
 * Every row from which a header could begin is tried at each depth and judged by how many different fields its names are known to mean
 * (`recognise`); where two know as many, the one that tells columns of the same name apart, then the shallower and the higher one. A row of
 * several is read with its groups: a merged cell, a blank to the right of a name, and the same name twice stand over what is below them.
 * Where it fails: a file without any known header, of which the first row of several short texts is taken; a person then corrects the mapping.
 */
import { foldText } from '../../shared/text.ts'
import type { Cell, Sheet, TableRow } from './tables/table.ts'

export interface Header {
  /** Names by column, unlike one another; '' where a column has none. Of several rows joined by “/”. */
  names: string[]
  /** First and last row of it, as the sheet numbers them. */
  fromRow: number
  toRow: number
  /** Texts of its rows, and of those above it: where they come again further down they are no data. */
  furniture: string[][]
}

type Merge = Sheet['merges'][number]

/** Rows in which a header is looked for. */
export const headerWithin = 20
const deepest = 3
/** A header is a name, not a sentence. */
const longestName = 40

/** What stands in a cell of a header; numbers and dates are none. */
const nameIn = (cell: Cell | undefined): string =>
  (typeof cell === 'string' ? cell.replace(/\s*\n\s*/g, '').replace(/\s+/g, ' ').trim() : '')

/**
 * @param rows the first rows of the sheet in their order; blank ones may be left out.
 * @param recognise what a header is known to mean, null where it is not.
 * @returns null where no row could be a header.
 */
export function findHeader(rows: readonly TableRow[], merges: readonly Merge[], recognise: (name: string) => string | null): Header | null {
  const near = rows.filter(({ cells }) => cells.some((cell) => cell !== null && cell !== '')).slice(0, headerWithin)
  let best: { score: number; header: Header } | null = null
  for (let at = 0; at < near.length; at += 1) {
    for (let depth = 1; depth <= deepest && at + depth <= near.length; depth += 1) {
      const names = readNames(near.slice(at, at + depth), merges)
      if (!names) break
      const known = new Set(names.flatMap((name) => (name === '' ? [] : recognise(name) ?? [])))
      const score = known.size + (twice(names) ? 0 : 0.5)
      if (best && score <= best.score) continue
      const header = { names: unlike(names), fromRow: near[at]!.row, toRow: near[at + depth - 1]!.row, furniture: near.slice(0, at + depth).map(textsOf) }
      best = { score, header }
    }
  }
  return best?.header ?? null
}

/** The names of a header of these rows; null where they can be none. */
function readNames(rows: readonly TableRow[], merges: readonly Merge[]): string[] | null {
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  const texts = rows.map(({ row, cells }) => Array.from({ length: width }, (_, column) => {
    const merge = merges.find((one) => row >= one.fromRow && row <= one.toRow && column >= one.fromColumn && column <= one.toColumn)
    const from = merge && rows.find((one) => one.row === merge.fromRow)
    return nameIn(from ? from.cells[merge.fromColumn] : cells[column])
  }))
  for (const [level, { cells }] of rows.entries()) if (!couldName(cells, texts[level]!)) return null
  for (let level = 0; level < rows.length - 1; level += 1) {
    const groups = spread(texts[level]!, texts[level + 1]!)
    if (!groups) return null
    texts[level] = groups
  }
  return Array.from({ length: width }, (_, column) => {
    const parts = texts.map((line) => line[column]!).filter((part) => part !== '')
    return parts.filter((part, index) => index === 0 || part !== parts[index - 1]).join('/')
  })
}

/** Whether a row could name columns: several short texts, no numbers or dates, nothing that already says a value (制表日期：…). */
function couldName(cells: readonly Cell[], names: readonly string[]): boolean {
  const there = cells.filter((cell) => cell !== null && cell !== '')
  if (there.some((cell) => typeof cell !== 'string')) return false
  const told = names.filter((name) => name !== '')
  return new Set(told).size >= 2 && told.every((name) => name.length <= longestName && !/^[\d\s.,:：/年月日时分秒+-]+$/.test(name) && !/[:：]./.test(name))
}

/**
 * A row of names with its groups spread over the columns below them; null where it has no groups, so that what is below is data.
 * A name whose column says something below must be a group: over two columns at least, unless others are.
 */
function spread(upper: readonly string[], lower: readonly string[]): string[] | null {
  const full = [...upper]
  let groups = 0
  for (let column = 1; column < full.length; column += 1) {
    const before = full[column - 1]!
    if (lower[column] === '' || lower[column - 1] === '' || before === '') continue
    if (full[column] === '' ) full[column] = before
    if (full[column] === before && lower[column] !== before) groups += 1
  }
  const covered = full.filter((name, column) => name !== '' && lower[column] !== '' && lower[column] !== name).length
  const distinct = new Set(full.filter((name) => name !== ''))
  // One name over (nearly) all is a title.
  const widest = Math.max(...[...distinct].map((name) => full.filter((one) => one === name).length))
  if (groups === 0 || distinct.size < 2 || widest > full.length * 0.75) return null
  const single = full.some((name, column) => name !== '' && lower[column] !== '' && lower[column] !== name
    && full[column - 1] !== name && full[column + 1] !== name)
  // A row of data below a row with a gap would leave nearly all of its names standing over one column each.
  return single && groups * 2 < covered / 2 ? null : full
}

function twice(names: readonly string[]): boolean {
  const told = names.filter((name) => name !== '')
  return new Set(told).size < told.length
}

/** The second column of a name is called 时间（2）. */
function unlike(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    if (name === '') return ''
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name}（${times}）`
  })
}

const textsOf = ({ cells }: TableRow): string[] => cells.map(nameIn)

/** Why a row is none of the orders; null = it is one. */
export type Furniture = 'blank' | 'header' | 'total' | 'footer'

const totalling = /^(?:合计|总计|小计|共计|累计|本页合计|本月合计|总数)/
const footing = /^(?:制表|填报|填表|审核|负责人|打印|导出|备注|注[:：]|说明[:：]|统计时间|第\d+页)/

/**
 * Tells rows of data from what stands around them: blank rows, the header (or a title) come again, 合计 rows, 制表人 lines.
 * @param required columns without which a row is no order: one that has something in any of them is never a footer.
 */
export function furnitureOf({ cells }: TableRow, { furniture }: Header, required: readonly number[]): Furniture | null {
  const start = cells.findIndex(isThere)
  if (start < 0) return 'blank'
  const first = cells[start]!
  if (typeof first !== 'string') return null
  const name = nameIn(first)
  for (const line of furniture) if (line[start] === name && comesAgain(cells, line)) return 'header'
  if (!/^[\p{sc=Han}\s]/u.test(name)) return null
  const folded = foldText(name.slice(0, longestName))
  if (folded.length <= 12 && totalling.test(folded)) return 'total'
  if (!footing.test(folded)) return null
  return cells.filter(isThere).length <= 4 && !required.some((column) => column !== start && isThere(cells[column])) ? 'footer' : null
}

const isThere = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && cell !== '' && !(typeof cell === 'string' && cell.trim() === '')

/** Whether a row says, cell for cell, what a row of the header or above it does. */
const comesAgain = (cells: readonly Cell[], line: readonly string[]): boolean => cells.every((cell, column) => !isThere(cell) || nameIn(cell) === line[column])

/** Lets what stands in the first cell of a vertically merged range hold for each of its rows; rows come in their order. */
export function holdMerged(merges: readonly Merge[]): (row: TableRow) => TableRow {
  const tall = merges.filter(({ fromRow, toRow }) => toRow > fromRow).sort((a, b) => a.fromRow - b.fromRow)
  let next = 0
  let held: { merge: Merge; cell: Cell }[] = []
  return (row) => {
    held = held.filter(({ merge }) => merge.toRow >= row.row)
    for (; next < tall.length && tall[next]!.fromRow <= row.row; next += 1) {
      const merge = tall[next]!
      if (merge.fromRow === row.row) held.push({ merge, cell: row.cells[merge.fromColumn] ?? null })
    }
    if (!held.some(({ merge }) => merge.fromRow < row.row)) return row
    const cells = [...row.cells]
    for (const { merge, cell } of held) {
      while (cells.length <= merge.fromColumn) cells.push(null)
      cells[merge.fromColumn] ??= cell
    }
    return { ...row, cells }
  }
}
