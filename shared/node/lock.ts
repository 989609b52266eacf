/** The lock of a folder: one process at a time, and a dead one's lock is taken over. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Fatal } from '../errors.ts'
import { startOf } from './process-start.ts'

export interface Holder {
  pid: number
  /** When that process started, in the system's own words; tells it from a later process of the same number. */
  start: string | null
}

const everyMs = 50

/**
 * Takes the lock file or says who holds it.
 *
 * The file is made whole under another name and linked into place, which only one of several can do. A dead holder's file is
 * first moved away and looked at again, so that a lock taken by a third in between is put back.
 * A living holder may be about to end (its parent was killed a moment ago): it is given `patienceMs`.
 * Where it fails: on a network folder it knows nothing of processes on other machines.
 * @param purpose what is locked, and `instead` what another process may use in its place, in words.
 * @returns a function that gives the lock back; doing so twice, or after another took it, does nothing.
 * @throws Fatal when a living process holds it, with its number and what to do.
 */
export async function takeLock(path: string, purpose: string, patienceMs = 3_000, instead = 'another DATA_DIR and PORT'): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) } satisfies Holder)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    for (let waited = 0; ;) {
      if (tryLink(draft, path)) break
      const seen = readText(path)
      if (seen === null) continue
      const holder = parseHolder(seen)
      if (holder && isAlive(holder)) {
        if (waited < patienceMs) {
          await delay(everyMs)
          waited += everyMs
          continue
        }
        throw new Fatal(`${purpose} is in use by process ${holder.pid} (${path}). `
          + `Stop it (kill ${holder.pid}), or give this one ${instead}.`)
      }
      moveAway(path, seen)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => { if (readText(path) === mine) rmSync(path, { force: true }) }
}

/** Who holds the lock, or null when nobody alive does. */
export function readHolder(path: string): Holder | null {
  const text = readText(path)
  const holder = text === null ? null : parseHolder(text)
  return holder && isAlive(holder) ? holder : null
}

function isAlive(holder: Holder): boolean {
  const start = startOf(holder.pid)
  return start !== null && (holder.start === null || holder.start === start)
}

function moveAway(path: string, seen: string): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return // another was quicker
  }
  if (readText(aside) !== seen) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, start } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 ? { pid, start: start ?? null } : null
  } catch {
    return null
  }
}
