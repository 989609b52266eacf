/** `npm run pipeline`: the line of a district; a second one stands by until the first is gone. */
import { setImmediate as breathe } from 'node:timers/promises'
import { systemClock } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { connectRedis } from '../../shared/node/redis.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { createAttendant } from '../attend.ts'
import { createEnricher } from '../enrich/enricher.ts'
import { createGroupStep } from '../group.ts'
import { createGrouper } from '../issues/grouper.ts'
import { createLiveState } from '../live-state/store.ts'
import { followModel } from '../models.ts'
import { startPipeline } from '../pipeline.ts'
import { startRetention } from '../retention.ts'
import { requireUrls, runRole } from '../../shared/node/role.ts'

await runRole('pipeline', async (config, log) => {
  const { databaseUrl, redisUrl } = requireUrls(config)
  const pack = loadDistrict(config.DISTRICT)
  const db = connectPostgres(databaseUrl, { max: 4 })
  const redis = connectRedis(redisUrl, (error) => { log.warn({ error: error.message }, 'Redis is away') })
  await migrate(db, log)
  const models = followModel(config.dataPath('models'), pack, log)
  const enricher = createEnricher(pack, createSegmenter(pack), models.find)
  const live = createLiveState(redis, pack.profile.code, pack.rules.rebound.days)
  const pipeline = startPipeline({
    databaseUrl, pack, live, log, clock: systemClock,
    createGroupStep: () => createGroupStep(pack, enricher, createGrouper(), breathe),
    createAttendant: () => createAttendant({ db, live, pack, clock: systemClock }),
  })
  const retention = startRetention({ db, district: pack.profile.code, clock: systemClock, log })
  return {
    ended: pipeline.ended,
    async stop() {
      await retention.stop()
      await pipeline.stop()
      models.stop()
      redis.disconnect()
      await db.end()
    },
  }
})
