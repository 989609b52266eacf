/** Starts servers of embedded services in processes of their own and looks at what is left of them. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startOf } from '../../shared/node/process-start.ts'
import { readConfig, root } from '../../shared/node/config.ts'

export interface EmbeddedServer {
  process: ChildProcess
  /** The server itself; another process than `process` when a parent was put before it. */
  pid: number
  databaseUrl: string
  redisUrl: string
  found: { name: string; kind: string }[]
}

const entry = join(import.meta.dirname, 'embedded-server.ts')

/** The environment that puts a server of embedded services on `dataDir`. */
export function environmentOf(dataDir: string, path = process.env.PATH ?? ''): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: '', REDIS_URL: '', DATA_DIR: dataDir, PATH: path }
}

/**
 * Starts a server and waits until its services are ready.
 * @param before a command to start it with, for a parent in between.
 * @throws Error with what it said on stderr when it ends instead.
 */
export async function startServer(env: NodeJS.ProcessEnv, before: readonly string[] = []): Promise<EmbeddedServer> {
  const [command = process.execPath, ...args] = [...before, process.execPath, entry]
  const child = spawn(command, args, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString() })
  const ready = new Promise<string>((resolve) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(out)
    })
  })
  const line = await Promise.race([ready, once(child, 'close').then(() => null)])
  if (line === null) throw new Error(said)
  const told = JSON.parse(line) as Omit<EmbeddedServer, 'process'>
  return { ...told, process: child }
}

/** Processes that live and work in a folder below `dataDir`: both servers do, with all their children. */
export function livingIn(dataDir: string): { pid: number; name: string }[] {
  const base = realpathSync(dataDir)
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const folder = readlinkSync(`/proc/${name}/cwd`)
      if (!folder.startsWith(`${base}/`) || startOf(Number(name)) === null) return []
      return [{ pid: Number(name), name: readFileSync(`/proc/${name}/comm`, 'utf8').trim() }]
    } catch {
      return []
    }
  })
}

/** Guards (child.ts) of the servers of this data folder's processes. */
export function guardsOf(pids: readonly number[]): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      const at = words.indexOf('tinghu-guard')
      return at > 0 && pids.includes(Number(words[at + 1])) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

/** Waits until nothing lives in the folder; gives what still does after the time. */
export async function waitForSilence(dataDir: string, limitMs = 15_000): Promise<{ pid: number; name: string }[]> {
  for (let waited = 0; waited < limitMs; waited += 50) {
    if (livingIn(dataDir).length === 0) return []
    await delay(50)
  }
  return livingIn(dataDir)
}

/** The folder with the Redis that tests share, if one was unpacked there. */
export function sharedPackages(): string | null {
  const folder = readConfig({}).dataPath('packages')
  return existsSync(join(folder, 'redis')) ? folder : null
}
