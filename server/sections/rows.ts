/** The lists of issues on the wall: who is on them, in what order, and how a row reads. */
import { day, type Instant } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import type { Rules } from '../../shared/district.ts'
import type { IssueId } from '../../shared/issue.ts'
import { peopleWords, shownPeople } from '../../shared/people.ts'
import type { IssueRow } from '../../shared/wall.ts'
import type { RankName } from '../live-state/keys.ts'
import { rankNames } from '../live-state/keys.ts'
import type { LiveState } from '../live-state/store.ts'
import type { MeasuredIssue } from '../measure.ts'
import type { Names } from './names.ts'

/** Rows shown of each list. */
const shown = 8

/**
 * Where an issue stands in each list; null = not on it. Consultations are on none: they are answered, not put right.
 * Trending: how far above expectation, in standard deviations, weighed by how sure that is.
 */
export function rankIssue({ activity, day: trend }: MeasuredIssue, rules: Rules, now: Instant): Record<RankName, number | null> {
  const { grievances: { people24h, people7d }, count24h, rebounds, sinceClosed, lastAt, consultation } = activity
  const { several } = rules.concentrated
  const trending = !consultation && count24h >= 2 && trend.score > 0.5
  const concentrated = people24h >= several.people24h || people7d >= several.people7d
  const rebound = !consultation && rebounds > 0 && sinceClosed.count > 0 && now - lastAt <= rules.rebound.days * day
  return {
    trending: trending ? trend.score * (trend.seen - trend.expected) / Math.sqrt(trend.expected + 1) : null,
    concentrated: concentrated ? people24h * 10 + people7d : null,
    rebound: rebound ? lastAt : null,
  }
}

/** Puts measured issues where they belong in the lists, or takes them off. */
export async function rankIssues(live: LiveState, measured: readonly MeasuredIssue[], rows: readonly IssueRow[], rules: Rules, now: Instant): Promise<void> {
  if (measured.length === 0) return
  const pipeline = live.redis.pipeline()
  measured.forEach((issue, index) => {
    const ranks = rankIssue(issue, rules, now)
    const id = issue.activity.issue
    for (const name of rankNames) {
      const rank = ranks[name]
      if (rank === null) pipeline.zrem(live.keys.rank(name), String(id))
      else pipeline.zadd(live.keys.rank(name), rank, String(id))
    }
    if (rankNames.some((name) => ranks[name] !== null)) pipeline.hset(live.keys.rows, String(id), JSON.stringify(rows[index]))
    else pipeline.hdel(live.keys.rows, String(id))
  })
  await pipeline.exec()
}

/** Takes issues off all lists. */
export async function unrankIssues(live: LiveState, issues: readonly IssueId[]): Promise<void> {
  if (issues.length === 0) return
  const pipeline = live.redis.pipeline().hdel(live.keys.rows, ...issues.map(String))
  for (const name of rankNames) pipeline.zrem(live.keys.rank(name), ...issues.map(String))
  await pipeline.exec()
}

/** The rows at the head of each list. */
export async function readRows(live: LiveState): Promise<Record<RankName, IssueRow[]>> {
  const lists = await Promise.all(rankNames.map((name) => live.redis.zrevrange(live.keys.rank(name), 0, shown - 1)))
  const ids = [...new Set(lists.flat())]
  const stored = ids.length > 0 ? await live.redis.hmget(live.keys.rows, ...ids) : []
  const rows = new Map(ids.map((id, index) => [id, stored[index]] as const))
  const list = (index: number): IssueRow[] => lists[index]!.flatMap((id) => {
    const row = rows.get(id)
    return row ? [JSON.parse(row) as IssueRow] : []
  })
  return { trending: list(0), concentrated: list(1), rebound: list(2) }
}

export function toRow({ activity, day: trend, spark }: MeasuredIssue, alert: Alert | null, names: Names): IssueRow {
  const people = shownPeople(activity.people24h)
  const channels = activity.channels.map((channel) => names.channel(channel)).join('、')
  const band = `预计${Math.round(trend.low)}—${Math.round(trend.high)}次`
  return {
    issue: activity.issue, title: activity.title, level: alert?.level ?? null, category: names.category(activity.category), place: activity.place,
    township: activity.township, unit: names.unit(activity.unit), count24h: activity.count24h, total: activity.total,
    low: trend.low, high: trend.high, expected: trend.expected, score: trend.score, small: trend.small, people, spark, channels: activity.channels,
    state: alert?.state ?? null,
    sentence: alert?.sentence ?? `24小时${activity.count24h}次（${band}），涉及${peopleWords(people)}，来自${channels}。`,
    firstAt: activity.firstAt, lastAt: activity.lastAt,
  }
}
