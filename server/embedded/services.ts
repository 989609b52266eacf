/** Gives the rest of the program its two URLs: the configured services, or embedded ones that live and die with this process. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { Fatal } from '../../shared/errors.ts'
import type { Config } from '../../shared/node/config.ts'
import type { Log } from '../../shared/node/log.ts'
import { takeLock } from '../../shared/node/lock.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { revive } from './revive.ts'
import { removeSocketFolder } from './sockets.ts'

export interface FoundService {
  name: 'PostgreSQL' | 'Redis'
  kind: 'configured' | 'embedded'
  /** Embedded: the program and its version. */
  program: string | null
  version: string | null
}

export interface Services {
  /** `postgresql://…`. */
  databaseUrl: string
  /** `redis://…`, or `unix:/path/to/socket` for the embedded one. */
  redisUrl: string
  found: FoundService[]
  /** Settles when an embedded service cannot be kept alive; says which and how. The server cannot go on then. */
  failed: Promise<string>
  /** Ends the embedded services in order (close their clients first) and gives the lock back. */
  stop(): Promise<void>
}

/**
 * Starts what is not configured, both at once, under the lock of the data folder.
 * @throws Fatal when the data folder is in use, a program is missing, or a service does not start; nothing is left running then.
 */
export async function startServices(config: Config, log: Log): Promise<Services> {
  const { DATABASE_URL, REDIS_URL } = config
  const dataDir = config.dataPath()
  makeWritable(dataDir)
  const release = await takeLock(config.dataPath('lock'), `The data folder ${dataDir}`)
  const startings = {
    postgres: () => startPostgres({ dataDir, log }),
    redis: () => startRedis({ dataDir, packages: config.dataPath('packages'), log }),
  }
  const [postgres, redis] = await Promise.allSettled([
    DATABASE_URL === null ? startings.postgres().then((service) => revive(service, startings.postgres, log)) : null,
    REDIS_URL === null ? startings.redis().then((service) => revive(service, startings.redis, log)) : null,
  ])
  const running = [postgres, redis].flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []))
  const stop = async () => {
    for (const service of running) service.release()
    await Promise.all(running.map(async (service) => {
      const { child, sockets } = service.current()
      await child.stop()
      removeSocketFolder(sockets, dataDir)
    }))
    release()
  }
  if (postgres.status === 'rejected' || redis.status === 'rejected') {
    await stop()
    throw postgres.status === 'rejected' ? postgres.reason : (redis as PromiseRejectedResult).reason
  }
  return {
    databaseUrl: postgres.value?.current().url ?? DATABASE_URL!,
    redisUrl: redis.value?.current().url ?? REDIS_URL!,
    found: [describe('PostgreSQL', postgres.value?.current()), describe('Redis', redis.value?.current())],
    failed: Promise.race(running.map((service) => service.failed)),
    stop,
  }
}

function makeWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    const uid = process.getuid?.() ?? 0
    throw new Fatal(`The data folder ${dataDir} cannot be written. If it is another user's (was Tinghu once started as root?): `
      + `sudo chown -R ${uid} ${dataDir}. Or set DATA_DIR.`, { cause: error })
  }
}

function describe(name: FoundService['name'], embedded: { program: string; version: string } | undefined): FoundService {
  return { name, kind: embedded ? 'embedded' : 'configured', program: embedded?.program ?? null, version: embedded?.version ?? null }
}
