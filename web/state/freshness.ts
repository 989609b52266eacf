/** How true the screen still is, told from silence and from how far behind the data is. */
import { minute, second } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import { timeOfDay } from '../ui/words.ts'

/** Past this the clock turns yellow. */
export const doubtfulAfter = 30 * second
/** Past this a band says so across the screen. */
export const staleAfter = 2 * minute

export interface Freshness {
  state: 'fresh' | 'doubtful' | 'stale'
  /** The sentence of the band; null unless stale. */
  band: string | null
}

/**
 * @param silence milliseconds since the gateway was last heard
 * @param behind milliseconds between the gateway's present and the time up to which the data is true; null = unknown
 */
export function judgeFreshness(silence: number, behind: number | null, asOf: Instant | null): Freshness {
  const until = asOf === null ? '数据截至 –' : `数据截至 ${timeOfDay(asOf)}`
  if (silence > staleAfter) return { state: 'stale', band: `${until}，连接中断，正在重连` }
  if (behind !== null && behind > staleAfter) return { state: 'stale', band: `${until}，数据处理滞后 ${Math.floor(behind / minute)} 分钟` }
  const doubtful = silence > doubtfulAfter || (behind !== null && behind > doubtfulAfter)
  return { state: doubtful ? 'doubtful' : 'fresh', band: null }
}
