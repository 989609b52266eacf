/** The names of everything kept in Redis. Every key carries its district's hash tag, so that a cluster keeps a district together. */
import type { Instant } from '../../shared/clock.ts'
import { day, hour, startOfDay, startOfHour, startOfWeek, week } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'

/** The three lengths of window that are counted, with how long a bucket is kept after it began. */
export const windows = {
  hour: { start: startOfHour, keep: 40 * day },
  day: { start: startOfDay, keep: 800 * day },
  week: { start: startOfWeek, keep: 260 * week },
} as const
export type WindowName = keyof typeof windows
export const windowNames = Object.keys(windows) as WindowName[]

export interface Keys {
  /** Number of the last event whose effects are in Redis; the guard of every application. */
  applied: string
  /** Counter of pushes. */
  version: string
  /** Pub/sub channel on which pushes go to the gateways. */
  live: string
  /** Newest posting cards as JSON, newest first. */
  latest: string
  /** Section name → JSON of what the wall shows. */
  sections: string
  /** JSON of the table of trends. */
  trends: string
  /** Time up to which the sections are true. */
  asOf: string
  /** Issues whose activity changed since they were last judged. */
  dirty: string
  /** Issue → time of its last posting. */
  active: string
  /** Issue → JSON of its IssueState. */
  issues: string
  /** Issue → JSON of its row on the wall. */
  rows: string
  /** Hash of field → count for the window that began at `start`. */
  window(name: WindowName, start: Instant): string
  /** What happened in an issue: members (see effects.ts) scored by time. */
  activity(issue: IssueId): string
  /** The same for one category in one township. */
  area(area: string): string
  rank(list: RankName): string
  session(token: string): string
}

/** The ordered lists of issues that the wall shows. */
export const rankNames = ['trending', 'concentrated', 'rebound'] as const
export type RankName = (typeof rankNames)[number]

export function keysOf(district: string): Keys {
  const key = (name: string): string => `{${district}}:${name}`
  return {
    applied: key('applied'), version: key('version'), live: key('live'), latest: key('latest'), sections: key('sections'), trends: key('trends'), asOf: key('asOf'),
    dirty: key('dirty'), active: key('active'), issues: key('issues'), rows: key('rows'),
    window: (name, start) => key(`${name}:${Math.floor(start / hour)}`),
    activity: (issue) => key(`activity:${issue}`),
    area: (area) => key(`area:${area}`),
    rank: (list) => key(`rank:${list}`),
    session: (token) => key(`session:${token}`),
  }
}
