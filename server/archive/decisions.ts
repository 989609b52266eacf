/** Stores what the pipeline understood and decided, so that a replay repeats it instead of deciding again. */
import type { Connection } from '../../shared/node/postgres.ts'
import type { GroupedPosting } from '../grouped.ts'

const saveSql = `
  with incoming as (
    select * from jsonb_to_recordset($2::jsonb) as row(posting bigint, purpose text, category text, unit text, place text, township text,
      counted boolean, enrichment jsonb, issue bigint, confidence real, reason jsonb, model text, copy_of bigint, copy_similarity real, identity jsonb, founded_at float8)),
  founded as (
    insert into issues (district, id, title, category, place, township, unit, founded_at)
    select $1, issue, identity->>'title', identity->>'category', identity->>'place', identity->>'township', identity->>'unit', founded_at
    from incoming where posting = issue on conflict do nothing),
  enriched as (
    insert into enrichments (district, posting, purpose, category, unit, place, township, counted, enrichment)
    select $1, posting, purpose, category, unit, place, township, counted, enrichment from incoming on conflict do nothing)
  insert into memberships (district, posting, issue, confidence, reason, model, copy_of, copy_similarity)
  select $1, posting, issue, confidence, reason, model, copy_of, copy_similarity from incoming on conflict do nothing`

/** Stores enrichment, membership and newly founded issues of a run; what is there already stays as it is. */
export async function saveDecisions(db: Connection, district: string, run: readonly GroupedPosting[]): Promise<void> {
  const rows = run.filter((posting) => posting.isNew).map((posting) => ({
    posting: posting.id,
    purpose: posting.enrichment.purpose,
    category: posting.enrichment.category.code,
    unit: posting.enrichment.units[0]?.unit ?? null,
    place: posting.enrichment.place?.id ?? posting.enrichment.place?.name ?? null,
    township: posting.enrichment.place?.township ?? null,
    counted: posting.enrichment.counted,
    enrichment: posting.enrichment,
    issue: posting.issue,
    confidence: posting.membership.confidence,
    reason: posting.membership.reason,
    model: posting.membership.model,
    copy_of: posting.membership.copyOf?.posting ?? null,
    copy_similarity: posting.membership.copyOf?.similarity ?? null,
    identity: posting.identity,
    founded_at: posting.publishedAt,
  }))
  if (rows.length > 0) await db.query({ name: 'decisions', text: saveSql, values: [district, JSON.stringify(rows)] })
}
