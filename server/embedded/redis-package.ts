/** Finds a Redis (or Valkey) server: on PATH, unpacked earlier, or fetched now from Debian's packages without root. */
import { execFile, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { Fatal, messageOf } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'

const run = promisify(execFile)

export interface RedisProgram {
  path: string
  version: string
  /** What the program needs in its environment beside its own path. */
  env: NodeJS.ProcessEnv
}

const names = ['redis-server', 'valkey-server'] as const
/** Streams with XAUTOCLAIM, functions, ZADD GT. */
const leastMajor = 7

/**
 * Looks for a server that is there already.
 * @param packages the folder in which earlier runs unpacked one.
 */
export function findRedis(packages: string): RedisProgram | null {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const found = folder === '' ? null : tryProgram(join(folder, name), process.env)
      if (found) return found
    }
  }
  for (const name of names) {
    const unpacked = join(packages, 'redis')
    const found = tryProgram(join(unpacked, 'usr', 'bin', name), { ...process.env, LD_LIBRARY_PATH: libraryPath(unpacked) })
    if (found) return found
  }
  return null
}

/**
 * Finds a server or fetches one.
 * @throws Fatal with the one command for this platform when neither works.
 */
export async function provideRedis(packages: string, log: Log): Promise<RedisProgram> {
  const found = findRedis(packages)
  if (found) return found
  let why = 'there is no apt-get to fetch it with'
  if (isExecutable('/usr/bin/apt-get')) {
    log.info({ packages }, 'no redis-server on PATH; fetching it from the system\'s package source')
    for (const name of names) {
      try {
        await fetchPackages(packages, name)
        const fetched = findRedis(packages)
        if (fetched) return fetched
        why = 'the fetched packages do not run here'
      } catch (error) {
        why = messageOf(error).split('\n').slice(0, 4).join(' ')
      }
    }
  }
  throw new Fatal(`No Redis server: ${why}. ${adviceForRedis()}`)
}

/** The one command that brings a Redis server to this platform. */
export function adviceForRedis(): string {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo '
  const managers: [program: string, command: string][] = [
    ['apt-get', `${sudo}apt-get install redis-server`],
    ['dnf', `${sudo}dnf install valkey`],
    ['apk', `${sudo}apk add redis`],
    ['pacman', `${sudo}pacman -S valkey`],
    ['zypper', `${sudo}zypper install redis`],
    ['brew', 'brew install redis'],
  ]
  const folders = (process.env.PATH ?? '').split(delimiter)
  const known = managers.find(([program]) => folders.some((folder) => folder !== '' && isExecutable(join(folder, program))))
  return `${known ? `Run: ${known[1]}` : 'Install redis-server 7 or later'} (or set REDIS_URL).`
}

/**
 * Fetches the server with its libraries into `packages/redis`: apt-get with lists and cache of its own (a bare machine has no
 * lists), then dpkg's unpacking, neither of which needs root. The C library itself is the system's.
 */
async function fetchPackages(packages: string, server: string): Promise<void> {
  const work = join(packages, `fetch-${process.pid}`)
  try {
    for (const folder of ['state/lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(work, folder), { recursive: true })
    const own = [
      '-q', '-o', `Dir::State=${join(work, 'state')}`, '-o', `Dir::Cache=${join(work, 'cache')}`,
      '-o', 'Dir::State::status=/var/lib/dpkg/status', '-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Languages=none',
    ]
    const options = { cwd: work, timeout: 180_000, env: { ...process.env, LC_ALL: 'C' } }
    await run('apt-get', [...own, 'update'], options)
    const tools = server.replace('-server', '-tools')
    const { stdout } = await run('apt-cache', [...own, 'depends', '--important', server, tools], options)
    const libraries = [...stdout.matchAll(/Depends: ((?:lib|lua)[\w.+-]+)/g)].map(([, name]) => name!)
    const wanted = new Set([server, tools, ...libraries.filter((name) => !/^lib(?:c6|gcc)/.test(name))])
    await run('apt-get', [...own, 'download', ...wanted], options)
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(work, file), join(work, 'root')], options)
    }
    if (findRedis(packages)) return // another start was quicker, and its server may be running already
    const target = join(packages, 'redis')
    rmSync(target, { recursive: true, force: true })
    renameSync(join(work, 'root'), target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function libraryPath(unpacked: string): string {
  const folders = ['usr/lib', 'lib'].flatMap((below) => {
    const base = join(unpacked, below)
    if (!existsSync(base)) return []
    return readdirSync(base).filter((name) => name.includes('-linux-')).map((name) => join(base, name))
  })
  return folders.join(':')
}

function tryProgram(path: string, env: NodeJS.ProcessEnv): RedisProgram | null {
  if (!isExecutable(path)) return null
  const { stdout } = spawnSync(path, ['--version'], { env, encoding: 'utf8' })
  const version = /v=([\d.]+)/.exec(stdout ?? '')?.[1]
  return version !== undefined && Number.parseInt(version, 10) >= leastMajor ? { path, version, env } : null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
