/** Interruptions that have been announced: official postings on a kind of supply in a township, from PostgreSQL. */
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'

export interface Announced {
  category: string
  township: string
}

/** What official postings since `since` are about, of `categories`; one that names no township announces nothing in particular. */
export async function readAnnounced(db: Connection, district: string, categories: readonly string[], since: Instant): Promise<Announced[]> {
  const { rows } = await db.query<Announced>({
    name: 'announced',
    text: `select distinct n.category, n.township from postings p join enrichments n on n.district = p.district and n.posting = p.id
           where p.district = $1 and p.published_at >= $3 and p.official and p.kind <> 'reply' and p.state <> 'gone'
             and n.category = any($2::text[]) and n.township is not null`,
    values: [district, categories, since],
  })
  return rows
}
