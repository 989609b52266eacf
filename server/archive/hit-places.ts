/** Which places postings are about, from PostgreSQL: an alert on a whole area names those that are hit. */
import type { Connection } from '../../shared/node/postgres.ts'

/** Places of these postings, the most named first. */
export async function readHitPlaces(db: Connection, district: string, postings: readonly number[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>({
    name: 'hit-places',
    text: `select enrichment->'place'->>'name' as name from enrichments
           where district = $1 and posting = any($2::bigint[]) and enrichment->'place'->>'name' is not null
           group by 1 order by count(*) desc, 1`,
    values: [district, postings],
  })
  return rows.map(({ name }) => name)
}
