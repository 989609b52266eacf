/** What a cell says as text, and what it says that is no value at all: an error of the sheet, a number that was rounded. */
import { toBeijingIso } from '../clock.ts'
import { foldText } from '../text.ts'
import type { Cell } from './cell.ts'

/** Signs that people and systems put where nothing is to be said. */
const blank = /^(?:[-—–−_/\\.·*]{1,10}|null|nil|nan|none|n\/a|undefined|\(?空\)?)$/

/** The errors of a spreadsheet, also as a CSV shows them; #### is a date or number too wide for its column. */
const errors = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#+)$/i

/** '' = empty. A number is written out, a truth value 是 or 否, a date as 2018-03-05 08:30:00. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) < 1e21 ? BigInt(cell).toString() : String(Number(cell.toPrecision(12)))
  if (typeof cell === 'object') return 'error' in cell ? cell.error : dateText(cell.date)
  const text = cell.trim()
  return text.length < 12 && blank.test(foldText(text)) ? '' : text
}

/** What the sheet itself calls an error; null = none. */
export function cellError(cell: Cell): string | null {
  if (typeof cell === 'string') return cell.length < 300 && errors.test(cell.trim()) ? cell.trim() : null
  return typeof cell === 'object' && cell !== null && 'error' in cell ? cell.error : null
}

/** Excel keeps 15 digits: the rest of a longer number are zeros that were never there. */
const surestNumber = 1e15

/** Whether digits of an id were lost on the way: a long number, or one written as 1.23E+17. */
export const isRounded = (cell: Cell): boolean =>
  (typeof cell === 'number' && Math.abs(cell) >= surestNumber) || (typeof cell === 'string' && /^\s*\d(?:\.\d{1,20})?E\+?\d{1,3}\s*$/i.test(cell.slice(0, 40)))

function dateText(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8e15) return '日期'
  return toBeijingIso(at).slice(0, 19).replace('T', ' ').replace(/ 00:00:00$/, '').replace(/(?<=:\d\d):00$/, '')
}
