/** Pages that failed lately and are left alone for a while, so that one broken thread is not asked for at every visit. */
import { hour, second, type Instant } from '../shared/clock.ts'
import type { Sighting } from './health.ts'

const firstRest = 30 * second
const longestRest = 6 * hour
/** Forgotten first when more fail: a site with so many broken pages is seen as broken anyway. */
const mostKept = 10_000

export interface Resting {
  /** How the page failed when it was last asked for; null when it may be asked for. */
  of(url: string, now: Instant): Sighting | null
  /** Notes a failure; the rest doubles each time. */
  failed(url: string, sighting: Sighting, now: Instant): void
  healed(url: string): void
}

export function keepResting(): Resting {
  const kept = new Map<string, { sighting: Sighting; times: number; until: Instant }>()
  return {
    of(url, now) {
      const entry = kept.get(url)
      return entry && entry.until > now ? entry.sighting : null
    },
    failed(url, sighting, now) {
      const times = (kept.get(url)?.times ?? 0) + 1
      kept.delete(url)
      kept.set(url, { sighting, times, until: now + Math.min(firstRest * 2 ** Math.min(times - 1, 20), longestRest) })
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    },
    healed(url) {
      kept.delete(url)
    },
  }
}
