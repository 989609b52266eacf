/** How soon an alert must be acknowledged, and how that is said. */
import type { Level } from '../../shared/alert.ts'
import { minute, type Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'

/** By when an alert must be acknowledged; null = within the shift. */
export function dueAt(level: Level, raisedAt: Instant, rules: Rules): Instant | null {
  const minutes = rules.acknowledgeMinutes[level]
  return minutes == null ? null : raisedAt + minutes * minute
}

/** 10分钟内签收, 当班内处理. */
export function acknowledgeText(level: Level, rules: Rules): string {
  const minutes = rules.acknowledgeMinutes[level]
  return minutes == null ? '当班内处理' : `${minutes}分钟内签收`
}
