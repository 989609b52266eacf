/** Times as a Discuz! forum shows them: relative for a week, then dates without padding. */
import { day, hour, minute, second, startOfDay, toBeijingIso, type Instant } from '../../../../shared/clock.ts'

/** `2026-11-2`. */
export function plainDate(at: Instant): string {
  const [year, month, date] = toBeijingIso(at).slice(0, 10).split('-').map(Number)
  return `${year}-${month}-${date}`
}

const clock = (at: Instant, length: number): string => toBeijingIso(at).slice(11, 11 + length)
export const toMinute = (at: Instant): string => `${plainDate(at)} ${clock(at, 5)}`
export const toSecond = (at: Instant): string => `${plainDate(at)} ${clock(at, 8)}`

/** `昨天&nbsp;00:26` and the like; null for what is older than a week. */
export function relative(at: Instant, now: Instant): string | null {
  const ago = now - at
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / day)
  if (daysAgo <= 0) {
    if (ago >= hour) return `${Math.floor(ago / hour)}&nbsp;小时前`
    if (ago >= 30 * minute) return '半小时前'
    if (ago >= minute) return `${Math.floor(ago / minute)}&nbsp;分钟前`
    return ago >= second ? `${Math.floor(ago / second)}&nbsp;秒前` : '刚刚'
  }
  if (daysAgo === 1) return `昨天&nbsp;${clock(at, 5)}`
  if (daysAgo === 2) return `前天&nbsp;${clock(at, 5)}`
  return daysAgo <= 7 ? `${daysAgo}&nbsp;天前` : null
}
