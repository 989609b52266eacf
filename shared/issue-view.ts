/** What duty staff see of an issue (/api/issues, /api/rulings): its postings with why each belongs, what people ruled, what may be the same matter. */
import type { Instant } from './clock.ts'
import type { Purpose } from './posting.ts'
import type { PostingTrace } from './posting-trace.ts'
import type { CorrectedField, Ruling } from './ruling.ts'
import type { PostingCard } from './wall.ts'

/** Counted postings of one channel; 件 where they are registered, 条 where they were crawled: the two are never summed. */
export interface IssueChannel {
  channel: string
  name: string
  measure: '件' | '条'
  count: number
}

export interface IssueSummary {
  id: number
  /** Place + problem. */
  title: string
  /** Leaf code and its name; 未分类 where unsure. */
  category: string | null
  categoryName: string
  place: string | null
  township: string | null
  unit: string | null
  unitName: string | null
  firstAt: Instant
  lastAt: Instant
  /** Counted postings, as it stands in a list; where there is room, show `channels` instead. */
  total: number
  channels: IssueChannel[]
}

/** GET /api/issues?q=&limit= : the newest activity first. */
export interface IssueList {
  asOf: Instant
  issues: IssueSummary[]
}

/** A posting of an issue, masked. */
export interface IssueMember {
  card: PostingCard
  /** 0–1: how sure the grouping is. */
  confidence: number
  /** Why it belongs, in one Chinese sentence. */
  reason: string
  /** An earlier posting that says nearly the same, and the issue which that one is in. */
  copyOf: { posting: number; issue: number; similarity: number } | null
  purpose: Purpose
  /** Names of the keyword plans that it meets. */
  plans: string[]
  /** At most three, the likeliest first. */
  units: { unit: string; name: string; confidence: number; reason: string }[]
  /** 重复诉求: the same person has told it before. 反弹诉求: it comes after the matter was closed. */
  repeat: boolean
  rebound: boolean
  /** Fields that a person has corrected. */
  corrected: CorrectedField[]
  /** Why it does not count (a reply, an official notice …), in Chinese; null when it counts. */
  uncountedBecause: string | null
  /** What has become of it on its own site. */
  trace: PostingTrace
}

/** A ruling on record, as it is told to people. */
export interface RulingLine {
  number: number
  kind: Ruling['kind']
  sentence: string
  by: string
  at: Instant
  /** False until the line has come to it, some moments after it was made. */
  done: boolean
}

/** An issue at the same place or of the same category with postings in the last 30 days: a candidate to merge. */
export interface NearbyIssue {
  issue: number
  title: string
  total: number
  lastAt: Instant
}

/** GET /api/issues/:id?before=&limit= */
export interface IssueDetail {
  asOf: Instant
  issue: IssueSummary
  /** Newest first. */
  members: IssueMember[]
  /** What to ask with as `before` for the members that follow; null = these were the last. */
  next: number | null
  /** Newest first. */
  rulings: RulingLine[]
  nearby: NearbyIssue[]
}

/** An issue that was merged into another says where it went. */
export type IssueAnswer = IssueDetail | { movedTo: number }

/** POST /api/rulings answers 202 with this; the line obeys within moments. 400 and 409 bring `{ message }` in Chinese. */
export interface RulingAccepted {
  number: number
}

/** GET /api/rulings/choices: what a correction may say. */
export interface CorrectionChoices {
  category: { value: string; name: string; group: string }[]
  unit: { value: string; name: string }[]
  purpose: { value: string; name: string }[]
  place: { value: string; name: string; group: string }[]
}
