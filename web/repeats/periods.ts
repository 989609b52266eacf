/** The periods that a clerk asks for, as days of Beijing time, both included. */
import { day, dayOfWeek, toBeijingIso } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'

export interface Period {
  /** 2026-11-20. */
  from: string
  to: string
}

export type PeriodKind = 'week' | 'month' | 'days30' | 'any'
export const periodNames: Record<PeriodKind, string> = { week: '本周', month: '本月', days30: '近30天', any: '自选' }

export const dayText = (at: Instant): string => toBeijingIso(at).slice(0, 10)

/**
 * The period up to today that a name stands for.
 * @param weekStartsOn 0 = Monday … 6 = Sunday: the office's week is not always the calendar's
 */
export function periodOf(kind: Exclude<PeriodKind, 'any'>, now: Instant, weekStartsOn: number): Period {
  const to = dayText(now)
  switch (kind) {
    case 'week': return { from: dayText(now - ((dayOfWeek(now) - weekStartsOn + 7) % 7) * day), to }
    case 'month': return { from: `${to.slice(0, 8)}01`, to }
    case 'days30': return { from: dayText(now - 29 * day), to }
  }
}
