/** Gives a test file its own real PostgreSQL and Redis in a temporary folder, of which nothing is left, even when the run is killed. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { startPostgres, type EmbeddedPostgres } from '../../server/embedded/postgres.ts'
import { prepareCluster, readyToRun } from '../../server/embedded/postgres-cluster.ts'
import { startRedis, type EmbeddedRedis } from '../../server/embedded/redis.ts'

export interface TestServices {
  databaseUrl: string
  /** `unix:/path/to/socket`. */
  redisUrl: string
  /** A folder of the file's own; the services keep their data in it, and a server under test may too. */
  dataDir: string
  /** Process numbers of the two servers as they are now, for faults. */
  pids(): { postgres: number; redis: number }
  /** Ends Redis as `kill -9` does; its append-only file stays. */
  killRedis(): Promise<void>
  /** Starts Redis again (killing it first if it runs) on the same file and the same socket. */
  restartRedis(): Promise<void>
  /** Ends PostgreSQL's first process as `kill -9` does. */
  killPostgres(): Promise<void>
  /** Starts PostgreSQL again (killing it first if it runs) on the same data and the same socket. */
  restartPostgres(): Promise<void>
  /** Ends both and removes the folder. */
  stop(): Promise<void>
}

const log = createLog('test', 'error')
/** What all runs may share: a Redis unpacked once, and an empty cluster to copy. */
const shared = readConfig({}).dataPath()

/** Starts both, in about 200 ms (the first run on a machine makes the cluster and fetches a Redis: some seconds); for `beforeAll`, with `stop` in `afterAll`. */
export async function startTestServices(): Promise<TestServices> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tinghu-test-'))
  // PostgreSQL may run as another user, who must be able to pass.
  chmodSync(dataDir, 0o711)
  const startTestPostgres = () => startPostgres({ dataDir, log, durable: false, sweep: dataDir })
  const startTestRedis = () => startRedis({ dataDir, packages: join(shared, 'packages'), log, sweep: dataDir })
  await copyCluster(join(dataDir, 'postgres'))
  let [postgres, redis] = await startBoth(dataDir, startTestPostgres, startTestRedis)
  const killRedis = () => redis.child.stop('SIGKILL')
  const killPostgres = () => postgres.child.stop('SIGKILL')
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    dataDir,
    pids: () => ({ postgres: postgres.child.pid, redis: redis.child.pid }),
    killRedis,
    killPostgres,
    restartRedis: async () => {
      await killRedis()
      redis = await startTestRedis()
    },
    restartPostgres: async () => {
      await killPostgres()
      postgres = await startTestPostgres()
    },
    stop: async () => {
      await Promise.all([postgres.child.stop('SIGQUIT'), redis.child.stop('SIGKILL')])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts both at once; when one fails, ends the other and leaves nothing behind. */
async function startBoth(
  dataDir: string, first: () => Promise<EmbeddedPostgres>, second: () => Promise<EmbeddedRedis>,
): Promise<[EmbeddedPostgres, EmbeddedRedis]> {
  const [postgres, redis] = await Promise.allSettled([first(), second()])
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') return [postgres.value, redis.value]
  for (const result of [postgres, redis]) if (result.status === 'fulfilled') await result.value.child.stop('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
  throw [postgres, redis].find((result) => result.status === 'rejected')?.reason
}

/** Copies an empty cluster, made at the first call on this machine: initdb takes longer than all the rest. */
async function copyCluster(folder: string): Promise<void> {
  const templates = join(shared, 'test')
  mkdirSync(templates, { recursive: true })
  const runner = readyToRun(templates)
  const template = join(templates, `postgres-${runner.version}`)
  await prepareCluster(template, runner, ['--no-sync', '--wal-segsize=1'])
  cpSync(template, folder, { recursive: true })
}
