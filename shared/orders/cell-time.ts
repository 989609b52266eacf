/** Reads times as the cells of spreadsheets hold them, or says why it cannot: a time that could be two is no time. */
import { day, hour, minute, second, type Instant } from '../clock.ts'
import type { TimePrecision } from '../posting.ts'
import type { Cell } from './cell.ts'

export interface CellTime {
  at: Instant
  precision: Extract<TimePrecision, 'second' | 'minute' | 'day'>
}

/** In Chinese, to stand after what the cell holds: 不是日期，请写成…. */
export interface TimeProblem {
  problem: string
}

const advice = '请写成“2018-03-05 08:30”'
const noTime: TimeProblem = { problem: `不是日期，${advice}` }
const noSuchDay: TimeProblem = { problem: `没有这一天或这一刻，${advice}这样的日期` }
const outside: TimeProblem = { problem: '年份不在 1990 至 2100 之间，请核对' }
const twoDays: TimeProblem = { problem: `年月日的先后看不出来，${advice}` }

const earliestYear = 1990
const latestYear = 2100
const beijing = 8 * hour
/** 1970-01-01 as Excel counts days. */
const excelEpoch = 25_569
const longestTime = 60

/** Serial days of 1990 to 2100. They, 20180305, 20180305083000, seconds and milliseconds of the epoch are told by their size. */
const serials: [from: number, to: number] = [32_874, 73_416]

/**
 * Beijing time throughout, unless the text names a zone. A date alone (also a date cell at midnight) has precision `day` and stands
 * for its start; 24:00 is the next day's start.
 */
export function readCellTime(cell: Exclude<Cell, null>): CellTime | TimeProblem {
  if (typeof cell === 'boolean') return noTime
  if (typeof cell === 'number') return readNumber(cell)
  if (typeof cell === 'string') return readText(cell)
  if ('error' in cell) return { problem: `是表格里的错误值，请改正公式，或${advice}` }
  return Number.isFinite(cell.date) ? within(Math.round(cell.date / second) * second) : noTime
}

function readNumber(value: number): CellTime | TimeProblem {
  if (value >= serials[0] && value < serials[1]) return within(Math.round((value - excelEpoch) * 86_400) * second - beijing)
  return Number.isInteger(value) ? (readDigits(String(value)) ?? noTime) : noTime
}

function readDigits(digits: string): CellTime | TimeProblem | null {
  if (/^(?:19|20|21)\d{6}(?:\d{4}|\d{6})?$/.test(digits)) {
    const part = (from: number) => (digits.length > from ? digits.slice(from, from + 2) : undefined)
    return assemble([Number(digits.slice(0, 4)), Number(part(4)), Number(part(6))], [part(8), part(10), part(12)], 8)
  }
  // A count of seconds or milliseconds is exact, whatever it happens to end in.
  if (/^\d{10}$/.test(digits)) return exact(Number(digits) * second)
  return /^\d{13}$/.test(digits) ? exact(Number(digits)) : null
}

const clockPart = [
  String.raw`(?:[T ]?(上午|下午|凌晨|早上|早晨|中午|傍晚|晚上|夜间|am|pm)? ?(\d{1,2})(?::|时|点)(?:(\d{1,2})分?(?::?(\d{1,2})(?:[.,:]\d{1,9})?秒?)?)?`,
  String.raw` ?(am|pm)? ?(z|[+-]\d{2}:?\d{2})?)?`,
].join('')
const yearFirst = new RegExp(String.raw`^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?${clockPart}$`, 'i')
const anyOrder = new RegExp(String.raw`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})${clockPart}$`, 'i')

const plain = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/

function readText(written: string): CellTime | TimeProblem {
  if (written.length > longestTime * 4) return noTime
  // Most cells are as plain as this, and a file has a million of them.
  const text = plain.test(written) ? written : tidy(written)
  if (text.length > longestTime) return noTime
  if (/^\d{5}(?:\.\d{1,17})?$/.test(text)) return readNumber(Number(text))
  if (/^\d+$/.test(text)) return readDigits(text) ?? noTime
  const full = yearFirst.exec(text)
  if (full) return assemble([Number(full[1]), Number(full[2]), Number(full[3])], clockOf(full), zoneOf(full[9]))
  const loose = anyOrder.exec(text)
  if (loose) return readOrderless([loose[1] ?? '', loose[2] ?? '', loose[3] ?? ''], clockOf(loose), zoneOf(loose[9]))
  return noTime
}

/** Half-width, without the day of the week, spaces only where they tell date and clock apart. */
const tidy = (written: string): string =>
  written.normalize('NFKC').replace(/[\p{Cf}\p{Cc}]/gu, ' ').replace(/^'|\(?(?:星期|周)[一二三四五六日天]\)?/g, ' ')
    .replace(/ *([-/.:年月日时点分]) */g, '$1').replace(/\s+/g, ' ').trim()

/** Day first, month first and, with two digits, year first: the one that is a date, if it is one alone. */
function readOrderless([a, b, c]: [string, string, string], clock: Clock3, zone: number): CellTime | TimeProblem {
  const orders = [[a, b, c], [c, a, b], [c, b, a]] as const
  const dates = new Map<Instant, CellTime>()
  for (const [year, month, date] of orders) {
    if (month.length > 2 || date.length > 2 || (year.length !== 4 && year.length !== 2)) continue
    const read = assemble([year.length === 4 ? Number(year) : century(Number(year)), Number(month), Number(date)], clock, zone)
    if ('at' in read) dates.set(read.at, read)
  }
  const [only] = dates.values()
  return dates.size > 1 ? twoDays : (only ?? noSuchDay)
}

const century = (year: number): number => (year >= earliestYear % 100 ? 1900 : 2000) + year

type Clock3 = (string | undefined)[]

/** Hours of 24, minutes, seconds; a wrong hour stays wrong. */
function clockOf(found: RegExpExecArray): Clock3 {
  const [half, written] = [(found[4] ?? found[8] ?? '').toLowerCase(), found[5]]
  if (written === undefined) return [undefined, undefined, undefined]
  const hours = Number(written)
  const after = (/^(?:下午|傍晚|晚上|pm)$/.test(half) || (half === '中午' && hours < 10) || (half === '夜间' && hours >= 6)) && hours < 12
  const midnight = /^(?:上午|凌晨|am)$/.test(half) && hours === 12
  return [String(after ? hours + 12 : midnight ? 0 : hours), found[6], found[7]]
}

function assemble([year, month, date]: [number, number, number], [hours, minutes, seconds]: Clock3, zone: number): CellTime | TimeProblem {
  // A year beside the range may lie within it in Beijing, where the text names a zone.
  if (year < earliestYear - 1 || year > latestYear + 1) return outside
  const [h, m, s] = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)]
  const start = Date.UTC(year, month - 1, date)
  if (month < 1 || new Date(start).getUTCMonth() !== month - 1 || new Date(start).getUTCDate() !== date) return noSuchDay
  if (m > 59 || s > 59 || h > 24 || (h === 24 && (m > 0 || s > 0))) return noSuchDay
  const at = hours === undefined ? start - beijing : start + h * hour + m * minute + s * second - zone * hour
  return isOutside(at) ? outside : { at, precision: hours === undefined ? 'day' : seconds === undefined ? 'minute' : 'second' }
}

/** Hours from UTC; Beijing where nothing is said. */
function zoneOf(zone: string | undefined): number {
  if (!zone) return 8
  const signed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  return signed ? (signed[1] === '-' ? -1 : 1) * (Number(signed[2]) + Number(signed[3]) / 60) : 0
}

const earliest = Date.UTC(earliestYear, 0) - beijing
const latest = Date.UTC(latestYear + 1, 0) - beijing
const isOutside = (at: Instant): boolean => !(at >= earliest && at < latest)

const exact = (at: Instant): CellTime | TimeProblem => (isOutside(at) ? outside : { at, precision: 'second' })

/** A wall time as a spreadsheet keeps it, which does not say how exact it is: midnight is a date alone, a whole minute a minute. */
function within(at: Instant): CellTime | TimeProblem {
  if (isOutside(at)) return outside
  return { at, precision: (at + beijing) % day === 0 ? 'day' : at % minute === 0 ? 'minute' : 'second' }
}
