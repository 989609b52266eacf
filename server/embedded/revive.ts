/** Keeps an embedded service alive: one that dies unasked is started again on its own data, which its log brings back. */
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Child } from './child.ts'

export interface Revivable {
  program: string
  child: Child
}

export interface Revived<S extends Revivable> {
  /** The service as it runs now. */
  current(): S
  /** Settles when it dies again and again: going on would only hide what is wrong. */
  failed: Promise<string>
  /** From now on its end is wanted. */
  release(): void
}

/** So many deaths within so many milliseconds are no accident. */
const mostDeaths = 5
const span = 60_000
const pauseMs = 200

/** @param start starts the service again, at the same address. */
export function revive<S extends Revivable>(first: S, start: () => Promise<S>, log: Log): Revived<S> {
  let current = first
  let released = false
  const watch = async (): Promise<string> => {
    const deaths: number[] = []
    for (;;) {
      const how = await current.child.ended
      if (released) return new Promise<string>(() => undefined)
      const now = performance.now()
      deaths.push(now)
      while (now - deaths[0]! > span) deaths.shift()
      if (deaths.length > mostDeaths) return `${current.program} ${how}, ${deaths.length} times within a minute`
      log.error({ program: current.program, how }, 'an embedded service ended and is started again')
      await delay(pauseMs * deaths.length)
      try {
        current = await start()
      } catch (error) {
        return `${current.program} ${how} and did not start again: ${messageOf(error)}`
      }
      // Told to end while it was starting: nobody else would end it now.
      if (released) await current.child.stop()
    }
  }
  return { current: () => current, failed: watch(), release: () => { released = true } }
}
