/** `npm run rebuild`: forgets the live state in Redis and waits until the running pipeline has replayed it from PostgreSQL. */
import { connectPostgres } from '../../shared/node/postgres.ts'
import { connectRedis } from '../../shared/node/redis.ts'
import { readHead } from '../archive/feed.ts'
import { keysOf } from '../live-state/keys.ts'
import { clearLiveState } from '../live-state/store.ts'
import { runCommand } from './run.ts'

/** Milliseconds without any progress after which it is said that no pipeline is at work. */
const patience = 30_000

await runCommand(async ({ config, services, say }) => {
  const district = config.DISTRICT
  const db = connectPostgres(services.databaseUrl, { max: 1 })
  const redis = connectRedis(services.redisUrl, () => undefined)
  try {
    say(`${await clearLiveState(redis, district)} keys of district ${district} forgotten`)
    const started = Date.now()
    let applied = 0
    let movedAt = started
    for (;;) {
      const { recorded } = await readHead(db, district, 0)
      const now = Number((await redis.get(keysOf(district).applied)) ?? 0)
      if (now > applied) movedAt = Date.now()
      applied = now
      say(`${applied} of ${recorded} replayed`)
      if (applied >= recorded) return { district, replayed: applied, seconds: (Date.now() - started) / 1_000 }
      if (Date.now() - movedAt > patience) throw new Error('Nothing moves: is a pipeline running? The replay goes on as soon as one is.')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  } finally {
    redis.disconnect()
    await db.end()
  }
})
