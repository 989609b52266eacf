/** What is ordinary in the district: the rhythm of its week, and what each township may expect of a day. Learnt afresh every hour. */
import { publicCalendar } from '../shared/calendar.ts'
import { hour, second, type Instant } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Trend } from '../shared/trend.ts'
import { readHourly } from './live-state/counts.ts'
import type { LiveState } from './live-state/store.ts'
import type { Baseline } from './measure.ts'
import { measure } from './trends/measure.ts'
import { learnRhythm, weightAt } from './trends/rhythm.ts'

const historyHours = 28 * 24

export interface DistrictBaseline extends Baseline {
  learntAt: Instant
  /** Number of the last event that was applied then. */
  learntFrom: number
  /** Hourly counts of each township up to the hour in which they were learnt. */
  townships: Map<string, number[]>
}

/** Whether what is ordinary must be learnt again: an hour has passed, or so much history has come in (a first crawl, an import) that it is another. */
export function isOutdated({ learntAt, learntFrom }: DistrictBaseline, applied: number, now: Instant): boolean {
  return now - learntAt >= hour || (applied > 1.1 * learntFrom + 50 && now - learntAt >= 5 * second)
}

export async function learnBaseline(live: LiveState, pack: DistrictPack, applied: number, now: Instant): Promise<DistrictBaseline> {
  const channels = pack.channels.map((channel) => `channel:${channel.id}`)
  const townships = pack.townships.map((township) => township.id)
  const rows = await readHourly(live, [...channels, ...townships.map((id) => `township:${id}`)], now, historyHours)
  const total = Array.from({ length: historyHours }, (_, at) => channels.reduce((sum, _channel, index) => sum + rows[index]![at]!, 0))
  const first = total.findIndex((count) => count > 0)
  // The hour at hand is not over: it would make this hour of the week look quiet.
  const rhythm = learnRhythm(total.slice(0, -1), now - (now % hour))
  return {
    learntAt: now,
    learntFrom: applied,
    since: first < 0 ? now : now - (historyHours - first) * hour,
    weightAt: (at) => weightAt(rhythm, publicCalendar, at),
    townships: new Map(townships.map((id, index) => [id, rows[channels.length + index]!])),
  }
}

/** What a township saw in the last 24 hours against what it may expect. */
export function measureTownship(id: string, seen: number, baseline: DistrictBaseline, now: Instant): Trend {
  const known = Math.max(0, Math.floor((now - baseline.since) / hour) - 24)
  const history = (baseline.townships.get(id) ?? []).slice(0, -24)
  return measure({
    subject: { kind: 'place', id }, hours: 24, seen, people: seen, history: history.slice(Math.max(0, history.length - known)), weightAt: baseline.weightAt, at: now,
  })
}
