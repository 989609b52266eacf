/** The periods of figures: what a person chooses, how an address says it (2018, 2018-H1, 2018-Q1, 2018-03, 2018-01-05, 2018-01-05..2018-01-11), and how it is said. */
import { day, dayOfWeek, toBeijingIso } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'

/** Those that are asked for by name. */
export const namedPeriods = { week: '本周', lastWeek: '上周', month: '本月', lastMonth: '上月', quarter: '本季', year: '本年', lastYear: '上年' } as const
export type NamedPeriod = keyof typeof namedPeriods

/** A period told apart by how it is put together. */
export type PeriodParts =
  | { kind: 'year'; year: number }
  | { kind: 'half'; year: number; half: number }
  | { kind: 'quarter'; year: number; quarter: number }
  | { kind: 'month'; year: number; month: number }
  | { kind: 'days'; from: string; to: string }

const dayText = (at: Instant): string => toBeijingIso(at).slice(0, 10)
const two = (value: number): string => String(value).padStart(2, '0')
const monthOf = (year: number, month: number): string => `${year}-${two(month)}`

/**
 * The period that a name stands for today.
 * @param weekStartsOn 0 = Monday … 6 = Sunday: the office's week is not always the calendar's
 */
export function periodNamed(name: NamedPeriod, now: Instant, weekStartsOn: number): string {
  const today = dayText(now)
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const weekBegan = now - ((dayOfWeek(now) - weekStartsOn + 7) % 7) * day
  switch (name) {
    case 'week': return `${dayText(weekBegan)}..${today}`
    case 'lastWeek': return `${dayText(weekBegan - 7 * day)}..${dayText(weekBegan - day)}`
    case 'month': return monthOf(year, month)
    case 'lastMonth': return month === 1 ? monthOf(year - 1, 12) : monthOf(year, month - 1)
    case 'quarter': return `${year}-Q${Math.ceil(month / 3)}`
    case 'year': return String(year)
    case 'lastYear': return String(year - 1)
  }
}

/** What a period of an address is made of; null where it is none. */
export function readPeriod(text: string): PeriodParts | null {
  const [, from, to = from] = /^(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?$/.exec(text) ?? []
  if (from !== undefined && to !== undefined) return { kind: 'days', from, to }
  const year = Number(text.slice(0, 4))
  if (/^\d{4}$/.test(text)) return { kind: 'year', year }
  if (/^\d{4}-H[12]$/.test(text)) return { kind: 'half', year, half: Number(text.slice(6)) }
  if (/^\d{4}-Q[1-4]$/.test(text)) return { kind: 'quarter', year, quarter: Number(text.slice(6)) }
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return { kind: 'month', year, month: Number(text.slice(5)) }
  return null
}

/** As an address says it. */
export function periodText(parts: PeriodParts): string {
  switch (parts.kind) {
    case 'year': return String(parts.year)
    case 'half': return `${parts.year}-H${parts.half}`
    case 'quarter': return `${parts.year}-Q${parts.quarter}`
    case 'month': return monthOf(parts.year, parts.month)
    case 'days': return `${parts.from}..${parts.to}`
  }
}

const dayWords = (text: string): string => `${Number(text.slice(0, 4))}年${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`

/** 2018年, 2018年一季度, 2018年3月, 2018年1月5日至1月11日. */
export function periodWords(text: string): string {
  const parts = readPeriod(text)
  switch (parts?.kind) {
    case undefined: return text
    case 'year': return `${parts.year}年`
    case 'half': return `${parts.year}年${parts.half === 1 ? '上' : '下'}半年`
    case 'quarter': return `${parts.year}年${'一二三四'.charAt(parts.quarter - 1)}季度`
    case 'month': return `${parts.year}年${parts.month}月`
    case 'days': return parts.from === parts.to
      ? dayWords(parts.from)
      : `${dayWords(parts.from)}至${parts.from.slice(0, 4) === parts.to.slice(0, 4) ? dayWords(parts.to).slice(5) : dayWords(parts.to)}`
  }
}

/**
 * The same place in time in another form, for when somebody changes from months to years or to days: the year of the
 * period, its quarter or month where it has one, else the first.
 */
export function periodAs(kind: PeriodParts['kind'], parts: PeriodParts): PeriodParts {
  const { from } = daysOf(parts)
  const [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  switch (kind) {
    case 'year': return { kind, year }
    case 'half': return { kind, year, half: Math.ceil(month / 6) }
    case 'quarter': return { kind, year, quarter: Math.ceil(month / 3) }
    case 'month': return { kind, year, month }
    case 'days': return { kind, ...daysOf(parts) }
  }
}

/** First and last month of a period of months. */
function monthsIn(parts: Exclude<PeriodParts, { kind: 'days' }>): [number, number] {
  switch (parts.kind) {
    case 'year': return [1, 12]
    case 'half': return [parts.half * 6 - 5, parts.half * 6]
    case 'quarter': return [parts.quarter * 3 - 2, parts.quarter * 3]
    case 'month': return [parts.month, parts.month]
  }
}

/** First and last day of a period. */
export function daysOf(parts: PeriodParts): { from: string; to: string } {
  if (parts.kind === 'days') return { from: parts.from, to: parts.to }
  const [first, last] = monthsIn(parts)
  return { from: `${monthOf(parts.year, first)}-01`, to: new Date(Date.UTC(parts.year, last, 0)).toISOString().slice(0, 10) }
}

/** The year in which a period begins: whose months are drawn. */
export const yearOf = (text: string): string => text.slice(0, 4)
