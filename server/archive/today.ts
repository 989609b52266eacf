/** Counts of counted postings by channel in a period, from PostgreSQL: what today is compared with. */
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'

/** Channel → count of counted postings published in [from, to). */
export async function countByChannel(db: Connection, district: string, from: Instant, to: Instant): Promise<Map<string, number>> {
  const { rows } = await db.query<{ channel: string; count: number }>({
    name: 'count-by-channel',
    text: `select p.channel, count(*) as count from postings p join enrichments n on n.district = p.district and n.posting = p.id
           where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and n.counted group by p.channel`,
    values: [district, from, to],
  })
  return new Map(rows.map((row) => [row.channel, row.count]))
}
