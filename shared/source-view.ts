/** What the console shows of sources, of the sessions lent to them, of what was let go, and asks for when one is added. */
import { z } from 'zod'
import type { Instant } from './clock.ts'
import type { SourceConfig } from './district.ts'
import type { TryAnswer } from './errand.ts'
import type { PostingState } from './posting.ts'
import type { SourceHealth } from './source.ts'

export interface SourceRow {
  source: string
  name: string
  channelName: string
  /** 网帖 (条) or 诉求 (件). */
  measure: '件' | '条'
  /** null until it has been visited once. */
  health: SourceHealth | null
  /** Set for sources that were added in the console, which alone can be changed there. */
  added: { config: SourceConfig; by: string; at: Instant } | null
  /** Postings published in the last seven days. */
  week: number
}

/** How a session lent to a site stands; its cookies are never sent to a screen. */
export interface SessionRow {
  /** Registrable domain: weibo.cn. */
  site: string
  state: SessionState
  /** In Chinese, what a person can do; null when all is well. */
  reason: string | null
  stateSince: Instant
  importedBy: string
  importedAt: Instant
  usedAt: Instant | null
  cookies: number
  /** When the first of its cookies ends; null = none says. */
  expiresAt: Instant | null
}

export const sessionStates = ['new', 'valid', 'expired', 'captcha'] as const
export type SessionState = (typeof sessionStates)[number]
export const sessionStateNames: Record<SessionState, string> = { new: '尚未使用', valid: '有效', expired: '已失效', captcha: '需人工验证' }

export interface SourceList {
  asOf: Instant
  sources: SourceRow[]
  sessions: SessionRow[]
  channels: { id: string; name: string }[]
}

/** How looking at a pasted address stands. */
export interface TrialAnswer {
  /** `waiting` = no crawler has taken it up yet. */
  state: 'waiting' | 'looking' | 'done' | 'failed'
  answer: TryAnswer | null
  failure: string | null
}

export const importSessionSchema = z.strictObject({
  text: z.string().min(1).max(200_000),
  userAgent: z.string().trim().min(10).max(400),
  /** The domain the cookies are of, where the text does not say: a Cookie header does not. */
  site: z.string().trim().max(200).nullable(),
})

/** A posting that was kept but not counted. */
export interface LetGoRow {
  id: number
  sourceName: string
  channelName: string
  publishedAt: Instant
  /** Masked. */
  title: string
  text: string
  url: string | null
  because: string
  state: PostingState
}

export interface LetGoList {
  asOf: Instant
  rows: LetGoRow[]
  /** Where the next page begins; null = no more. */
  next: number | null
}
