/** Reads issues as duty staff look at them: found by words, with their postings, and with what may be the same matter. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId, MembershipReason } from '../../shared/issue.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { NearbyIssue } from '../../shared/issue-view.ts'
import type { CardSource } from '../cards.ts'

export interface IssueFigures {
  id: IssueId
  title: string
  category: string | null
  place: string | null
  township: string | null
  unit: string | null
  firstAt: Instant
  lastAt: Instant
  total: number
  /** Channel → counted postings. */
  channels: Record<string, number>
}

/** Newest postings that are looked at when no words are given, and newest issues among those with the words: vaguer words must be said better. */
const lookedAt = { postings: 2_000, issues: 1_000 }

/** Figures of issues whose ids and last times a query before it has put into `found`. */
const figuresSql = `
  select i.id, i.title, i.category, i.place, i.township, i.unit, coalesce(f.first_at, i.founded_at) as "firstAt",
    coalesce(f.last_at, i.founded_at) as "lastAt", coalesce(f.total, 0) as total, coalesce(f.channels, '{}') as channels
  from found join issues i on i.district = $1 and i.id = found.id
  left join lateral (
    select min(first_at) as first_at, max(last_at) as last_at, sum(count)::int as total, jsonb_object_agg(channel, count) as channels
    from (select p.channel, count(*) as count, min(p.published_at) as first_at, max(p.published_at) as last_at
      from memberships m join postings p on p.district = m.district and p.id = m.posting
      join enrichments n on n.district = m.district and n.posting = m.posting
      where m.district = $1 and m.issue = i.id and n.counted group by p.channel) as by_channel) as f on true
  order by "lastAt" desc, i.id desc`

/** Issues whose title or place holds `words` (all where it is empty), the newest activity first. */
export async function findIssues(db: Connection, district: string, words: string, most: number): Promise<IssueFigures[]> {
  if (words === '') {
    const { rows } = await db.query<IssueFigures>(
      `with newest as (
         select p.id, p.published_at from postings p join enrichments n on n.district = p.district and n.posting = p.id
         where p.district = $1 and n.counted order by p.published_at desc limit $3),
       found as (
         select m.issue as id, max(newest.published_at) as last_at from newest join memberships m on m.district = $1 and m.posting = newest.id
         group by m.issue order by last_at desc limit $2)
       ${figuresSql}`, [district, most, lookedAt.postings])
    return rows
  }
  const { rows } = await db.query<IssueFigures>(
    `with matching as (
       select id from issues
       where district = $1 and moved_to is null and (strpos(lower(title), lower($3)) > 0 or strpos(lower(place), lower($3)) > 0)
       order by id desc limit $4),
     found as (
       select matching.id from matching cross join lateral (
         select max(p.published_at) as last_at from memberships m join postings p on p.district = m.district and p.id = m.posting
         where m.district = $1 and m.issue = matching.id) as active
       order by active.last_at desc nulls last limit $2)
     ${figuresSql}`, [district, most, words, lookedAt.issues])
  return rows
}

/** One issue; null where there is none (any more). */
export async function readIssue(db: Connection, district: string, issue: IssueId): Promise<IssueFigures | null> {
  const { rows: [row] } = await db.query<IssueFigures>(
    `with found as (select id from issues where district = $1 and id = $2 and moved_to is null) ${figuresSql}`, [district, issue])
  return row ?? null
}

export interface MemberRow {
  card: CardSource
  confidence: number
  reason: MembershipReason
  enrichment: Enrichment
  copyOf: { posting: number; issue: number; similarity: number } | null
}

interface StoredMember {
  id: number; channel: string; published_at: number; recorded_at: number; issue: number; enrichment: Enrichment; confidence: number
  reason: MembershipReason; copy_of: number | null; copy_similarity: number | null; copy_issue: number | null
}

/** The postings of an issue, the newest first. @param before the id of the posting after which to go on; null = from the newest. */
export async function readMembers(db: Connection, district: string, issue: IssueId, before: number | null, most: number): Promise<MemberRow[]> {
  const { rows } = await db.query<StoredMember>(
    `select p.id, p.channel, p.published_at, p.recorded_at, m.issue, n.enrichment, m.confidence, m.reason, m.copy_of, m.copy_similarity, c.issue as copy_issue
     from memberships m join postings p on p.district = m.district and p.id = m.posting
     join enrichments n on n.district = m.district and n.posting = m.posting
     left join memberships c on c.district = m.district and c.posting = m.copy_of
     where m.district = $1 and m.issue = $2
       and ($3::bigint is null or (p.published_at, p.id) < (select published_at, id from postings where district = $1 and id = $3))
     order by p.published_at desc, p.id desc limit $4`, [district, issue, before, most])
  return rows.map((row) => ({
    card: {
      id: row.id, number: row.id, channel: row.channel, publishedAt: row.published_at, recordedAt: row.recorded_at, issue: row.issue,
      enrichment: row.enrichment,
    },
    confidence: row.confidence, reason: row.reason, enrichment: row.enrichment,
    copyOf: row.copy_of === null || row.copy_issue === null ? null : { posting: row.copy_of, issue: row.copy_issue, similarity: row.copy_similarity ?? 1 },
  }))
}

/** Issues at the same place or of the same category with postings since `since`, those at the place and the newest first. */
export async function readNearby(db: Connection, district: string, issue: IssueFigures, since: Instant, most: number): Promise<NearbyIssue[]> {
  const { rows } = await db.query<NearbyIssue>(
    `select i.id as issue, i.title, count(*)::int as total, max(p.published_at) as "lastAt"
     from postings p join enrichments n on n.district = p.district and n.posting = p.id
     join memberships m on m.district = p.district and m.posting = p.id
     join issues i on i.district = p.district and i.id = m.issue
     where p.district = $1 and p.published_at >= $2 and n.counted and i.id <> $3 and (i.place = $4 or i.category = $5)
     group by i.id, i.title, i.place order by (i.place is not distinct from $4 and $4 is not null) desc, "lastAt" desc limit $6`,
    [district, since, issue.id, issue.place, issue.category, most])
  return rows
}
