/** The audit log: who looked at or changed what, when and why; rows are added and never changed. */
import type { Instant } from '../../shared/clock.ts'
import type { Connection } from '../../shared/node/postgres.ts'

export interface AuditEntry {
  at: Instant
  by: string
  /** What was done: `evidence.open`, `session.import`, `source.add` … */
  action: string
  /** What it was done to, by its id. */
  subject: string
  /** In the person's own words; '' where none is asked for. */
  reason: string
}

/** @returns the id of the row. */
export async function addAudit(db: Connection, district: string, { at, by, action, subject, reason }: AuditEntry): Promise<number> {
  const { rows: [row] } = await db.query<{ id: number }>(
    'insert into audit_log (district, at, by, action, subject, reason) values ($1, $2, $3, $4, $5, $6) returning id', [district, at, by, action, subject, reason])
  return row!.id
}

/** The newest entries about a subject, the newest first. */
export async function listAudit(db: Connection, district: string, subject: string, most: number): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>(
    'select at, by, action, subject, reason from audit_log where district = $1 and subject = $2 order by id desc limit $3', [district, subject, most],
  )
  return rows
}
