/** Under which user PostgreSQL runs: it refuses to run as root, so root hands it to another account. */
import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Fatal } from '../../shared/errors.ts'

export interface Account {
  name: string
  uid: number
  gid: number
}

/** How a command is run so that it is not root: as another user, or as root seen as another user. */
export interface Disguise {
  /** Null when the process keeps its user as the system sees it. */
  account: Account | null
  /** What is put before the command. */
  prefix: readonly string[]
}

/**
 * Chooses how PostgreSQL runs. An ordinary user: as that user. Root: as `postgres` if there is such an account, else as
 * `nobody` (initdb wants an account that has a name), if that account can reach the folders. Else, and where root may not
 * change its user (a sandbox with root alone in it), in a user namespace in which root bears that account's number.
 * Many containers forbid that: then as the account all the same, and the caller brings things within its reach.
 * @param folders which PostgreSQL must reach; each exists.
 * @throws Fatal when root can do none of it.
 */
export function chooseDisguise(folders: readonly string[]): Disguise {
  if (process.getuid?.() !== 0) return { account: null, prefix: [] }
  const account = findAccount('postgres') ?? findAccount('_postgres') ?? findAccount('nobody')
  if (account) {
    const become = spawnSync('true', { uid: account.uid, gid: account.gid, cwd: '/' }).status === 0
    if (become && folders.every((folder) => canReach(folder, account))) return { account, prefix: [] }
    const prefix = ['unshare', '-U', `--map-user=${account.uid}`, `--map-group=${account.gid}`, '--']
    if (spawnSync('unshare', [...prefix.slice(1), 'true']).status === 0) return { account: null, prefix }
    if (become) return { account, prefix: [] }
  }
  throw new Fatal('PostgreSQL does not run as root, and this root may not become another user. '
    + 'Start Tinghu as an ordinary user, or set DATABASE_URL.')
}

function findAccount(name: string): Account | null {
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [login, , uid, gid] = line.split(':')
      // macOS writes nobody as -2.
      if (login === name) return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
    }
  } catch {
    // No such file: no such account.
  }
  return null
}

/** Whether the account may enter this folder: it needs the right to pass through every folder on the way. */
export function canReach(folder: string, account: Account): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const right = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & right) === 0) return false
    if (at === dirname(at)) return true
  }
}

/** @throws Fatal with the command that mends it when an ordinary user finds the folder to be another's: Tinghu was once started as root. */
export function requireOwn(folder: string): void {
  const [uid, owner] = [process.getuid?.() ?? 0, lstatSync(folder, { throwIfNoEntry: false })?.uid]
  if (uid === 0 || owner === undefined || owner === uid) return
  throw new Fatal(`${folder} belongs to another user (was Tinghu once started as root?). Give it to this one: sudo chown -R ${uid} ${folder}`)
}

/** Gives a folder and all in it to an owner, if the folder is not already his; only root can. */
export function giveTo(folder: string, uid: number, gid: number): void {
  if (lstatSync(folder).uid === uid) return
  const give = (path: string) => {
    const stat = lstatSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path)) give(join(path, name))
    if (!stat.isSymbolicLink()) chownSync(path, uid, gid)
  }
  give(folder)
}
