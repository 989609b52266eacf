/** Runs a private Redis (or Valkey) as a child on a unix socket, with an append-only file. */
import { mkdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Fatal } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import { requireOwn } from './account.ts'
import { startChild, type Child } from './child.ts'
import { endOrphan } from './orphan.ts'
import { provideRedis } from './redis-package.ts'
import { makeSocketFolder } from './sockets.ts'

export interface RedisOptions {
  /** The data folder; Redis's own lies in it under `redis`. */
  dataDir: string
  /** Where a server is unpacked when there is none on PATH. */
  packages: string
  log: Log
  /** Folder to remove when this process dies; for tests. */
  sweep?: string
}

export interface EmbeddedRedis {
  /** `unix:/path/to/socket`. */
  url: string
  version: string
  /** Folder of the socket. */
  sockets: string
  program: string
  child: Child
}

const startLimitMs = 60_000

/**
 * Starts Redis on `dataDir/redis`. The caller holds the lock of the data folder.
 * @throws Fatal when there is no server to be had, or it does not start, or somebody else answers on its socket.
 */
export async function startRedis({ dataDir, packages, log, sweep }: RedisOptions): Promise<EmbeddedRedis> {
  const folder = join(dataDir, 'redis')
  requireOwn(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { path, version, env } = await provideRedis(packages, log)
  const pidFile = join(folder, 'redis.pid')
  await endOrphan(folder, pidFile, /^(?:redis|valkey)/, 'SIGTERM', log)
  const sockets = makeSocketFolder(dataDir, 'redis', null)
  const socket = join(sockets, 'redis.sock')
  if (await ask(socket) !== null) {
    throw new Fatal(`A Redis that is not ours answers at ${socket}; two on one append-only file would destroy it. End it and start again.`)
  }
  const logFile = join(dataDir, 'log', 'redis.log')
  const child = startChild({
    command: path, args: settingsOf(folder, socket, pidFile), endSignal: 'SIGTERM', logFile, cwd: folder, env, sweep,
  })
  await waitUntilReady(child, socket, logFile)
  return { url: `unix:${socket}`, sockets, version, program: path, child }
}

/** What differs from Redis's own defaults; given as arguments, so that no file of the system takes part. */
function settingsOf(folder: string, socket: string, pidFile: string): string[] {
  const values: Record<string, string> = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: folder,
    pidfile: pidFile,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    // A kill can leave half a command at the end of the file; all before it is kept.
    'aof-load-truncated': 'yes',
    'always-show-logo': 'no',
  }
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])
}

/** Redis answers LOADING until it has read its append-only file. */
async function waitUntilReady(child: Child, socket: string, logFile: string): Promise<void> {
  const limit = Date.now() + startLimitMs
  while (child.running && Date.now() < limit) {
    if ((await ask(socket))?.startsWith('+PONG')) return
    await delay(10)
  }
  const how = child.running ? `was not ready within ${startLimitMs / 1_000} s` : await child.ended
  await child.stop()
  throw new Fatal(`Redis ${how}. Its log (${logFile}) ends:\n${readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n')}`)
}

/** Sends a PING; gives the answer, or null when nobody listens. */
function ask(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    const answer = (text: string | null) => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(2_000, () => { answer('') })
    socket.on('connect', () => { socket.write('PING\r\n') })
    socket.on('data', (chunk) => { answer(chunk.toString('latin1')) })
    socket.on('error', () => { answer(null) })
    socket.on('close', () => { answer(null) })
  })
}
