/** Watches how far issues spread: reads their counters from time to time, tells what has grown, and has such issues judged again. */
import { day, hour, minute, type Instant } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { IssueId, Reach } from '../shared/issue.ts'
import type { Database } from '../shared/node/postgres.ts'
import { readReach, type ReachCounts } from './archive/reach.ts'
import type { LiveState } from './live-state/store.ts'

export interface ReachWatch {
  /** As of the last look. */
  readonly known: ReadonlyMap<IssueId, Reach>
  /** Looks, at most once a minute; whatever has changed is marked to be judged. */
  look(now: Instant): Promise<void>
}

/** Postings older than this no longer spread. */
const followed = 3 * day
const every = minute

/** Sums as they were at some time. */
interface Sample {
  at: Instant
  views: number
  reposts: number
}

/**
 * Growth is told from samples of one process: after a restart it is understated, but for what was published within the hours
 * of the pack, all of whose views came in them.
 */
export function createReachWatch({ db, live, pack }: { db: Database; live: LiveState; pack: DistrictPack }): ReachWatch {
  const channels = pack.channels.filter(({ registered, totalsOnly }) => !registered && !totalsOnly).map(({ id }) => id)
  const { outletHours, gainHours } = pack.rules.reach
  let known = new Map<IssueId, Reach>()
  let samples = new Map<IssueId, Sample[]>()
  let lookedAt = -Infinity

  return {
    get known() {
      return known
    },

    async look(now) {
      if (now - lookedAt < every) return
      lookedAt = now
      const rows = await readReach(db, pack.profile.code, channels, now - followed, now - Math.max(gainHours * hour, day))
      const before = known
      const kept = new Map(rows.map((row) => [row.issue, keepSamples(samples.get(row.issue) ?? [], row, now, gainHours)] as const))
      known = new Map(rows.map((row) => [row.issue, toReach(row, kept.get(row.issue)![0]!, outletHours)]))
      samples = kept
      const changed = [...known].filter(([issue, reach]) => JSON.stringify(before.get(issue)) !== JSON.stringify(reach)).map(([issue]) => issue)
      if (changed.length > 0) await live.redis.sadd(live.keys.dirty, ...changed)
    },
  }
}

/** The samples of the hours at hand, oldest first, with what was read now; one an hour is enough. */
function keepSamples(samples: readonly Sample[], { views, reposts }: ReachCounts, now: Instant, hours: number): Sample[] {
  const recent = samples.filter(({ at }) => at >= now - hours * hour)
  const last = recent.at(-1)
  return last && now - last.at < hour ? recent : [...recent, { at: now, views: views ?? 0, reposts: reposts ?? 0 }]
}

function toReach(row: ReachCounts, oldest: Sample, outletHours: number): Reach {
  const gained = (total: number | null, fresh: number | null, then: number): number => Math.max(fresh ?? 0, (total ?? 0) - then)
  return {
    views: row.views, reposts: row.reposts, viewsGained: gained(row.views, row.freshViews, oldest.views),
    repostsGained: gained(row.reposts, row.freshReposts, oldest.reposts), outlets: mostOutlets(row.published, outletHours),
  }
}

/** The most distinct outlets in any span of so many hours. */
export function mostOutlets(published: readonly { at: Instant; outlet: string }[], hours: number): number {
  const spans = published.map(({ at: start }) => published.filter(({ at }) => at >= start && at - start <= hours * hour))
  return Math.max(0, ...spans.map((span) => new Set(span.map(({ outlet }) => outlet)).size))
}
