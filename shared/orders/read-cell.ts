/** Reads single cells to what an order holds: its times, a due time that may be a number of days, an extension, how often it was returned. */
import { day, hour, startOfDay, type Instant } from '../clock.ts'
import { endOfWorkingDay } from '../working-days.ts'
import type { Cell } from './cell.ts'
import { cellText } from './cell-text.ts'
import { readCellTime, type CellTime } from './cell-time.ts'
import type { WordMeaning } from './words.ts'

/** What a cell tells; null = nothing. A problem stands after the field's name and the value. */
export type Told<T> = { value: T | null } | { problem: string }

export function readTime(cell: Cell): Told<CellTime> {
  if (cell === null || /^(?:无|暂无|未\S{1,3}|待\S{1,3})$/.test(cellText(cell))) return { value: null }
  const time = readCellTime(cell)
  return 'problem' in time ? time : { value: time }
}

/** The end of a time by which something is due: a date alone is met until it ends. */
const endOf = ({ at, precision }: CellTime): Instant => (precision === 'day' ? startOfDay(at) + day - 1 : at)

/** A due time, or how long it takes from `from`: 5个工作日, 72小时, 15天 (天 without 工作 are days of the calendar). */
export function readDue(cell: Cell, from: Instant): Told<Instant> {
  const span = /^(?:承诺)?(\d{1,3})(?:\.0)? ?(个?工作日|个?小时|天|日|个?自然日|h)内?$/.exec(cellText(cell).normalize('NFKC').slice(0, 40).trim())
  if (span) {
    const [count, unit] = [Number(span[1]), span[2] ?? '']
    if (unit.endsWith('工作日')) return { value: endOfWorkingDay(from, Math.max(1, count)) }
    return { value: unit.endsWith('小时') || unit === 'h' ? from + count * hour : startOfDay(from) + (count + 1) * day - 1 }
  }
  const time = readTime(cell)
  if ('problem' in time && /^\d{1,3}$/.test(cellText(cell))) return { problem: '看不出是工作日还是小时，请写成“5个工作日”、“72小时”或日期' }
  return 'problem' in time ? time : { value: time.value && endOf(time.value) }
}

export interface Extension {
  extended: boolean | null
  to: Instant | null
  unknown?: string
}

/** Whether it was extended, until when, or how often. */
export function readExtension(cell: Cell, readWord: (word: string) => WordMeaning<boolean>): Told<Extension> {
  const text = cellText(cell)
  if (text === '') return { value: null }
  if (/^\d{1,2}次?$|^延期? ?\d{1,3} ?(?:个?工作日|天|日|小时|次)$/.test(text.slice(0, 40))) return { value: { extended: !/^0+次?$/.test(text), to: null } }
  const word = typeof cell === 'string' || typeof cell === 'boolean' ? readWord(text) : { unknown: text }
  if (word.unknown === undefined) return { value: { extended: word.value, to: null } }
  if (typeof cell === 'string' && !/\d{4}/.test(text)) return { value: { extended: null, to: null, unknown: word.unknown } }
  const time = readTime(cell)
  return 'problem' in time ? time : { value: { extended: time.value ? true : null, to: time.value && endOf(time.value) } }
}

const mostReturns = 1_000

/** 是 and 有 = once. */
export function readReturns(cell: Cell): Told<number> {
  const text = cellText(cell).normalize('NFKC').trim()
  if (/^(?:|否|无|未|未退单|没有|未退回)$/.test(text)) return { value: 0 }
  if (/^(?:是|有|已退单|退单|已退回|√)$/.test(text)) return { value: 1 }
  const count = /^(\d{1,5})(?:\.0{1,3})? ?次?$/.exec(text)
  return count && Number(count[1]) <= mostReturns ? { value: Number(count[1]) } : { problem: `不是 0 至 ${mostReturns} 的整数，请写成 0、1、2 这样的次数` }
}
