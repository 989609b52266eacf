/** What the wall shows, section by section; each section is replaced whole when it changes, so that a delta is a list of sections. */
import type { Instant } from './clock.ts'
import type { Alert, AlertState, Level } from './alert.ts'
import type { SourceHealth } from './source.ts'

/** A figure with what it is compared to; `before` null = nothing to compare with, and `why` says so. */
export interface ComparedCount {
  now: number
  before: number | null
  /** 较上周同期. */
  basis: string
}

export interface ChannelCount extends ComparedCount {
  channel: string
  name: string
  /** 件 for registered channels, 条 for crawled ones. */
  measure: '件' | '条'
}

/** 今日: since 00:00 Beijing time. Registered and crawled are never summed. */
export interface TodaySection {
  day: string
  registered: ComparedCount
  crawled: ComparedCount
  channels: ChannelCount[]
  /** Counts by hour of today, registered and crawled, index = hour; hours to come are null. */
  hours: { registered: (number | null)[]; crawled: (number | null)[] }
}

/** A row of the trending, concentrated or rebounding list. */
export interface IssueRow {
  issue: number
  /** Place + problem. */
  title: string
  level: Level | null
  category: string
  place: string | null
  township: string | null
  unit: string | null
  count24h: number
  total: number
  /** The band one expects for 24 h. */
  low: number
  high: number
  expected: number
  score: number
  small: boolean
  /** Distinct people in 24 h, null when under three (“少于3人”). */
  people: number | null
  /** Counts of the last 24 hours, oldest first. */
  spark: number[]
  /** Channel ids. */
  channels: string[]
  state: AlertState | null
  /** Why it leads, in one Chinese sentence. */
  sentence: string
  firstAt: Instant
  lastAt: Instant
}

/** 今日要情: at most five. */
export interface PriorityItem {
  alert: number
  issue: number | null
  title: string
  level: Level
  place: string | null
  unit: string | null
  state: AlertState
  /** By when it must be acknowledged; null = in the shift. */
  dueAt: Instant | null
  count: number
  raisedAt: Instant
}

export interface TownshipCount {
  township: string
  name: string
  seat: [number, number]
  count24h: number
  expected: number
  /** Highest level of the open alerts there. */
  level: Level | null
}

/** Masked words of a posting as a text card. */
export interface PostingCard {
  id: number
  number: number
  channel: string
  channelName: string
  title: string
  text: string
  category: string | null
  place: string | null
  township: string | null
  unit: string | null
  issue: number
  publishedAt: Instant
  recordedAt: Instant
}

/** How far the line has come; what makes every other section true. */
export interface LineSection {
  recorded: number
  applied: number
  /** Milliseconds between now and the oldest posting not yet applied; 0 when caught up. */
  lag: number
  /** In Chinese, what is wrong; null when all is well. */
  trouble: string | null
}

export interface WallSections {
  today: TodaySection
  priorities: PriorityItem[]
  trending: IssueRow[]
  concentrated: IssueRow[]
  rebound: IssueRow[]
  map: TownshipCount[]
  /** Open alerts, the newest first, at most 20. */
  alerts: Alert[]
  /** Newest postings, the newest first, at most 30. */
  latest: PostingCard[]
  sources: SourceHealth[]
  line: LineSection
}
export type SectionName = keyof WallSections

export interface WallSnapshot {
  district: { code: string; name: string; title: string; outline: [number, number][][]; channels: { id: string; name: string }[] }
  demo: boolean
  /** Counter of pushes; the next delta has `from` equal to it. */
  version: number
  /** Everything shown is true up to this time. */
  asOf: Instant
  sections: Partial<WallSections>
}
