/** A gateway: serves page, API and live socket from what PostgreSQL and Redis hold; as many as wanted may run. */
import type { AddressInfo } from 'node:net'
import type { Clock } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Config } from '../shared/node/config.ts'
import type { Log } from '../shared/node/log.ts'
import type { Database } from '../shared/node/postgres.ts'
import { connectRedis } from '../shared/node/redis.ts'
import type { Secrets } from '../shared/node/secrets.ts'
import type { TrendTable } from '../shared/trend-view.ts'
import { createSessions } from './auth/sessions.ts'
import { createWeb } from './http/app.ts'
import { createImportDesk } from './imports/desk.ts'
import { startImportQueue } from './imports/queue.ts'
import { keysOf } from './live-state/keys.ts'
import { startBroadcast } from './live/broadcast.ts'
import { createSnapshotReader } from './live/snapshot.ts'

export interface GatewayParts {
  config: Config
  /** What `db` is connected to: files are read in threads with connections of their own. */
  databaseUrl: string
  redisUrl: string
  db: Database
  pack: DistrictPack
  secrets: Secrets
  clock: Clock
  log: Log
}

export interface Gateway {
  /** Where it listens: http://127.0.0.1:8080. */
  url: string
  close(): Promise<void>
}

/** Starts serving; throws when the port is taken. */
export async function startGateway({ config, databaseUrl, redisUrl, db, pack, secrets, clock, log }: GatewayParts): Promise<Gateway> {
  const keys = keysOf(pack.profile.code)
  const onError = (error: Error): void => { log.warn({ error: error.message }, 'Redis is away') }
  const redis = connectRedis(redisUrl, onError)
  const subscriber = connectRedis(redisUrl, onError)
  const { app, io } = await createWeb({
    db, pack, clock, log, imports: createImportDesk({ db, databaseUrl, pack, clock }), kioskToken: secrets.kioskToken, sessionKey: secrets.sessionKey, sessions: createSessions(redis, keys),
    readSnapshot: createSnapshotReader(redis, keys, pack), pageDir: config.dataPath('web'), chromiumPath: config.CHROMIUM_PATH,
    readTrends: async () => JSON.parse((await redis.get(keys.trends)) ?? 'null') as TrendTable | null,
  })
  const broadcast = await startBroadcast(subscriber, keys.live, io, clock, log)
  await app.listen({ host: config.HOST, port: config.PORT })
  const imports = startImportQueue({ databaseUrl, db, district: pack.profile.code, reporterKey: secrets.reporterKey, clock, log })
  const { port } = app.server.address() as AddressInfo
  return {
    url: config.PUBLIC_URL ?? `http://${config.HOST === '0.0.0.0' ? '127.0.0.1' : config.HOST}:${port}`,
    async close() {
      broadcast.close()
      await io.close()
      await app.close()
      await imports.stop()
      redis.disconnect()
      subscriber.disconnect()
    },
  }
}
