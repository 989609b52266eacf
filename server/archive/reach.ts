/** How far issues have spread, from PostgreSQL: the counters of their crawled postings, and who has published on them. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import type { Connection } from '../../shared/node/postgres.ts'

/** Sums over an issue's crawled postings; null = no source tells. */
export interface ReachCounts {
  issue: IssueId
  views: number | null
  reposts: number | null
  /** The part of them that belongs to postings published since `freshSince`. */
  freshViews: number | null
  freshReposts: number | null
  /** Media and accounts of organisations since `freshSince`; the district's own announcements are none. */
  published: { at: Instant; outlet: string }[]
}

/**
 * The issues of the postings crawled since `since` that have counters or outlets at all. What is no matter of the district's (an
 * advertisement), and praise, may be read as widely as it likes.
 */
export async function readReach(
  db: Connection, district: string, channels: readonly string[], since: Instant, freshSince: Instant,
): Promise<ReachCounts[]> {
  const { rows } = await db.query<ReachCounts>({
    name: 'reach',
    text: `with crawled as (
        select m.issue, p.published_at as at, (p.counts ->> 'views')::bigint as views, (p.counts ->> 'reposts')::bigint as reposts,
          case when p.official then null when p.kind = 'news' then coalesce(p.account, p.source) else p.account end as outlet
        from postings p join memberships m on m.district = p.district and m.posting = p.id
          join enrichments n on n.district = p.district and n.posting = p.id
        where p.district = $1 and p.published_at >= $3 and p.channel = any($2::text[]) and p.state <> 'gone' and n.counted and n.purpose <> '表扬')
      select issue, sum(views)::float8 as views, sum(reposts)::float8 as reposts,
        (sum(views) filter (where at >= $4))::float8 as "freshViews", (sum(reposts) filter (where at >= $4))::float8 as "freshReposts",
        coalesce(json_agg(json_build_object('at', at, 'outlet', outlet)) filter (where outlet is not null and at >= $4), '[]') as published
      from crawled group by issue having count(views) + count(reposts) + count(outlet) > 0`,
    values: [district, channels, since, freshSince],
  })
  return rows
}
