/** Reads windows back as numbers: counts by hour for any subject, and the activity of issues and areas. */
import { hour, startOfHour, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import { parseMember } from './effects.ts'
import type { LiveState } from './store.ts'

/** Something that happened in an issue or an area. */
export interface ActivityEntry {
  at: Instant
  id: number
  /** Keyed hash; null where nobody knows. */
  reporter: string | null
  channel: string
  urgency: string[]
  plans: string[]
  /** False where it only asks, praises or suggests. */
  grievance: boolean
}

/**
 * Counts of `fields` for `hours` hours, oldest first, the last being the hour that holds `until`.
 * @returns one array a field.
 */
export async function readHourly(live: LiveState, fields: readonly string[], until: Instant, hours: number): Promise<number[][]> {
  const pipeline = live.redis.pipeline()
  const last = startOfHour(until)
  for (let back = hours - 1; back >= 0; back -= 1) pipeline.hmget(live.keys.window('hour', last - back * hour), ...fields)
  const replies = replyValues<(string | null)[]>(await pipeline.exec())
  return fields.map((_, field) => replies.map((counts) => Number(counts[field] ?? 0)))
}

/** What happened in each issue since `since`, oldest first. */
export function readActivity(live: LiveState, issues: readonly IssueId[], since: Instant): Promise<ActivityEntry[][]> {
  return readMembers(live, issues.map((issue) => live.keys.activity(issue)), since)
}

/** What happened in each area (`category@township`) since `since`, oldest first. */
export function readAreas(live: LiveState, areas: readonly string[], since: Instant): Promise<ActivityEntry[][]> {
  return readMembers(live, areas.map((area) => live.keys.area(area)), since)
}

/** Distinct people among entries; whoever left no trace counts as one each. */
export function countPeople(entries: readonly ActivityEntry[]): number {
  const known = new Set<string>()
  let unknown = 0
  for (const { reporter } of entries) {
    if (reporter === null) unknown += 1
    else known.add(reporter)
  }
  return known.size + unknown
}

async function readMembers(live: LiveState, keys: string[], since: Instant): Promise<ActivityEntry[][]> {
  if (keys.length === 0) return []
  const pipeline = live.redis.pipeline()
  for (const key of keys) pipeline.zrange(key, since, '+inf', 'BYSCORE', 'WITHSCORES')
  return replyValues<string[]>(await pipeline.exec()).map((flat) => {
    const entries: ActivityEntry[] = []
    for (let at = 0; at + 1 < flat.length; at += 2) entries.push({ at: Number(flat[at + 1]), ...parseMember(flat[at]!) })
    return entries
  })
}

/** The replies of a pipeline; the first error among them is thrown. */
function replyValues<T>(replies: [Error | null, unknown][] | null): T[] {
  return (replies ?? []).map(([error, value]) => {
    if (error) throw error
    return value as T
  })
}
