/** Reads the district's events in order of number, each with what has already been understood of it or done about it. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId, Membership, MembershipReason } from '../../shared/issue.ts'
import type { Enrichment, PostingCounts, PostingKind, PostingState, RecordedPosting, TimePrecision, WorkOrder } from '../../shared/posting.ts'
import type { RecordedRuling } from '../../shared/ruling.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { Outcome } from '../issues/obey.ts'
import type { IssueIdentity } from '../live-state/issue-state.ts'

/** Something that happened to a posting: it came in, or its source changed it. */
export interface FeedEvent {
  posting: RecordedPosting
  recordedAt: Instant
  orderBefore: WorkOrder | null
  /** Posting id and issue of the thread that this replies to, and of the posting that it repeats, where known. */
  parent: { id: number; issue: IssueId | null } | null
  original: number | null
  /** What an earlier run of the pipeline, or a person, decided; null the first time. */
  decided: { enrichment: Enrichment; membership: Membership; identity: IssueIdentity } | null
}

/** A ruling in its turn among the events. */
export interface RulingEvent extends RecordedRuling {
  /** What it changed when the line obeyed it before; null the first time. */
  outcome: Outcome | null
}

/** What the line takes at once. A ruling ends it: what comes after is read when that has been obeyed. */
export interface Stretch {
  postings: FeedEvent[]
  ruling: RulingEvent | null
}

interface FeedRow {
  number: number; revision: number; event_order: WorkOrder | null; event_recorded_at: number; order_before: WorkOrder | null
  id: number; source: string; external_id: string; channel: string; local: boolean; kind: PostingKind; parent: string | null; repost_of: string | null
  url: string | null; title: string; body: string; account: string | null; reporter: string | null; published_at: number
  precision: TimePrecision; received_at: number; official: boolean; pinned: boolean; counts: PostingCounts; images: string[]; state: PostingState
  parent_id: number | null; parent_issue: number | null; original_id: number | null
  enrichment: Enrichment | null; issue: number | null; confidence: number; reason: MembershipReason; model: string
  copy_of: number | null; copy_similarity: number | null
  issue_title: string; issue_category: string | null; issue_place: string | null; issue_township: string | null; issue_unit: string | null
}

const feedFrom = `
  select e.number, e.revision, e.work_order as event_order, e.recorded_at as event_recorded_at, b.work_order as order_before,
    p.id, p.source, p.external_id, p.channel, p.local, p.kind, p.parent, p.repost_of, p.url, p.title, p.body, p.account, p.reporter, p.published_at,
    p.precision, p.received_at, p.official, p.pinned, p.counts, p.images, p.state,
    t.id as parent_id, tm.issue as parent_issue, o.id as original_id,
    n.enrichment, m.issue, m.confidence, m.reason, m.model, m.copy_of, m.copy_similarity,
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
  where e.district = $1`

// Numbers have no gaps, so a run is a range of them: a LIMIT would have PostgreSQL join the whole backlog first.
const feedSql = `${feedFrom} and e.number > $2 and e.number <= $3 order by e.number`
const rulingSql = 'select number, ruling, by, at, outcome from rulings where district = $1 and number > $2 and number <= $3 order by number limit 1'
const membershipsSql = `${feedFrom} and e.number > $2 and e.number <= $3 and e.revision = 1 and p.published_at >= $4 and m.issue is not null order by e.number`
const numbersSql = `select e.number from memberships m join events e on e.district = m.district and e.posting = m.posting
  where m.district = $1 and m.issue = any($2::bigint[]) and e.number <= $3`
const numberedSql = `${feedFrom} and e.number = any($2::bigint[]) order by e.number`

/** What comes after number `after`: at most `limit` postings, and the ruling that follows them where one does. */
export async function readFeed(db: Connection, district: string, after: number, limit: number): Promise<Stretch> {
  const { rows } = await db.query<FeedRow>({ name: 'feed', text: feedSql, values: [district, after, after + limit] })
  const { rows: [ruling] } = await db.query<RulingEvent>({ name: 'next-ruling', text: rulingSql, values: [district, after, after + limit] })
  const postings = rows.filter(({ number }) => !ruling || number < ruling.number).map((row) => toEvent(row, district))
  // A ruling that was made between the two questions may follow on postings that came in between them too: it waits for those.
  const follows = ruling?.number === (postings.at(-1)?.posting.number ?? after) + 1
  return { postings, ruling: ruling && follows ? ruling : null }
}

/** Everything that happened up to number `upTo` to the postings that are now in these issues, in order. */
export async function readIssueEvents(db: Connection, district: string, issues: readonly IssueId[], upTo: number): Promise<FeedEvent[]> {
  // In two steps, so that what few rows there are lead the way through all the joins.
  const found = await db.query<{ number: number }>({ name: 'issue-numbers', text: numbersSql, values: [district, issues, upTo] })
  const { rows } = await db.query<FeedRow>({ name: 'numbered-events', text: numberedSql, values: [district, found.rows.map(({ number }) => number)] })
  return rows.map((row) => toEvent(row, district))
}

/** The issues in which these postings are. */
export async function readIssuesOf(db: Connection, district: string, postings: readonly number[]): Promise<IssueId[]> {
  const { rows } = await db.query<{ issue: number }>(
    'select distinct issue from memberships where district = $1 and posting = any($2::bigint[])', [district, postings])
  return rows.map(({ issue }) => issue)
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
      district, number: row.number, id: row.id, revision: row.revision, source: row.source, externalId: row.external_id, channel: row.channel, local: row.local,
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
      membership: {
        posting: row.id, issue: row.issue, confidence: row.confidence, reason: row.reason, model: row.model,
        copyOf: row.copy_of === null ? null : { posting: row.copy_of, similarity: row.copy_similarity ?? 1 },
      },
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
