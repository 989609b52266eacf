/** Reads the district's events in order of number, each with what has already been understood of it. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId, Membership, MembershipReason } from '../../shared/issue.ts'
import type { Enrichment, PostingCounts, PostingKind, PostingState, RecordedPosting, TimePrecision, WorkOrder } from '../../shared/posting.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { IssueIdentity } from '../live-state/issue-state.ts'

/** An event of the district: a posting that came in, or that its source changed. */
export interface FeedEvent {
  posting: RecordedPosting
  recordedAt: Instant
  orderBefore: WorkOrder | null
  /** Posting id and issue of the thread that this replies to, and of the posting that it repeats, where known. */
  parent: { id: number; issue: IssueId | null } | null
  original: number | null
  /** What an earlier run of the pipeline decided; null the first time. */
  decided: { enrichment: Enrichment; membership: Membership; identity: IssueIdentity } | null
}

interface FeedRow {
  number: number; revision: number; event_order: WorkOrder | null; event_recorded_at: number; order_before: WorkOrder | null
  id: number; source: string; external_id: string; channel: string; kind: PostingKind; parent: string | null; repost_of: string | null
  url: string | null; title: string; body: string; account: string | null; reporter: string | null; published_at: number
  precision: TimePrecision; received_at: number; official: boolean; pinned: boolean; counts: PostingCounts; images: string[]; state: PostingState
  parent_id: number | null; parent_issue: number | null; original_id: number | null
  enrichment: Enrichment | null; issue: number | null; confidence: number; reason: MembershipReason; model: string
  issue_title: string; issue_category: string | null; issue_place: string | null; issue_township: string | null; issue_unit: string | null
}

const feedFrom = `
  select e.number, e.revision, e.work_order as event_order, e.recorded_at as event_recorded_at, b.work_order as order_before,
    p.id, p.source, p.external_id, p.channel, p.kind, p.parent, p.repost_of, p.url, p.title, p.body, p.account, p.reporter, p.published_at,
    p.precision, p.received_at, p.official, p.pinned, p.counts, p.images, p.state,
    t.id as parent_id, tm.issue as parent_issue, o.id as original_id,
    n.enrichment, m.issue, m.confidence, m.reason, m.model,
    i.title as issue_title, i.category as issue_category, i.place as issue_place, i.township as issue_township, i.unit as issue_unit
  from events e
  join postings p on p.district = e.district and p.id = e.posting
  left join events b on b.district = e.district and b.posting = e.posting and b.revision = e.revision - 1
  left join postings t on p.parent is not null and t.district = p.district and t.source = p.source and t.external_id = p.parent
  left join memberships tm on tm.district = p.district and tm.posting = t.id
  left join postings o on p.repost_of is not null and o.district = p.district and o.source = p.source and o.external_id = p.repost_of
  left join enrichments n on n.district = p.district and n.posting = p.id
  left join memberships m on m.district = p.district and m.posting = p.id
  left join issues i on i.district = p.district and i.id = m.issue
  where e.district = $1 and e.number > $2 and e.number <= $3`

// Numbers have no gaps, so a run is a range of them: a LIMIT would have PostgreSQL join the whole backlog first.
const feedSql = `${feedFrom} order by e.number`
const membershipsSql = `${feedFrom} and e.revision = 1 and p.published_at >= $4 and m.issue is not null order by e.number`

/** The next events after number `after`, at most `limit`. */
export async function readFeed(db: Connection, district: string, after: number, limit: number): Promise<FeedEvent[]> {
  const { rows } = await db.query<FeedRow>({ name: 'feed', text: feedSql, values: [district, after, after + limit] })
  return rows.map((row) => toEvent(row, district))
}

/** The number of the newest event, and when the oldest event after `applied` was recorded. */
export async function readHead(db: Connection, district: string, applied: number): Promise<{ recorded: number; oldestWaiting: Instant | null }> {
  const { rows: [row] } = await db.query<{ recorded: number; oldest: number | null }>({
    name: 'head',
    text: `select coalesce((select last_number from districts where district = $1), 0) as recorded,
             (select recorded_at from events where district = $1 and number = $2) as oldest`,
    values: [district, applied + 1],
  })
  return { recorded: row!.recorded, oldestWaiting: row!.oldest }
}

function toEvent(row: FeedRow, district: string): FeedEvent {
  return {
    posting: {
      district, number: row.number, id: row.id, revision: row.revision, source: row.source, externalId: row.external_id, channel: row.channel,
      kind: row.kind, parent: row.parent, repostOf: row.repost_of, url: row.url, title: row.title, text: row.body, account: row.account,
      reporter: row.reporter, publishedAt: row.published_at, precision: row.precision, receivedAt: row.received_at, official: row.official,
      pinned: row.pinned, counts: row.counts, images: row.images, state: row.state, workOrder: row.event_order,
    },
    recordedAt: row.event_recorded_at,
    orderBefore: row.order_before,
    parent: row.parent_id === null ? null : { id: row.parent_id, issue: row.parent_issue },
    original: row.original_id,
    decided: row.issue === null || row.enrichment === null ? null : {
      enrichment: row.enrichment,
      membership: { posting: row.id, issue: row.issue, confidence: row.confidence, reason: row.reason, model: row.model },
      identity: { title: row.issue_title, category: row.issue_category, place: row.issue_place, township: row.issue_township, unit: row.issue_unit },
    },
  }
}

/** First event of every posting since `since` that has been grouped, in order: what a new grouping remembers. */
export async function* readMemberships(db: Connection, district: string, since: Instant): AsyncGenerator<FeedEvent> {
  const page = 2_000
  const { recorded } = await readHead(db, district, 0)
  for (let after = 0; after < recorded; after += page) {
    const { rows } = await db.query<FeedRow>({ name: 'memberships', text: membershipsSql, values: [district, after, after + page, since] })
    for (const row of rows) yield toEvent(row, district)
  }
}
