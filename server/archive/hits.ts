/** What stands behind an outage, from PostgreSQL: what its postings ask for and where, and how many such are usual there. */
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { Purpose } from '../../shared/posting.ts'

export interface Hit {
  posting: number
  purpose: Purpose
  place: string | null
}

export async function readHits(db: Connection, district: string, postings: readonly number[]): Promise<Hit[]> {
  const { rows } = await db.query<Hit>({
    name: 'hits',
    text: `select posting, purpose, enrichment->'place'->>'name' as place from enrichments where district = $1 and posting = any($2::bigint[])`,
    values: [district, postings],
  })
  return rows
}

/** Counted postings on a category in a township from `since` (included) to `until` (not). */
export async function countUsual(
  db: Connection, district: string, { category, township }: { category: string; township: string }, since: Instant, until: Instant,
): Promise<number> {
  const { rows: [row] } = await db.query<{ count: number }>({
    name: 'usual-in-area',
    text: `select count(*)::int as count from enrichments n join postings p on p.district = n.district and p.id = n.posting
           where n.district = $1 and n.category = $2 and n.township = $3 and n.counted and p.published_at >= $4 and p.published_at < $5`,
    values: [district, category, township, since, until],
  })
  return row!.count
}
