/** The data folder of the embedded PostgreSQL: made once, checked at each start, and given to whoever PostgreSQL runs as. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fatal } from '../../shared/errors.ts'
import { canReach, chooseDisguise, giveTo, type Disguise } from './account.ts'
import { bringWithinReach, findPostgres, versionOfPostgres } from './postgres-package.ts'

/** The cluster's superuser and the name of the database. */
export const clusterRole = 'tinghu'

/** The programs, and under which user they run. */
export interface Runner extends Disguise {
  /** Folder that holds `bin`; within reach of the account. */
  programs: string
  version: string
}

/**
 * Finds the programs and the user to run them as.
 * @param dataDir the folder below which the cluster lies; exists.
 * @throws Fatal when either is missing.
 */
export function readyToRun(dataDir: string): Runner {
  const found = findPostgres()
  const disguise = chooseDisguise([dataDir, join(found, 'bin')])
  const version = versionOfPostgres(found)
  return { ...disguise, version, programs: bringWithinReach(found, disguise.account, version) }
}

/**
 * How PostgreSQL is told its folder. Below a closed folder (/root) another user cannot walk the path, but it is started in
 * the folder already, and Linux lets a process go to its own working directory by this name without walking.
 */
export function nameFor(folder: string, { account }: Disguise): string {
  return account && !canReach(dirname(folder), account) ? '/proc/self/cwd' : folder
}

/**
 * Makes the cluster if there is none, under another name that is changed at the end, so that an interrupted making leaves
 * nothing that looks like one.
 * @param flags more for initdb.
 * @throws Fatal when the folder holds something else, or was made by another major version.
 */
export async function prepareCluster(folder: string, runner: Runner, flags: readonly string[] = []): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) {
    checkVersion(folder, runner.version)
    return
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Fatal(`${folder} holds something that is not PostgreSQL's; move it away and start again.`)
  }
  const draft = `${folder}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  if (runner.account) giveTo(draft, runner.account.uid, runner.account.gid)
  await makeCluster(draft, runner, flags)
  try {
    renameSync(draft, folder) // an empty folder is replaced, a full one is not
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(join(folder, 'PG_VERSION'))) throw error // else another was quicker (tests share a template)
  }
}

/** Runs initdb. Sorting by code point and letters by Unicode, the same on every system; no password: the socket is private. */
async function makeCluster(folder: string, runner: Runner, more: readonly string[]): Promise<void> {
  const { account, prefix, programs } = runner
  const flags = [
    '-D', nameFor(folder, runner), `--username=${clusterRole}`, '--auth=trust', '--encoding=UTF8', '--no-instructions',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
  ]
  const [command, ...args] = [...prefix, join(programs, 'bin', 'initdb'), ...flags, ...more]
  const child = spawn(command!, args, { cwd: folder, uid: account?.uid, gid: account?.gid, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString() })
  const [code] = await once(child, 'close') as [number | null]
  if (code !== 0) throw new Fatal(`PostgreSQL's data folder ${folder} could not be made:\n${tail(said)}`)
}

function checkVersion(folder: string, version: string): void {
  const made = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  const [major] = version.split('.')
  if (made !== major) {
    throw new Fatal(`${folder} was made by PostgreSQL ${made}, and this is ${version}. `
      + 'Go back to the earlier release, dump the database, and load it into the new one.')
  }
}

/** Makes the data belong to whoever PostgreSQL runs as now: root may have run it otherwise before, or a user did. */
export function takeOver(folder: string, { account }: Disguise): void {
  giveTo(folder, account?.uid ?? process.getuid?.() ?? 0, account?.gid ?? process.getgid?.() ?? 0)
  chmodSync(folder, 0o700)
}

/** The last lines of what a program said. */
export const tail = (text: string) => text.trim().split('\n').slice(-8).join('\n')
