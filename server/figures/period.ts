/** Periods as people name them (2018, 2018-03, 2018-Q1, 2018-H1, 2018-01-05, 2018-01-05..2018-01-11), in days of Beijing time, and what they are compared with. */
import { day, parseInstant, startOfDay, toBeijingIso, type Instant } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'

export interface Period {
  /** As it is written, in its shortest form. */
  name: string
  /** [from, to): both the first instant of a day of Beijing time. */
  from: Instant
  to: Instant
  /** Calendar months it is made of: 12, 6, 3 or 1; null = counted in days. */
  months: 12 | 6 | 3 | 1 | null
}

/** A range is at most this long: its days are handed to the database one by one. */
const longestDays = 1_100

const written = /^(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])))?$/
const range = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/
const help = '请写作 2018、2018-03、2018-Q1、2018-H1、2018-01-05 或 2018-01-05..2018-01-11'

/** @throws GiveUp that says in Chinese what is wrong with the words. */
export function parsePeriod(text: string): Period {
  const named = written.exec(text)
  if (named) {
    const [, year, month, quarter, half] = named
    const months = month ? 1 : quarter ? 3 : half ? 6 : 12
    const first = month ? Number(month) - 1 : quarter ? (Number(quarter) - 1) * 3 : half ? (Number(half) - 1) * 6 : 0
    if (first < 0 || first > 11) throw new GiveUp(`统计期“${text}”里没有这个月份，${help}`)
    return { name: text, from: startOfMonth(Number(year), first), to: startOfMonth(Number(year), first + months), months }
  }
  const [, first, last = first] = range.exec(text) ?? []
  if (!first || !last) throw new GiveUp(`看不懂统计期“${text.slice(0, 40)}”，${help}`)
  const from = readDay(first)
  const to = readDay(last) + day
  if (from >= to) throw new GiveUp(`统计期“${text}”的开始日期晚于结束日期`)
  if (to - from > longestDays * day) throw new GiveUp(`统计期“${text}”过长，按日期一次最多统计${longestDays}天`)
  return inDays(from, to)
}

function readDay(text: string): Instant {
  const at = parseInstant(text)
  if (at === null || toBeijingIso(at).slice(0, 10) !== text) throw new GiveUp(`统计期里的日期“${text}”不存在，${help}`)
  return at
}

/** The period up to the end of the day of `now` where it is not over yet, else itself. Periods in the future stay whole. */
export function cutAt(period: Period, now: Instant): Period {
  const to = startOfDay(now) + day
  return now >= period.from && to < period.to ? { ...period, to } : period
}

/** The period before: months by the calendar (the same days of them where the period is cut), ranges of the same length just before. */
export function periodBefore({ from, to, months }: Period): Period {
  return months === null ? inDays(from - (to - from), from) : shift({ from, to, months }, -months)
}

/** The same days of the year before; 29 February is compared with 28 February. */
export const yearBefore = (period: Pick<Period, 'from' | 'to' | 'months'>): Period => shift(period, -12)

/** `2018-03` of an instant, and of the month that is `by` months from it. */
export const monthOf = (at: Instant): string => toBeijingIso(at).slice(0, 7)
export function shiftMonth(month: string, by: number): string {
  const [year, at] = month.split('-').map(Number) as [number, number]
  return monthOf(startOfMonth(year, at - 1 + by))
}

/** The months that a period touches, with the part of each that lies in it; `whole` where that is all of it. */
export function monthsOf({ from, to }: Pick<Period, 'from' | 'to'>): { month: string; from: Instant; to: Instant; whole: boolean }[] {
  const months: { month: string; from: Instant; to: Instant; whole: boolean }[] = []
  for (let month = monthOf(from); ; month = shiftMonth(month, 1)) {
    const start = parseInstant(`${month}-01`) as Instant
    if (start >= to) return months
    const end = parseInstant(`${shiftMonth(month, 1)}-01`) as Instant
    months.push({ month, from: Math.max(start, from), to: Math.min(end, to), whole: start >= from && end <= to })
  }
}

/** The first instant of a month; `month` counts from 0 and may lie outside 0–11. */
const startOfMonth = (year: number, month: number): Instant => Date.UTC(year, month, 1) - 8 * 3_600_000

function shift({ from, to, months }: Pick<Period, 'from' | 'to' | 'months'>, by: number): Period {
  const whole = months !== null && isFirst(to)
  const shifted = { from: shiftDay(from, by), to: whole ? shiftDay(to, by) : shiftDay(to - day, by) + day }
  return whole ? { ...shifted, name: nameMonths(shifted.from, months), months } : { ...inDays(shifted.from, shifted.to), months: null }
}

/** The same day `by` months on, or the last of that month where it is shorter. */
function shiftDay(at: Instant, by: number): Instant {
  const [year, month, date] = toBeijingIso(at).slice(0, 10).split('-').map(Number) as [number, number, number]
  return Math.min(startOfMonth(year, month - 1 + by) + (date - 1) * day, startOfMonth(year, month + by) - day)
}

const isFirst = (at: Instant): boolean => toBeijingIso(at).slice(8, 10) === '01'

function nameMonths(from: Instant, months: 12 | 6 | 3 | 1): string {
  const [year, month] = monthOf(from).split('-') as [string, string]
  const part = { 12: '', 6: `-H${Number(month) < 7 ? 1 : 2}`, 3: `-Q${Math.ceil(Number(month) / 3)}`, 1: `-${month}` }[months]
  return year + part
}

function inDays(from: Instant, to: Instant): Period {
  const [first, last] = [from, to - day].map((at) => toBeijingIso(at).slice(0, 10)) as [string, string]
  return { name: first === last ? first : `${first}..${last}`, from, to, months: null }
}
