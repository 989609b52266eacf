/** Finds what an earlier server left behind (a service still ending, or one that was missed) and waits for its end. */
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Fatal } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import { askSystem, startOf } from '../../shared/node/process-start.ts'
import type { EndSignal } from './child.ts'

/** The name of a process's program, null when there is no such process. */
function nameOf(pid: number): string | null {
  if (process.platform !== 'linux') return askSystem(pid, 'comm=')
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return null
  }
}

/** Whether the process works in this folder; PostgreSQL and Redis both make their data folder their working directory. */
function worksIn(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return askSystem(pid, 'command=')?.includes(folder) ?? false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false
  }
}

/**
 * Makes sure that the service of `folder`, whose number is the first line of `pidFile`, no longer runs. The caller holds the lock of the
 * data folder, so whatever runs belongs to nobody: it is given a second to end by itself, is then told to, and is killed last.
 * A file whose number now belongs to another program is removed: the service would take that program for itself.
 * @param program how the name of the service's program begins.
 * @throws Fatal when the process cannot be ended.
 */
export async function endOrphan(folder: string, pidFile: string, program: RegExp, signal: EndSignal, log: Log): Promise<void> {
  const pid = readPid(pidFile)
  if (pid === null) return
  const start = startOf(pid)
  if (start === null) return
  const name = nameOf(pid) ?? ''
  if (!program.test(basename(name)) || !worksIn(pid, folder)) {
    log.info({ pid, name, pidFile }, 'a process number left behind now belongs to another program')
    rmSync(pidFile, { force: true })
    return
  }
  const alive = () => startOf(pid) === start
  log.warn({ pid, name }, 'a service of an earlier run is still there; waiting for its end')
  const steps: { send: NodeJS.Signals | null; waitMs: number }[] = [
    { send: null, waitMs: 1_000 }, { send: signal, waitMs: 20_000 }, { send: 'SIGKILL', waitMs: 5_000 },
  ]
  for (const { send, waitMs } of steps) {
    if (send) sendSignal(pid, send)
    for (let waited = 0; waited < waitMs; waited += 20) {
      if (!alive()) return
      await delay(20)
    }
  }
  throw new Fatal(`Process ${pid} (${name}) of an earlier run does not end. End it by hand: kill -9 ${pid}`)
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone meanwhile, or another user's: the wait that follows tells.
  }
}

function readPid(path: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return pid > 1 ? pid : null
  } catch {
    return null
  }
}
