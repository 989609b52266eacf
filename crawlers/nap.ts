/** The wait between two visits, which an operator can cut short. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Nap {
  /** Waits so many milliseconds, or until somebody rouses the sleeper or all is over. */
  take(ms: number): Promise<void>
  /** Ends the wait; one who is awake skips the next. */
  rouse(): void
  /** Whether somebody has roused the sleeper since this was last asked. */
  roused(): boolean
}

/** Timers of Node hold 2^31 ms; whoever wakes looks at the clock anyway. */
const longest = 1_000_000_000

export function openNap(signal: AbortSignal): Nap {
  let called = false
  let alarm = new AbortController()
  return {
    async take(ms) {
      if (called || signal.aborted) return
      alarm = new AbortController()
      await sleep(Math.min(ms, longest), undefined, { signal: AbortSignal.any([signal, alarm.signal]) }).catch(() => undefined)
    },
    rouse() {
      called = true
      alarm.abort()
    },
    roused() {
      const was = called
      called = false
      return was
    },
  }
}
