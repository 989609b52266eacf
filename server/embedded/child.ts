/** Starts a service as a child process that cannot outlive this one, however this one ends. */
import { execFileSync, spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { RetryLater } from '../../shared/errors.ts'

export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGQUIT'

export interface ChildOptions {
  command: string
  args: readonly string[]
  /** Words before the command that make it another user's; the kernel's death signal must be asked for after them. */
  prefix?: readonly string[]
  /** The signal that makes this program end in order and at once. */
  endSignal: EndSignal
  /** Its stdout and stderr; set aside as `….1` when past 10 MB. */
  logFile: string
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Another user to run as; only root may. */
  uid?: number
  gid?: number
  /** Folder to remove once the child has ended because this process died; for tests, which leave nothing behind. */
  sweep?: string
}

export interface Child {
  readonly pid: number
  readonly running: boolean
  /** Settles when the child has ended; says how. */
  readonly ended: Promise<string>
  /** Ends the child with `signal` (its own end signal by default) and, after `graceMs`, with SIGKILL; waits for it. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>
}

const logLimit = 10 * 1024 * 1024

/**
 * Starts the child in a session of its own, so that Ctrl-C reaches only the server, which stops its services in order.
 *
 * Two things end it with this process: on Linux the kernel (`setpriv --pdeathsig`), everywhere a guard, which holds the
 * reading end of a pipe of ours and sees its end. Where it fails: if both this process and the guard are killed at once
 * on a system without setpriv; the next start finds that orphan (orphan.ts).
 */
export function startChild(options: ChildOptions): Child {
  const { command, args, endSignal, cwd, env, uid, gid } = options
  const log = openLog(options.logFile)
  const stdio: StdioOptions = ['ignore', log, log]
  const deathSignal = canSetDeathSignal() ? ['setpriv', '--pdeathsig', endSignal.slice(3), '--'] : []
  const [file, ...line] = [...(options.prefix ?? []), ...deathSignal, command, ...args]
  const child = spawn(file!, line, { stdio, detached: true, cwd, env, uid, gid })
  closeSync(log)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => { resolve(`could not be started: ${error.message}`) })
    child.once('exit', (code, signal) => { resolve(signal ? `ended by ${signal}` : `ended with code ${String(code)}`) })
  })
  if (child.pid === undefined) {
    // The 'error' event comes later; its listener is there, and nobody can wait for a process that never was.
    throw new RetryLater(`${command} could not be started: is it there, and may this user run it?`)
  }
  const guard = startGuard(child.pid, endSignal, options.sweep)
  void ended.then(() => { guard.stdin?.end('done\n') })
  return {
    pid: child.pid,
    get running() { return child.exitCode === null && child.signalCode === null },
    ended,
    stop: (signal = endSignal, graceMs = 20_000) => stopChild(child, ended, signal, graceMs),
  }
}

async function stopChild(child: ChildProcess, ended: Promise<string>, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const late = await Promise.race([ended.then(() => false), delay(graceMs, true, { ref: false })])
  if (late) child.kill('SIGKILL')
  await ended
}

/**
 * The guard: a shell that waits on a pipe. "done" means the child ended in order; the end of the pipe without it means that
 * this process is gone. It ignores what a terminal sends, and asks again with SIGKILL after ten seconds;
 * an ended child that its new parent has not collected yet (a zombie) counts as ended.
 */
const guardScript = `
trap '' HUP INT TERM
lives() {
  kill -0 "$1" 2>/dev/null || return 1
  if [ -r "/proc/$1/stat" ]; then read -r number name state rest < "/proc/$1/stat"; [ "$state" != Z ]; fi
}
read -r word
if [ "$word" = done ]; then exit 0; fi
kill -s "$2" "$1" 2>/dev/null
n=0
while lives "$1" && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
kill -s KILL "$1" 2>/dev/null
if [ -n "$3" ]; then n=0; while [ -e "$3" ] && [ $n -lt 50 ]; do rm -rf "$3"; sleep 0.1; n=$((n + 1)); done; fi
`

function startGuard(pid: number, signal: EndSignal, sweep = ''): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', guardScript, 'tinghu-guard', String(pid), signal.slice(3), sweep], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  // Neither the guard nor its pipe keeps this process running, and a guard that someone killed is no reason to fall.
  guard.unref()
  guard.on('error', () => undefined)
  guard.stdin?.on('error', () => undefined)
  const pipe = guard.stdin as { unref?: () => void } | null
  pipe?.unref?.()
  return guard
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > logLimit) renameSync(path, `${path}.1`)
  return openSync(path, 'a', 0o640)
}

let deathSignal: boolean | undefined

/** Whether util-linux's setpriv is here (BusyBox has one without the option). Asked once. */
function canSetDeathSignal(): boolean {
  if (deathSignal === undefined) {
    try {
      execFileSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true'], { stdio: 'ignore' })
      deathSignal = process.platform === 'linux'
    } catch {
      deathSignal = false
    }
  }
  return deathSignal
}
