/** Figures, times and names as they are said on every screen: Beijing time, “–” for the unknown, “少于3人” for few people. */
import { day, dayOfWeek, hour, minute, startOfDay, toBeijingIso } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { AlertState } from '../../shared/alert.ts'
import { alertStateNames } from '../../shared/alert.ts'
import type { ComparedCount } from '../../shared/wall.ts'

export const unknown = '–'

/** 08:30:05. */
export const timeOfDay = (at: Instant): string => toBeijingIso(at).slice(11, 19)
/** 08:30. */
export const hourAndMinute = (at: Instant): string => toBeijingIso(at).slice(11, 16)
/** 11月22日. */
export const monthAndDay = (at: Instant): string => `${Number(toBeijingIso(at).slice(5, 7))}月${Number(toBeijingIso(at).slice(8, 10))}日`
/** 2026年11月22日 星期日. */
export const fullDate = (at: Instant): string =>
  `${toBeijingIso(at).slice(0, 4)}年${monthAndDay(at)} 星期${'一二三四五六日'.charAt(dayOfWeek(at))}`

/** 08:30 today, 昨日 08:30, 11月20日 08:30. */
export function timeNear(at: Instant, now: Instant): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / day)
  if (days === 0) return hourAndMinute(at)
  return `${days === 1 ? '昨日' : days === -1 ? '明日' : monthAndDay(at)} ${hourAndMinute(at)}`
}

/** 3 分钟, 2 小时, 4 天. */
export function lengthOf(milliseconds: number): string {
  if (milliseconds < hour) return `${Math.max(1, Math.floor(milliseconds / minute))} 分钟`
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)} 小时`
  return `${Math.floor(milliseconds / day)} 天`
}

/** By when an alert must be acknowledged: 还有 12 分钟, 已超时 5 分钟, 当班内 where no minute is set. */
export function dueWords(dueAt: Instant | null, state: AlertState, now: Instant): { text: string; overdue: boolean } {
  if (state !== 'received') return { text: '已响应', overdue: false }
  if (dueAt === null) return { text: '当班内研判', overdue: false }
  const left = dueAt - now
  return left < 0
    ? { text: `研判已超时 ${lengthOf(-left)}`, overdue: true }
    : { text: `${timeNear(dueAt, now)} 前研判`, overdue: false }
}

/** 涉及 14 人; under three the number is never shown. */
export { peopleWords } from '../../shared/people.ts'

/** Why an alert was raised, where its title stands above: without the title that most sentences begin with. */
export const reasonUnder = (title: string, sentence: string): string => (sentence.startsWith(`${title}：`) ? sentence.slice(title.length + 1) : sentence)

export const stateName = (state: AlertState | null): string => (state === null ? '未预警' : alertStateNames[state])

/** 1,234. */
export const figure = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

/** What a count is compared to: 较上周同期 ↑24; rising and falling are arrows and figures, never colours. */
export function comparison(count: ComparedCount): string {
  if (count.before === null) return `${count.basis.replace('较', '')}无数据`
  const change = count.now - count.before
  return `${count.basis} ${change === 0 ? '持平' : `${change > 0 ? '↑' : '↓'}${figure(Math.abs(change))}`}`
}

/** The band that one expects: 预计 2–5; whole numbers, since postings are. */
export function bandWords(low: number, high: number): string {
  const from = Math.max(0, Math.floor(low))
  const to = Math.max(from, Math.ceil(high))
  return from === to ? `预计 ${to}` : `预计 ${from}–${to}`
}

/** A channel's name where room is short: without quotation marks and what stands in brackets. */
export const channelName = (name: string): string => name.replace(/[“”"]/g, '').replace(/[（(].*$/, '') || name

/** A channel as a mark of two characters: “12345”热线 → 热线, 领导信箱 → 信箱. */
export const channelMark = (name: string): string => Array.from(channelName(name)).slice(-2).join('')
