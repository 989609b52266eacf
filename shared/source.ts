/** The state of a source: what its last visits proved, for people to read and act on. */
import { day, hour, type Instant } from './clock.ts'

export const sourceStates = [
  'OK', 'OK_EMPTY', 'STALE', 'DEGRADED', 'RATE_LIMITED', 'NEEDS_LOGIN', 'NEEDS_CAPTCHA', 'BLOCKED',
  'SITE_CLOSED', 'SERVER_ERROR', 'NOT_FOUND', 'PARSE_BROKEN', 'DISABLED',
] as const
export type SourceState = (typeof sourceStates)[number]

export const sourceStateNames: Record<SourceState, string> = {
  OK: '正常', OK_EMPTY: '正常（无新内容）', STALE: '久无更新', DEGRADED: '部分失败', RATE_LIMITED: '被限速', NEEDS_LOGIN: '需登录',
  NEEDS_CAPTCHA: '需验证码', BLOCKED: '被拦截', SITE_CLOSED: '站点关闭', SERVER_ERROR: '站点故障', NOT_FOUND: '地址失效',
  PARSE_BROKEN: '页面结构已变', DISABLED: '已停用',
}

export interface SourceHealth {
  source: string
  name: string
  channel: string
  state: SourceState
  /** Since when it has been in this state. */
  since: Instant
  /** Why, in Chinese; null when all is well. */
  reason: string | null
  lastGoodAt: Instant | null
  /** Time of the newest posting it has given. */
  newestAt: Instant | null
  /** Seconds between visits. */
  every: number
  demo: boolean
  /** No request goes out before this time (a pause after a refusal); null = it is visited as usual. */
  until: Instant | null
  /** Visits in a row that brought nothing to rely on. */
  failures: number
}

/**
 * What nobody writes to is still looked at after these spans, for edits, official answers and deletion; then no more. A new reply
 * to a thread starts the row anew.
 */
export const revisitSteps: readonly number[] = [hour, 6 * hour, day, 3 * day, 7 * day]
