/** A cell as a person sees it. */
import { toBeijingIso } from '../../../shared/clock.ts'
import type { Cell } from './table.ts'

/**
 * Text of a cell: a date as YYYY-MM-DD, with HH:mm where it has a time and with seconds where it has those; a number with all its digits
 * (12345678901234, never 1.2e13); 是 and 否 for truth values; an error as the sheet names it; nothing for an empty cell.
 */
export function showCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  if (typeof cell === 'number') return Number.isInteger(cell) ? BigInt(cell).toString() : String(cell)
  return 'date' in cell ? showDate(cell.date) : cell.error
}

function showDate(at: number): string {
  const iso = toBeijingIso(at)
  const time = iso.slice(11, 19)
  if (time === '00:00:00') return iso.slice(0, 10)
  return `${iso.slice(0, 10)} ${time.endsWith(':00') ? time.slice(0, 5) : time}`
}
