/** What PostgreSQL knows of a source: its cursor and health between visits, and how it is crawled where somebody added it in the console. */
import type { Instant } from '../clock.ts'
import type { SourceConfig } from '../district.ts'
import { GiveUp } from '../errors.ts'
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

/** The channel of NOTIFY on which a change of what is crawled is told; the payload is the district. */
export const sourcesChannel = 'tinghu_sources'

/**
 * Adds a source in the console, or changes one that was added there (`enabled: false` stops it); running crawlers take it up at once.
 * @throws GiveUp when the id belongs to a source of the configuration file, which only the file changes.
 */
export async function saveSourceConfig(db: Connection, district: string, config: SourceConfig, by: string, now: Instant): Promise<void> {
  const { rowCount } = await db.query(
    `insert into sources (district, source, config, added_by, added_at) values ($1, $2, $3, $4, $5)
     on conflict (district, source) do update set config = excluded.config, added_by = coalesce(sources.added_by, excluded.added_by),
       added_at = coalesce(sources.added_at, excluded.added_at)
     where sources.config is not null or (sources.health is null and sources.cursor is null)`,
    [district, config.id, JSON.stringify(config), by, now],
  )
  if (rowCount === 0) throw new GiveUp(`编号“${config.id}”已被配置文件里的采集源占用，请换一个编号`)
  await db.query('select pg_notify($1, $2)', [sourcesChannel, district])
}

/** The sources that were added in the console, as they were stored: whoever opens them looks at them first. */
export async function listSourceConfigs(db: Connection, district: string): Promise<{ id: string; config: unknown }[]> {
  const { rows } = await db.query<{ id: string; config: unknown }>(
    'select source as id, config from sources where district = $1 and config is not null order by source', [district],
  )
  return rows
}
