/** Runs a real PostgreSQL as a child on a unix socket. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Fatal } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import { requireOwn } from './account.ts'
import { startChild, type Child } from './child.ts'
import { endOrphan } from './orphan.ts'
import { clusterRole as role, nameFor, prepareCluster, readyToRun, takeOver, tail, type Runner } from './postgres-cluster.ts'
import { makeSocketFolder } from './sockets.ts'

export interface PostgresOptions {
  /** The data folder; PostgreSQL's own lies in it under `postgres`. */
  dataDir: string
  log: Log
  /** False for tests: a crash of the machine may then damage the data. */
  durable?: boolean
  /** Folder to remove when this process dies; for tests. */
  sweep?: string
}

export interface EmbeddedPostgres {
  url: string
  version: string
  /** Folder of the socket. */
  sockets: string
  /** The program that runs. */
  program: string
  child: Child
}

const startLimitMs = 60_000

/**
 * Starts PostgreSQL on `dataDir/postgres`, making the cluster and the database `tinghu` if they are not there yet.
 * The caller holds the lock of the data folder.
 * @throws Fatal with the end of PostgreSQL's own log when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, durable = true } = options
  const folder = join(dataDir, 'postgres')
  requireOwn(folder)
  const runner = readyToRun(dataDir)
  await prepareCluster(folder, runner)
  await endOrphan(folder, join(folder, 'postmaster.pid'), /^postgres/, 'SIGINT', log)
  takeOver(folder, runner)
  const sockets = makeSocketFolder(dataDir, 'postgres', runner.account)
  const logFile = join(dataDir, 'log', 'postgres.log')
  const child = await startServer(folder, runner, tuning(sockets, durable), logFile, options.sweep)
  const url = urlOf(sockets, role)
  await makeDatabase(urlOf(sockets, 'postgres'))
  return { url, sockets, version: runner.version, program: join(runner.programs, 'bin', 'postgres'), child }
}

async function startServer(folder: string, runner: Runner, settings: string[], logFile: string, sweep?: string): Promise<Child> {
  const { account, prefix, programs } = runner
  const args = ['-D', nameFor(folder, runner), ...settings]
  const child = startChild({
    command: join(programs, 'bin', 'postgres'),
    prefix,
    args,
    endSignal: 'SIGINT',
    logFile,
    cwd: folder,
    uid: account?.uid,
    gid: account?.gid,
    sweep,
  })
  await waitUntilReady(child, folder, logFile)
  return child
}

/** The form that node-postgres takes for a socket: the folder of the socket as `host`. */
const urlOf = (sockets: string, database: string) => `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(sockets)}`

/** What differs from PostgreSQL's own defaults, for a single district on a small machine. */
function tuning(sockets: string, durable: boolean): string[] {
  const values = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: durable ? '128MB' : '32MB',
    max_wal_size: '1GB',
    fsync: durable ? 'on' : 'off',
    // Never off: a commit that was acknowledged outlives the processes even where a crash of the machine may not matter.
    synchronous_commit: 'on',
    full_page_writes: durable ? 'on' : 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    jit: 'off',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** PostgreSQL writes "ready" into its pid file when it takes connections; recovery after a kill may come first. */
async function waitUntilReady(child: Child, folder: string, logFile: string): Promise<void> {
  const limit = Date.now() + startLimitMs
  while (child.running && Date.now() < limit) {
    if (readStatus(join(folder, 'postmaster.pid'), child.pid) === 'ready') return
    await delay(10)
  }
  const how = child.running ? `was not ready within ${startLimitMs / 1_000} s` : await child.ended
  await child.stop('SIGQUIT')
  throw new Fatal(`PostgreSQL ${how}. Its log (${logFile}) ends:\n${tail(readFileSync(logFile, 'utf8'))}`)
}

function readStatus(path: string, pid: number): string | null {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    return Number(lines[0]) === pid ? (lines[7]?.trim() ?? null) : null
  } catch {
    return null
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [role])
    if (rowCount === 0) await client.query(`create database ${role}`)
  } finally {
    await client.end()
  }
}
