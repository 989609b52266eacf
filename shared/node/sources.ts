/** What PostgreSQL remembers of a source between visits: its cursor and its health. */
import type { SourceHealth } from '../source.ts'
import type { Connection } from './postgres.ts'

/** The cursor and health of a source; null where it has never been visited. */
export async function loadSource(
  db: Connection, district: string, source: { id: string },
): Promise<{ cursor: unknown; health: SourceHealth | null }> {
  const { rows: [row] } = await db.query<{ cursor: unknown; health: SourceHealth | null }>(
    'select cursor, health from sources where district = $1 and source = $2', [district, source.id],
  )
  return row ?? { cursor: null, health: null }
}

/** Moves a source's cursor, and says how the visit went; in the transaction of the postings it found. */
export async function saveProgress(db: Connection, district: string, source: string, cursor: unknown, health?: SourceHealth): Promise<void> {
  await db.query({
    name: 'source-progress',
    text: `insert into sources (district, source, cursor, health) values ($1, $2, $3, $4)
           on conflict (district, source) do update set cursor = excluded.cursor, health = coalesce(excluded.health, sources.health)`,
    values: [district, source, JSON.stringify(cursor), health ? JSON.stringify(health) : null],
  })
}

/** Says how a source is without moving its cursor. */
export async function saveHealth(db: Connection, district: string, health: SourceHealth): Promise<void> {
  await db.query(
    `insert into sources (district, source, health) values ($1, $2, $3) on conflict (district, source) do update set health = excluded.health`,
    [district, health.source, JSON.stringify(health)],
  )
}

/** The health of every source of a district that has been visited. */
export async function listHealth(db: Connection, district: string): Promise<SourceHealth[]> {
  const { rows } = await db.query<{ health: SourceHealth }>(
    'select health from sources where district = $1 and health is not null order by source', [district],
  )
  return rows.map((row) => row.health)
}
