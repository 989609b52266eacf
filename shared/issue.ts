/** An issue (事项): postings on the same concrete matter, i.e. the same place and the same problem. */
import type { Instant } from './clock.ts'

/** An issue is named after the posting that founded it, so that a replay names it the same. */
export type IssueId = number

/** Why a posting belongs to its issue; shown to duty staff, kept with the membership. `person` = a ruling put it there (see ruling.ts). */
export type MembershipReason =
  | { because: 'founded' }
  | { because: 'similar'; to: number; similarity: number; shared: string[] }
  | { because: 'repost'; of: number; similarity: number }
  | { because: 'reply'; to: number }
  | { because: 'person'; by: string; ruling: number }

export interface Membership {
  posting: number
  issue: IssueId
  /** 0–1: how sure the grouping is; 1 for what a person decided. */
  confidence: number
  reason: MembershipReason
  /** Version of the grouping that decided. */
  model: string
  /** An earlier posting that says nearly the same, in this issue or (copied text about another place) in another; null = none. */
  copyOf: { posting: number; similarity: number } | null
}

/** What of an issue counts in windows and rules; times are event times, people are distinct reporters. */
export interface IssueActivity {
  issue: IssueId
  title: string
  category: string | null
  place: string | null
  township: string | null
  unit: string | null
  /** True when most of its postings only ask, praise or suggest. */
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
  /** The same without those that only ask, praise or suggest. */
  grievances: { count24h: number; count7d: number; people24h: number; people7d: number }
  /** The most grievances any single reporter has brought on it in 30 days. */
  mostByOne30d: number
  channels: string[]
  /** Channels of the last 24 h. */
  channels24h: string[]
  urgency: string[]
  /** Keyword plans met in the last 24 h, with how many postings and people. */
  plans: PlanCount[]
  /** When it was last closed (办结); null = never. */
  closedAt: Instant | null
  /** Postings and people since it was closed; 0 when it never was. */
  sinceClosed: { count: number; people: number }
  /** How often it has come back after a closing, this time included. */
  rebounds: number
  /** How often it has been closed. */
  closings: number
  /** Postings by hour of the day (24, Beijing time), up to the last closing and since it; where the hour is known. */
  hours: { before: number[]; since: number[] }
  /** Of its open orders: the most returns of one, and the most units that one has passed through. */
  returns: number
  passes: number
  /** When orders were closed that turned out, on calling back, not to satisfy. */
  dissatisfied: Instant[]
  /** How far it has spread; null = nothing is known. */
  reach: Reach | null
}

export interface PlanCount {
  plan: string
  count: number
  people: number
}

/** What the counters of an issue's postings and those who publish on it say; null = no source tells. */
export interface Reach {
  views: number | null
  reposts: number | null
  /** How much of that came within the hours of the pack. */
  viewsGained: number
  repostsGained: number
  /** The most outlets (accounts, sites) that published on it within the outlet hours of the pack, in the last day. */
  outlets: number
}
