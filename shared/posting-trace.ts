/** What has become of a posting since it was recorded, as its own site shows it, and what was kept of it. */
import type { Instant } from './clock.ts'

export interface PostingTrace {
  /** Whether it has a public page, which can be taken as evidence; what is registered has none. */
  hasPage: boolean
  /** When it was found to be deleted, and the last time at which its words are known to have stood there; null = it is there. */
  gone: { foundAt: Instant; lastSeenAt: Instant } | null
  /** How often its words have changed. */
  edits: number
  /** When an office last answered it on its own page; null = no answer was seen. */
  answeredAt: Instant | null
  evidence: { kept: number; waiting: number }
}

/** Words that a posting had before it was changed, masked. */
export interface EarlierWords {
  title: string
  text: string
  /** When the change was found. */
  until: Instant
}

/** GET /api/postings/:id/earlier : the newest first. */
export interface EarlierList {
  earlier: EarlierWords[]
}
