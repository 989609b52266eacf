/** A whole line in this process, on real services, that can be broken off at any moment and taken up again. */
import { setImmediate as breathe } from 'node:timers/promises'
import { systemClock } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { createAttendant } from '../../server/attend.ts'
import { createEnricher } from '../../server/enrich/enricher.ts'
import { createGroupStep } from '../../server/group.ts'
import { createGrouper } from '../../server/issues/grouper.ts'
import { keysOf } from '../../server/live-state/keys.ts'
import { clearLiveState, createLiveState } from '../../server/live-state/store.ts'
import { startPipeline, type Pipeline } from '../../server/pipeline.ts'
import { district } from './postings.ts'
import type { TestServices } from './services.ts'

export interface TestLine {
  db: Database
  redis: RedisClient
  start(): void
  stop(): Promise<void>
  /** Resolves when everything recorded is applied. */
  caughtUp(): Promise<void>
  /** Empties Redis and waits for the replay. */
  replay(): Promise<void>
  close(): Promise<void>
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export async function openLine(services: TestServices): Promise<TestLine> {
  const log = createLog('test', 'silent')
  const pack = loadDistrict(district)
  const db = connectPostgres(services.databaseUrl)
  const redis = connectRedis(services.redisUrl, () => undefined)
  await migrate(db, log)
  const enricher = createEnricher(pack, createSegmenter(pack))
  const live = createLiveState(redis, district, pack.rules.rebound.days)
  let pipeline: Pipeline | null = null

  const caughtUp = async (): Promise<void> => {
    const { rows: [row] } = await db.query<{ last: number }>('select last_number as last from districts where district = $1', [district])
    for (let waited = 0; Number(await redis.get(keysOf(district).applied)) < row!.last; waited += 20) {
      if (waited > 30_000) throw new Error(`Only ${await redis.get(keysOf(district).applied)} of ${row!.last} applied after a minute`)
      await pause(20)
    }
  }
  const stop = async (): Promise<void> => {
    await pipeline?.stop()
    pipeline = null
  }
  return {
    db, redis, stop, caughtUp,
    start() {
      pipeline = startPipeline({
        databaseUrl: services.databaseUrl, pack, live, log, clock: systemClock,
        createGroupStep: () => createGroupStep(pack, enricher, createGrouper(), breathe),
        createAttendant: () => createAttendant({ db, live, pack, clock: systemClock }),
      })
    },
    async replay() {
      await clearLiveState(redis, district)
      await caughtUp()
    },
    async close() {
      await stop()
      redis.disconnect()
      await db.end()
    },
  }
}
