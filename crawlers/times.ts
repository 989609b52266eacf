/**
 * Times as sites write them, read in Beijing time with the exactness they really have.
 *
 * "3 分钟前" is exact to the minute, "5 小时前" only to the day: nothing here ever takes the moment of the visit for the time of a
 * posting. A date without a year that would lie more than a day ahead is last year's; any other time ahead is no time.
 */
import { day, hour, minute, second, toBeijingIso, type Instant } from '../shared/clock.ts'
import type { TimePrecision } from '../shared/posting.ts'

export interface ReadTime {
  /** ISO 8601, as exact as `precision`: `2026-11-22T08:30:00+08:00`, `2026-11-22T08:30+08:00`, `2026-11-22`, `2026-11`. */
  time: string | null
  precision: TimePrecision
}

const none: ReadTime = { time: null, precision: 'none' }
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Hours from UTC. CST on a Chinese site is China Standard Time. */
const zones: Record<string, number> = { gmt: 0, ut: 0, utc: 0, z: 0, cst: 8, est: -5, edt: -4, mst: -7, mdt: -6, pst: -8, pdt: -7, jst: 9, hkt: 8 }

/** @param at when the page was fetched: what relative times count from. */
export function readTime(written: string | null | undefined, at: Instant): ReadTime {
  if (!written) return none
  const text = written.slice(0, 120).normalize('NFKC').replace(/\s+/g, ' ').replace(/^.*?(?:发表于|发布于|时间)[: ]*/, '').trim()
  return readStamp(text, at) ?? readFull(text, at) ?? readEnglish(text, at) ?? readRelative(text, at) ?? readYearless(text, at) ?? none
}

/** The instant a time stands for; of a day or a month, its start. Null = not known. */
export function instantOf(time: string | null): Instant | null {
  if (!time) return null
  const full = time.length === 7 ? `${time}-01T00:00:00+08:00` : time.length === 10 ? `${time}T00:00:00+08:00` : time
  const at = Date.parse(full)
  return Number.isNaN(at) ? null : at
}

function readStamp(text: string, at: Instant): ReadTime | null {
  if (!/^(?:\d{10}|\d{13})$/.test(text)) return null
  return exact(Number(text) * (text.length === 10 ? second : 1), 'second', at)
}

function readFull(text: string, at: Instant): ReadTime | null {
  const found = /(\d{4})[-/.年] ?(\d{1,2})(?:[-/.月] ?(\d{1,2})日?)?月?(?:[T ,]*(\d{1,2})[:时点](\d{1,2})分?(?::?(\d{1,2})(?:\.\d{1,9})?秒?)?)? ?(z|[+-]\d{2}:?\d{2})?/i.exec(text)
  if (!found) return null
  const [, year, month, date, hours, minutes, seconds, zone] = found
  return assemble([Number(year), Number(month), date === undefined ? null : Number(date)], [hours, minutes, seconds], offsetOf(zone), at)
}

/** RFC 822 (`Sun, 22 Nov 2026 08:30:00 +0800`), asctime and Weibo (`Tue Mar 05 12:03:00 +0800 2024`). */
function readEnglish(text: string, at: Instant): ReadTime | null {
  const rfc = /(\d{1,2})[ -]([a-z]{3})[a-z]{0,6}[ -](\d{2,4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ?([a-z]{1,4}|[+-]\d{2}:?\d{2})?/i.exec(text)
  if (rfc) {
    const year = Number(rfc[3])
    return assemble([year < 100 ? year + 2000 : year, monthOf(rfc[2]), Number(rfc[1])], [rfc[4], rfc[5], rfc[6]], offsetOf(rfc[7]), at)
  }
  const weibo = /([a-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?: ([+-]\d{4}|[a-z]{1,4}))? (\d{4})/i.exec(text)
  return weibo && assemble([Number(weibo[7]), monthOf(weibo[1]), Number(weibo[2])], [weibo[3], weibo[4], weibo[5]], offsetOf(weibo[6]), at)
}

function readRelative(text: string, at: Instant): ReadTime | null {
  if (/^刚[刚才]/.test(text)) return exact(at, 'minute', at)
  const clock = /(今天|昨天|前天) ?(\d{1,2}):(\d{2})/.exec(text)
  if (clock) {
    const daysBack = ['今天', '昨天', '前天'].indexOf(clock[1] ?? '')
    const [year, month, date] = dateOf(at - daysBack * day)
    return assemble([year, month, date], [clock[2], clock[3], undefined], 8, at)
  }
  if (/半(?:个)?小时前/.test(text)) return exact(at - hour / 2, 'day', at)
  const ago = /(\d{1,4}) ?(秒钟?|分钟?|个?小时|天|周|个月)前/.exec(text)
  if (!ago) return null
  const count = Number(ago[1])
  const unit = ago[2] ?? ''
  if (unit.startsWith('秒')) return exact(at - count * second, 'minute', at)
  if (unit.startsWith('分')) return exact(at - count * minute, 'minute', at)
  if (unit.endsWith('小时')) return exact(at - count * hour, 'day', at)
  if (unit === '天') return exact(at - count * day, 'day', at)
  return exact(at - count * (unit === '周' ? 7 : 30) * day, 'month', at)
}

function readYearless(text: string, at: Instant): ReadTime | null {
  const found = /^(\d{1,2})[-/月](\d{1,2})日?(?: ?(\d{1,2}):(\d{2}))?/.exec(text)
  if (found) {
    const [year] = dateOf(at)
    const read = (y: number) => assemble([y, Number(found[1]), Number(found[2])], [found[3], found[4], undefined], 8, at)
    const [thisYear, lastYear] = [read(year), read(year - 1)]
    return thisYear?.time ? thisYear : lastYear
  }
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  return clock && assemble(dateOf(at), [clock[1], clock[2], clock[3]], 8, at)
}

type Date3 = [year: number, month: number, date: number | null]

function assemble([year, month, date]: Date3, [hours, minutes, seconds]: (string | undefined)[], zone: number, at: Instant): ReadTime | null {
  if (year < 1990 || month < 1 || month > 12 || (date !== null && (date < 1 || date > 31)) || Number(hours ?? 0) > 24) return none
  const precision = date === null ? 'month' : hours === undefined ? 'day' : seconds === undefined ? 'minute' : 'second'
  const offset = precision === 'day' || precision === 'month' ? 8 : zone
  const instant = Date.UTC(year, month - 1, date ?? 1, Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)) - offset * hour
  return exact(instant, precision, at)
}

function exact(instant: Instant, precision: TimePrecision, at: Instant): ReadTime {
  if (instant > at + day) return none
  const iso = toBeijingIso(instant)
  const length = { second: 0, minute: 16, day: 10, month: 7, none: 0 }[precision]
  return { time: precision === 'second' ? iso : precision === 'minute' ? `${iso.slice(0, length)}+08:00` : iso.slice(0, length), precision }
}

function dateOf(at: Instant): [number, number, number] {
  const [year = 0, month = 0, date = 0] = toBeijingIso(at).slice(0, 10).split('-').map(Number)
  return [year, month, date]
}

const monthOf = (name: string | undefined): number => months.indexOf((name ?? '').toLowerCase()) + 1

/** Hours from UTC; Beijing where nothing or nothing known is said. */
function offsetOf(zone: string | undefined): number {
  const signed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (signed) return (signed[1] === '-' ? -1 : 1) * (Number(signed[2]) + Number(signed[3]) / 60)
  return zones[(zone ?? '').toLowerCase()] ?? 8
}
