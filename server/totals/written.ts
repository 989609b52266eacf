/** Periods, counts and shares as clerks write them in tables. */
import { toBeijingIso } from '../../shared/clock.ts'
import type { Cell } from '../../shared/orders/cell.ts'
import type { StatedValue } from '../../shared/figures.ts'
import { showCell } from '../imports/tables/show.ts'

const yearOnly = /^(\d{4})年?(?:全年)?$/
const withMonth = /^(\d{4})(?:年|[-/.])?(\d{1,2})月?(?:份)?$/
const monthOnly = /^(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?$/
const numerals = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** Without blanks, full-width signs made narrow. */
export const plainCell = (cell: Cell | undefined): string => (cell === undefined ? '' : showCell(cell).normalize('NFKC').replace(/\s+/g, ''))

/**
 * 2017, 2017年 → 2017; 2017-03, 2017年3月, 201703, a date → 2017-03; 3月 with a year known → that month.
 * @param year told by the title or the name of the sheet; null = by none.
 * @returns null where it is no period.
 */
export function readWrittenPeriod(cell: Cell | undefined, year: string | null): string | null {
  if (cell !== null && typeof cell === 'object' && 'date' in cell) return toBeijingIso(cell.date).slice(0, 7)
  const text = plainCell(cell)
  const whole = yearOnly.exec(text)
  if (whole) return plausible(whole[1]!) ? whole[1]! : null
  const full = withMonth.exec(text)
  if (full) return inMonth(full[1]!, Number(full[2]))
  const month = readMonth(text)
  return month !== null && year !== null ? inMonth(year, month) : null
}

/** 3月, 三月 → 3; null = no month. */
export function readMonth(text: string): number | null {
  const [, written] = monthOnly.exec(text) ?? []
  if (written === undefined) return null
  const month = numerals.includes(written) ? numerals.indexOf(written) : Number(written)
  return month >= 1 && month <= 12 ? month : null
}

/** The year that a title or a sheet's name tells: 2017年受理情况, 2017; null where it tells none or several. */
export function findYear(texts: readonly string[]): string | null {
  const years = new Set(texts.flatMap((text) => [...text.matchAll(/(?<!\d)(\d{4})(?!\d)/g)].map(([, year]) => year!)).filter(plausible))
  return years.size === 1 ? [...years][0]! : null
}

const plausible = (year: string): boolean => Number(year) >= 1990 && Number(year) <= 2100
const inMonth = (year: string, month: number): string | null =>
  (plausible(year) && month >= 1 && month <= 12 ? `${year}-${String(month).padStart(2, '0')}` : null)

/** A whole number, 1,234件 too; null where it is none. */
export function readWrittenCount(cell: Cell | undefined): number | null {
  const text = plainCell(cell).replace(/[,，]/g, '').replace(/[件条]$/, '')
  return /^\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : null
}

/**
 * A published value: 39827, or of a rate 97.5%, 97.5 and .975 alike.
 * @returns undefined where it is none; null where nothing is written.
 */
export function readWrittenValue(cell: Cell | undefined, kind: 'count' | 'rate'): number | null | undefined {
  const text = plainCell(cell).replace(/[,，]/g, '').replace(/[件条]$/, '')
  if (text === '') return null
  const [, digits, percent] = /^(\d{1,9}(?:\.\d{1,6})?)(%?)$/.exec(text) ?? []
  if (digits === undefined || (kind === 'count' && percent)) return undefined
  const value = Number(digits)
  if (kind === 'count') return Number.isInteger(value) ? value : undefined
  const share = percent || value > 1 ? value / 100 : value
  return share <= 1 ? round(share) : undefined
}

/** +18.0%, 上升18.0%, 下降2.5%, 3.2个百分点; undefined where it is none, null where nothing is written. A bare number is in per cent. */
export function readWrittenChange(cell: Cell | undefined, kind: 'count' | 'rate'): Pick<StatedValue, 'change' | 'changeIn'> | null | undefined {
  const text = plainCell(cell)
  if (text === '' || /^[-–—/]$/.test(text)) return null
  const [, verb, sign, digits, measure] = /^(?:同比)?(上升|增长|增加|提高|下降|减少|降低)?了?([+-]?)(\d{1,6}(?:\.\d{1,4})?)(%|个?百分点)?$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const down = /^[下减降]/.test(verb ?? '') !== (sign === '-')
  // A cell formatted as a percentage comes as its number: 0.18.
  const asShare = typeof cell === 'number' && !measure && Math.abs(cell) < 1
  const change = round(Number(digits) / (asShare ? 1 : 100)) * (down ? -1 : 1)
  return { change, changeIn: measure?.endsWith('点') ? 'points' : kind === 'rate' ? 'unsaid' : 'relative' }
}

const round = (value: number): number => Math.round(value * 1e8) / 1e8
