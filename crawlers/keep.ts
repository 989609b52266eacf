/** Where a visit's finds and its cursor are kept together: PostgreSQL here, numbered bundle files where a gap lies between. */
import type { Instant } from '../shared/clock.ts'
import type { Database } from '../shared/node/postgres.ts'
import { record, type Progress, type Recorded } from '../shared/node/record.ts'
import { loadSource, saveHealth } from '../shared/node/sources.ts'
import type { Posting } from '../shared/posting.ts'
import type { SourceHealth } from '../shared/source.ts'

export interface Keep {
  /** What the last visits to a source left; nulls where it was never visited. */
  load(source: string): Promise<{ cursor: unknown; health: SourceHealth | null }>
  /** Stores postings and moves the cursor, both or neither. */
  record(postings: readonly Posting[], progress: Progress, now: Instant): Promise<Recorded>
  /** Says how a source is without moving its cursor. */
  saveHealth(health: SourceHealth): Promise<void>
}

export const keepInPostgres = (db: Database, district: string): Keep => ({
  load: (source) => loadSource(db, district, { id: source }),
  record: (postings, progress, now) => record(db, district, postings, progress, now),
  saveHealth: (health) => saveHealth(db, district, health),
})
