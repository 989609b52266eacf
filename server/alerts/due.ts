/** How soon an alert must be acknowledged, and how that is said. */
import type { Alert } from '../../shared/alert.ts'
import { minute, type Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'
import fromAbove from './rules/from-above.ts'

/** Minutes from raising to acknowledging; null = within the shift. What comes from above has a time of its own (单独计时). */
export function acknowledgeMinutes({ level, rules: met }: Pick<Alert, 'level' | 'rules'>, rules: Rules): number | null {
  const minutes = rules.acknowledgeMinutes[level] ?? null
  if (!met.includes(fromAbove.id)) return minutes
  return Math.min(minutes ?? Infinity, rules.fromAbove.minutes)
}

/** By when an alert must be acknowledged; null = within the shift. */
export function dueAt(alert: Pick<Alert, 'level' | 'rules' | 'raisedAt'>, rules: Rules): Instant | null {
  const minutes = acknowledgeMinutes(alert, rules)
  return minutes === null ? null : alert.raisedAt + minutes * minute
}

/** 10分钟内签收, 当班内处理. */
export function acknowledgeText(alert: Pick<Alert, 'level' | 'rules'>, rules: Rules): string {
  const minutes = acknowledgeMinutes(alert, rules)
  return minutes === null ? '当班内处理' : `${minutes}分钟内签收`
}
