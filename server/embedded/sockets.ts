/** Where the unix sockets of the embedded services lie: beside the data where that path is short enough, else in the temporary folder. */
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fatal } from '../../shared/errors.ts'
import { canReach, type Account } from './account.ts'

/** A unix address holds 107 bytes on Linux and 103 on macOS; the longest name put into the folder is 19 bytes. */
const longest = 103 - 19

/**
 * Makes the folder for one service's socket, open to its owner alone: the services ask for no password.
 * The same data folder always gives the same socket folder.
 * @param account who the service runs as, when that is not this process's own user.
 * @throws Fatal when the folder in the temporary folder belongs to somebody else.
 */
export function makeSocketFolder(dataFolder: string, service: string, account: Account | null): string {
  const beside = join(dataFolder, 'run', service)
  mkdirSync(join(dataFolder, 'run'), { recursive: true })
  if (Buffer.byteLength(beside) <= longest && (!account || canReach(join(dataFolder, 'run'), account))) return makePrivate(beside, account)
  const mark = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  return makePrivate(join(tmpdir(), `tinghu-${mark}-${service}`), account)
}

/** Removes a socket folder that lies in the temporary folder, once its service has ended. */
export function removeSocketFolder(folder: string, dataFolder: string): void {
  if (!folder.startsWith(join(dataFolder, 'run'))) rmSync(folder, { recursive: true, force: true })
}

function makePrivate(folder: string, account: Account | null): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, isDirectory } = describe(folder)
  const [me, owner] = [process.getuid?.() ?? uid, account?.uid ?? process.getuid?.() ?? uid]
  if (!isDirectory || (uid !== me && uid !== owner)) throw new Fatal(`${folder} belongs to another user (${uid}); remove it and start again.`)
  if (uid !== owner) chownSync(folder, owner, account?.gid ?? owner)
  chmodSync(folder, 0o700)
  return folder
}

function describe(folder: string): { uid: number; isDirectory: boolean } {
  const stat = lstatSync(folder)
  return { uid: stat.uid, isDirectory: stat.isDirectory() }
}
