/** Reads the postings behind an alert, newest first, as far as a card needs them. */
import type { AlertSubject } from '../../shared/alert.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { CardSource } from '../cards.ts'
import { followIssue } from './rulings.ts'

interface CardRow {
  id: number; channel: string; published_at: number; recorded_at: number; issue: number; enrichment: Enrichment
}

const select = `select p.id, p.channel, p.published_at, p.recorded_at, m.issue, n.enrichment
  from postings p join memberships m on m.district = p.district and m.posting = p.id
  join enrichments n on n.district = p.district and n.posting = p.id`

/** Which postings count for a subject, by its kind; $2 is its id. */
const ofSubject = new Map([
  ['channel', 'n.counted and p.channel = $2'], ['unit', 'n.counted and n.unit = $2'], ['category', 'n.counted and n.category = $2'],
  ['township', 'n.counted and n.township = $2'], ['place', 'n.counted and n.place = $2'], ['plan', `n.counted and n.enrichment -> 'plans' ? $2`],
])

/** The newest postings of an issue, of a category in a township, or of a subject; none for a source. */
export async function readCards(db: Connection, district: string, subject: AlertSubject, most: number): Promise<CardSource[]> {
  // The alert of an issue that was merged may have ended before: its postings are in the other.
  const issue = subject.kind === 'issue' ? await followIssue(db, district, Number(subject.id)) : null
  const [condition, values] = conditionOf(issue === null ? subject : { kind: 'issue', id: String(issue) })
  if (condition === null) return []
  const { rows } = await db.query<CardRow>(
    `${select} where p.district = $1 and ${condition} order by p.published_at desc limit $${values.length + 2}`, [district, ...values, most])
  return rows.map((row) => ({
    id: row.id, number: row.id, channel: row.channel, publishedAt: row.published_at, recordedAt: row.recorded_at, issue: row.issue, enrichment: row.enrichment,
  }))
}

function conditionOf({ kind, id }: AlertSubject): [condition: string | null, values: (string | number | null)[]] {
  if (kind === 'issue') return ['m.issue = $2', [Number(id)]]
  if (kind === 'source') return [null, []]
  const cut = id.indexOf(kind === 'area' ? '@' : ':')
  const [first, rest] = [id.slice(0, cut), id.slice(cut + 1)]
  return kind === 'area' ? ['n.category = $2 and n.township is not distinct from $3', [first, rest || null]] : [ofSubject.get(first) ?? null, [rest]]
}
