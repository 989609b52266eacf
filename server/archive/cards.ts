/** Reads the postings behind an alert, newest first, as far as a card needs them. */
import type { AlertSubject } from '../../shared/alert.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { CardSource } from '../cards.ts'

interface CardRow {
  id: number; channel: string; published_at: number; recorded_at: number; issue: number; enrichment: Enrichment
}

const select = `select p.id, p.channel, p.published_at, p.recorded_at, m.issue, n.enrichment
  from postings p join memberships m on m.district = p.district and m.posting = p.id
  join enrichments n on n.district = p.district and n.posting = p.id`

/** The newest postings of an issue, or of a category in a township; none for a source. */
export async function readCards(db: Connection, district: string, subject: AlertSubject, most: number): Promise<CardSource[]> {
  if (subject.kind === 'source') return []
  const [category, township] = subject.id.split('@')
  const { rows } = subject.kind === 'issue'
    ? await db.query<CardRow>(`${select} where m.district = $1 and m.issue = $2 order by p.published_at desc limit $3`, [district, Number(subject.id), most])
    : await db.query<CardRow>(
      `${select} where n.district = $1 and n.category = $2 and n.township is not distinct from $3 order by p.published_at desc limit $4`,
      [district, category, township ?? null, most])
  return rows.map((row) => ({
    id: row.id, number: row.id, channel: row.channel, publishedAt: row.published_at, recordedAt: row.recorded_at, issue: row.issue, enrichment: row.enrichment,
  }))
}
