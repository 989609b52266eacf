/** Reads what was kept but not counted because it is not about the district, the newest first. */
import type { Enrichment, PostingState } from '../../shared/posting.ts'
import type { Connection } from '../../shared/node/postgres.ts'

export interface LetGo {
  id: number
  source: string
  channel: string
  url: string | null
  publishedAt: number
  state: PostingState
  enrichment: Enrichment
}

/** How the reasons begin that say so; replies, notices and official words are not meant. */
const strayReason = '与本区诉求无关%'

/** @param before ids below this one only; null = from the newest on. */
export async function readLetGo(db: Connection, district: string, before: number | null, source: string | null, most: number): Promise<LetGo[]> {
  const { rows } = await db.query<{
    id: number; source: string; channel: string; url: string | null; published_at: number; state: PostingState; enrichment: Enrichment
  }>(
    `select p.id, p.source, p.channel, p.url, p.published_at, p.state, n.enrichment
     from enrichments n join postings p on p.district = n.district and p.id = n.posting
     where n.district = $1 and not n.counted and n.enrichment ->> 'uncountedBecause' like $2 and (p.title <> '' or p.body <> '')
       and ($3::bigint is null or n.posting < $3) and ($4::text is null or p.source = $4)
     order by n.posting desc limit $5`,
    [district, strayReason, before, source, most],
  )
  return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at }))
}
