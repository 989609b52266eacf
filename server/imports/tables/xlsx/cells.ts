/** The value of a cell from what its XML says. */
import { parseInstant } from '../../../../shared/clock.ts'
import { ownText } from '../own-text.ts'
import type { Cell } from '../table.ts'
import { dateOf, timeOf } from './serial.ts'
import type { SharedStrings } from './strings.ts'
import type { NumberKind } from './styles.ts'
import { cutText, unescape } from './text.ts'

/** What all sheets of a workbook share. */
export interface Shared {
  strings: SharedStrings | null
  styles: NumberKind[]
  from1904: boolean
}

/** What one cell says of itself. `value` null = it has none; `text` of one that holds its own text. */
export interface RawCell {
  type: string | null
  style: string | null
  value: string | null
  text: string | null
  formula: boolean
}

export function cellOf({ type, style, value, text, formula }: RawCell, { strings, styles, from1904 }: Shared): Cell {
  if (type === 'inlineStr') return ownText(text ?? cutText(unescape(value ?? ''))) || null
  if (value === null) return formula && type === null ? { error: '公式没有计算结果' } : null
  switch (type) {
    case 's': {
      const shared = value === '' ? '' : strings?.get(Number(value)) ?? null
      return shared === null ? { error: '文字缺失' } : shared || null
    }
    case 'str': return ownText(cutText(unescape(value))) || null
    case 'b': return value.trim() === '1' || value.trim() === 'true'
    case 'e': return { error: value.trim() || '#VALUE!' }
    case 'd': {
      const date = parseInstant(value)
      return date === null ? ownText(cutText(value)) : { date }
    }
    default: return numberOf(value, style === null ? 'number' : styles[Number(style)] ?? 'number', from1904)
  }
}

/**
 * Whole numbers are written by some exporters with digits that a double cannot hold; these are kept. Excel has lost them before it
 * writes, and its numbers say of themselves what a double says.
 */
const holdsMore = (value: string, number: number): boolean => value.length > 15 && /^-?\d+$/.test(value) && String(number) !== value

function numberOf(value: string, kind: NumberKind, from1904: boolean): Cell {
  const number = value === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) return ownText(cutText(value.trim())) || null
  if (kind === 'number') return holdsMore(value, number) ? value : number
  if (kind === 'date') return dateOf(number, from1904)
  if (kind === 'elapsed') return number < 0 ? number : timeOf(number)
  return Number.isInteger(number) && number >= 0 ? value.padStart(kind.digits, '0') : number
}
