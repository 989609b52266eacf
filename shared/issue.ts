/** An issue (事项): postings on the same concrete matter, i.e. the same place and the same problem. */
import type { Instant } from './clock.ts'

/** An issue is named after the posting that founded it, so that a replay names it the same. */
export type IssueId = number

/** Why a posting belongs to its issue; shown to duty staff, kept with the membership. */
export type MembershipReason =
  | { because: 'founded' }
  | { because: 'similar'; to: number; similarity: number; shared: string[] }
  | { because: 'repost'; of: number; similarity: number }
  | { because: 'reply'; to: number }
  | { because: 'person'; by: string }

export interface Membership {
  posting: number
  issue: IssueId
  /** 0–1: how sure the grouping is; 1 for what a person decided. */
  confidence: number
  reason: MembershipReason
  /** Version of the grouping that decided. */
  model: string
}

/** What of an issue counts in windows and rules; times are event times, people are distinct reporters. */
export interface IssueActivity {
  issue: IssueId
  title: string
  category: string | null
  place: string | null
  township: string | null
  unit: string | null
  /** True when most of its postings only ask, praise or suggest: left out of bursts, repeats and concentration. */
  consultation: boolean
  firstAt: Instant
  lastAt: Instant
  count1h: number
  count24h: number
  count7d: number
  total: number
  people1h: number
  people24h: number
  people7d: number
  /** The most postings any single reporter made on it in 30 days. */
  mostByOne30d: number
  channels: string[]
  urgency: string[]
  /** When it was last closed (办结); null = never. */
  closedAt: Instant | null
  /** Postings and people since it was closed; 0 when it never was. */
  sinceClosed: { count: number; people: number }
  /** How often it has come back after a closing, this time included. */
  rebounds: number
}
