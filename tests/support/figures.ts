/** The figures of the live state read back whole, and the same figures counted anew in SQL: what fault tests compare. */
import type { Database } from '../../shared/node/postgres.ts'
import type { RedisClient } from '../../shared/node/redis.ts'
import { keysOf, windowNames, windows } from '../../server/live-state/keys.ts'

/** `<window key> <field>` → count, as Redis has it. */
export async function readWindows(redis: RedisClient, district: string): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const name of windowNames) {
    for (const key of await redis.keys(`{${district}}:${name}:*`)) {
      for (const [field, count] of Object.entries(await redis.hgetall(key))) figures[`${key} ${field}`] = Number(count)
    }
  }
  return figures
}

/** The same figures counted in PostgreSQL, by nothing but its own SQL and the names of the keys. */
export async function recountWindows(db: Database, district: string): Promise<Record<string, number>> {
  const keys = keysOf(district)
  const figures: Record<string, number> = {}
  for (const name of windowNames) {
    const { rows } = await db.query<{ start: number; field: string; count: number }>(
      `select extract(epoch from date_trunc('${name}', to_timestamp(p.published_at / 1000) at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')::float8 * 1000 as start,
         f.field, count(*) as count
       from postings p
       join enrichments n on n.district = p.district and n.posting = p.id
       join memberships m on m.district = p.district and m.posting = p.id
       cross join lateral (values ('channel:' || p.channel), ('issue:' || m.issue), ('category:' || coalesce(n.category, 'none')),
         ('unit:' || coalesce(n.unit, 'none')), ('township:' || coalesce(n.township, 'none')), ('place:' || n.place)) as f(field)
       where p.district = $1 and n.counted and f.field is not null group by 1, 2`, [district])
    for (const row of rows) figures[`${keys.window(name, windows[name].start(row.start))} ${row.field}`] = row.count
  }
  return figures
}

/** Everything that a rebuild must bring back to the letter. */
export async function readLiveState(redis: RedisClient, district: string): Promise<Record<string, unknown>> {
  const keys = keysOf(district)
  const activities: Record<string, string[]> = {}
  for (const key of await redis.keys(`{${district}}:activity:*`)) activities[key] = await redis.zrange(key, 0, '-1', 'WITHSCORES')
  return {
    applied: await redis.get(keys.applied),
    windows: await readWindows(redis, district),
    issues: await redis.hgetall(keys.issues),
    active: await redis.zrange(keys.active, 0, '-1', 'WITHSCORES'),
    activities,
  }
}
