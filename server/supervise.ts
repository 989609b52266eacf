/** Runs a role as a child process and starts it again when it dies; its state is in PostgreSQL and Redis, so it may die at any moment. */
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../shared/node/config.ts'
import type { Log } from '../shared/node/log.ts'

export interface Supervised {
  readonly pid: number | null
  stop(): Promise<void>
}

/** A role that lives shorter than this (milliseconds) waits longer and longer before it is started again. */
const settled = 10_000
const longestWait = 30_000
/** Milliseconds a role has for an orderly end. */
const patience = 8_000

/** @param entry path of the role's entry file below the repository's root. */
export function supervise(entry: string, env: NodeJS.ProcessEnv, log: Log): Supervised {
  let child: ChildProcess | null = null
  let stopping = false
  let wait = 250
  let timer: NodeJS.Timeout | null = null

  const start = (): void => {
    const startedAt = performance.now()
    child = fork(join(root, entry), { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('exit', (code, signal) => {
      child = null
      if (stopping) return
      wait = performance.now() - startedAt > settled ? 250 : Math.min(longestWait, wait * 2)
      log.warn({ entry, code, signal, againInMs: wait }, 'a role ended and will be started again')
      timer = setTimeout(start, wait)
    })
  }
  start()

  return {
    get pid() { return child?.pid ?? null },
    stop: () => new Promise((resolve) => {
      stopping = true
      if (timer) clearTimeout(timer)
      if (!child) return resolve()
      const kill = setTimeout(() => child?.kill('SIGKILL'), patience)
      child.once('exit', () => {
        clearTimeout(kill)
        resolve()
      })
      child.kill('SIGTERM')
    }),
  }
}
