/** What the page of sources says: which need a person, in what order they stand, and how long ago something was. */
import type { Instant } from '../../shared/clock.ts'
import { sourceStateNames, type SourceState } from '../../shared/source.ts'
import type { SourceRow } from '../../shared/source-view.ts'
import { lengthOf, unknown } from '../ui/words.ts'

/** `act` = nothing comes in until somebody does something; `watch` = something is wrong and mends itself or is only partly so. */
export type Concern = 'act' | 'watch' | 'well' | 'off'

const concerns: Record<SourceState, Concern> = {
  OK: 'well', OK_EMPTY: 'well', STALE: 'watch', DEGRADED: 'watch', RATE_LIMITED: 'watch', SERVER_ERROR: 'watch', SITE_CLOSED: 'watch',
  NEEDS_LOGIN: 'act', NEEDS_CAPTCHA: 'act', BLOCKED: 'act', NOT_FOUND: 'act', PARSE_BROKEN: 'act', DISABLED: 'off',
}
const order: readonly Concern[] = ['act', 'watch', 'well', 'off']

/** A source that was never visited has shown nothing yet, and is watched. */
export const concernOf = ({ health, added }: SourceRow): Concern =>
  added?.config.enabled === false ? 'off' : health === null ? 'watch' : concerns[health.state]

export const stateWords = ({ health, added }: SourceRow): string =>
  added?.config.enabled === false ? sourceStateNames.DISABLED : health === null ? '等待首次采集' : sourceStateNames[health.state]

/** What needs a person first; among equals by name. */
export const inOrder = (rows: readonly SourceRow[]): SourceRow[] =>
  rows.toSorted((a, b) => order.indexOf(concernOf(a)) - order.indexOf(concernOf(b)) || a.name.localeCompare(b.name, 'zh'))

/** 共 12 个：需处理 2 · 留意 1 · 正常 8 · 停用 1. */
export function summaryOf(rows: readonly SourceRow[]): string {
  const words: Record<Concern, string> = { act: '需处理', watch: '留意', well: '正常', off: '停用' }
  const parts = order.flatMap((concern) => {
    const count = rows.filter((row) => concernOf(row) === concern).length
    return count > 0 ? [`${words[concern]} ${count}`] : []
  })
  return `共 ${rows.length} 个采集源：${parts.join(' · ')}`
}

/** 3 分钟前; “–” where it never was; 刚刚 within the minute. */
export const agoWords = (at: Instant | null, now: Instant): string =>
  at === null ? unknown : now - at < 60_000 ? '刚刚' : `${lengthOf(now - at)}前`

/** 每 15 分钟. */
export const everyWords = (seconds: number): string => (seconds < 60 ? `每 ${seconds} 秒` : `每 ${lengthOf(seconds * 1_000)}`)
