/** Reads every source there is, crawled or only just added, with how much it has brought in a week. */
import { day, type Instant } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { SourceHealth } from '../../shared/source.ts'

export interface KnownSource {
  source: string
  health: SourceHealth | null
  config: SourceConfig | null
  addedBy: string | null
  addedAt: Instant | null
  week: number
}

export async function readSourceRows(db: Connection, district: string, now: Instant): Promise<KnownSource[]> {
  const { rows } = await db.query<{
    source: string; health: SourceHealth | null; config: SourceConfig | null; added_by: string | null; added_at: number | null; week: number
  }>(
    `with counts as (select source, count(*) as week from postings where district = $1 and published_at >= $2 group by source)
     select s.source, s.health, s.config, s.added_by, s.added_at, coalesce(c.week, 0) as week
     from sources s left join counts c using (source)
     where s.district = $1 and (s.health is not null or s.config is not null) order by s.source`,
    [district, now - 7 * day],
  )
  return rows.map(({ added_by, added_at, ...row }) => ({ ...row, addedBy: added_by, addedAt: added_at }))
}
