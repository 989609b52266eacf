/** Evidence (存证) as screens know it: where a page stands, its prints and who looked; never what is in it. */
import { z } from 'zod'
import type { Instant } from './clock.ts'

export type EvidenceState = 'waiting' | 'kept' | 'failed'

/** Who asks where no person does: an alert from orange up, and the schedule on which what was kept is looked at again. */
export const askedByAlert = '系统'
export const askedBySchedule = '定期复查'

/** What says that a page is no more is evidence, too; any other refusal says nothing of it. */
export const goneStatuses: readonly number[] = [404, 410]

/** What identifies a stored file to the bit. */
export interface Print {
  /** SHA-256 over the bytes as stored, in hexadecimal. */
  sha256: string
  bytes: number
}

export interface Evidence {
  id: number
  posting: number
  url: string
  state: EvidenceState
  askedBy: string
  askedAt: Instant
  takenAt: Instant | null
  /** Where the page finally came from, after redirects. */
  finalUrl: string | null
  /** HTTP status with which it came; a page that says “deleted” is evidence, too. */
  status: number | null
  picture: Print | null
  html: Print | null
  /** In Chinese: why it could not be taken or, of what was kept, what is missing; null = nothing is. */
  failure: string | null
  /** Who asked for it and who looked, when and why, the newest first. */
  trail: { at: Instant; by: string; action: EvidenceAction; reason: string }[]
}

/** What the audit log knows of evidence: asked for, leave to look given, picture sent, HTML sent. */
export const evidenceActions = ['evidence.ask', 'evidence.open', 'evidence.picture', 'evidence.html'] as const
export type EvidenceAction = (typeof evidenceActions)[number]

/** GET /api/evidence?posting= or ?alert= : the newest first. */
export interface EvidenceList {
  asOf: Instant
  evidence: Evidence[]
}

/** Fewest characters of a reason: enough to name a matter. */
export const leastReason = 4
const reason = z.string().trim().min(leastReason, `请写明理由（至少${leastReason}个字）`).max(200)

/** POST /api/evidence; answers 202 with `{ id }`. */
export const askEvidenceSchema = z.strictObject({ posting: z.number().int().positive(), reason })
/** POST /api/evidence/:id/open; answers with a pass. */
export const openEvidenceSchema = z.strictObject({ reason })

/** Lets the person who gave a reason look once at one file of it, at /api/evidence/:id/picture or /html?pass= */
export interface EvidencePass {
  pass: number
  until: Instant
}

/** POST /api/evidence/:id/check: whether what is stored still has the prints that were noted. */
export interface EvidenceCheck {
  picture: boolean
  html: boolean
  at: Instant
}
