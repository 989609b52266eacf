/** How much failure one visit bears before it is broken off. */
import { ordinary } from './health.ts'
import type { PageState } from './source.ts'

/** Failures in a row: the site is not well, or not for us. */
const mostFailures = 5
/** Milliseconds spent on nothing but failures: who waits for a silent site can do nothing else. */
const mostFailedMs = 6_000

export interface Patience {
  /** Whether the next request is a probe: one and no more, even where the page asks to be loaded again. */
  probing(): boolean
  /** Whether the visit is to be broken off. */
  spent(): boolean
  /** @param ms how long the page took. */
  note(state: PageState, ms: number): void
}

/** @param paused true after a pause: then the first failure is enough, until a page has proved itself. */
export function openPatience(paused: boolean): Patience {
  let [proved, inRow, lostMs] = [false, 0, 0]
  const probing = (): boolean => paused && !proved
  return {
    probing,
    spent: () => inRow >= (probing() ? 1 : mostFailures) || (!proved && lostMs >= mostFailedMs),
    note(state, ms) {
      const good = state === 'ok' || state === 'not-modified'
      // Elsewhere a deleted thread is nothing unusual; as a probe it proves nothing.
      const failed = probing() ? !good : !ordinary.includes(state)
      proved ||= good
      inRow = failed ? inRow + 1 : 0
      lostMs += failed ? ms : 0
    },
  }
}
