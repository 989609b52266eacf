/** Tells one process from a later one of the same number, by when it started. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** When a process started, as a text that no later process of the same number shares; null when there is none (a zombie counts as none). */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return askSystem(pid, 'lstart=')
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the name in parentheses and may hold anything; the state follows its end, the start is the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** One column of what the system tells of a process; null when there is no such process. */
export function askSystem(pid: number, what: string): string | null {
  try {
    return execFileSync('ps', ['-o', what, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
  } catch {
    return null
  }
}
