/** Evidence in PostgreSQL, as far as the crawlers need it: what is wanted, and what came of it. */
import { createHash } from 'node:crypto'
import type { Capture } from './browsing/capture.ts'
import type { Connection } from './postgres.ts'

export interface WantedEvidence {
  id: number
  source: string
  url: string
  /** For a reply, the page of its thread: sites often forbid the way to a single reply. */
  threadUrl: string | null
}

/** What is wanted under an id; null when there is nothing (any more) to be done. */
export async function readWanted(db: Connection, district: string, id: number): Promise<WantedEvidence | null> {
  const { rows: [row] } = await db.query<WantedEvidence>(
    `select e.id, e.source, e.url, thread.url as "threadUrl" from evidence e join postings p on p.district = e.district and p.id = e.posting
     left join postings thread on thread.district = p.district and thread.source = p.source and thread.external_id = p.parent
     where e.district = $1 and e.id = $2 and e.state = 'waiting'`, [district, id])
  return row ?? null
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Stores a capture with the prints of exactly the bytes that are stored, in one statement: all of it is there, or none. */
export async function keepEvidence(db: Connection, district: string, id: number, capture: Capture): Promise<void> {
  const picture = Buffer.from(capture.picture)
  const html = Buffer.from(capture.html)
  await db.query(
    `update evidence set state = 'kept', taken_at = $3, final_url = $4, status = $5, headers = $6, picture = $7, html = $8,
       picture_sha256 = $9, html_sha256 = $10, failure = $11
     where district = $1 and id = $2 and state = 'waiting'`,
    [district, id, capture.takenAt, capture.finalUrl, capture.status, JSON.stringify(capture.headers), picture, html,
      sha256(picture), sha256(html), capture.cut ? '页面过长，图片只到上部；网页文件是完整的' : null],
  )
}

/** @param failure in Chinese, why it could not be taken. */
export async function failEvidence(db: Connection, district: string, id: number, failure: string): Promise<void> {
  await db.query(`update evidence set state = 'failed', failure = $3 where district = $1 and id = $2 and state = 'waiting'`, [district, id, failure])
}
