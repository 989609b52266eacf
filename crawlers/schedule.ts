/** When a source is visited and when a thread is looked at again, told as plain functions of time. */
import { day, hour, minute, second, type Instant } from '../shared/clock.ts'
import type { SourceState } from '../shared/source.ts'

/**
 * A thread that nobody writes in is still looked at after these spans, for edits, official answers and deletion; then no more.
 * A new reply starts the row anew.
 */
export const revisitSteps: readonly number[] = [hour, 6 * hour, day, 3 * day, 7 * day]

/** When a thread last visited at `at`, for the `step`th time without change, is due; null = no more. */
export function revisitDue(at: Instant, step: number): Instant | null {
  const span = revisitSteps[step]
  return span === undefined ? null : at + span
}

/** States in which asking again soon would be rude or useless, with the first pause; it doubles with each failure, up to the last. */
const pauses: Partial<Record<SourceState, [first: number, longest: number]>> = {
  RATE_LIMITED: [minute, hour],
  BLOCKED: [10 * minute, 12 * hour],
  NEEDS_LOGIN: [10 * minute, 6 * hour],
  NEEDS_CAPTCHA: [30 * minute, 12 * hour],
  SITE_CLOSED: [5 * minute, hour],
  SERVER_ERROR: [5 * second, 15 * minute],
  NOT_FOUND: [10 * minute, 6 * hour],
  PARSE_BROKEN: [minute, hour],
}

/**
 * Milliseconds until the next visit.
 * @param failures visits in a row that ended in such a state, this one included; one visit after the pause is the probe.
 * @param retryAfterMs what the site asked for; a floor.
 * @param random 0–1: two sources on one host should not come in step.
 */
export function nextVisitIn(
  { state, failures, everyMs, retryAfterMs, random }: { state: SourceState; failures: number; everyMs: number; retryAfterMs: number | null; random: number },
): number {
  const pause = pauses[state]
  const backoff = pause ? Math.min(pause[0] * 2 ** Math.min(Math.max(failures, 1) - 1, 16), pause[1]) : 0
  const base = Math.max(everyMs, backoff, retryAfterMs ?? 0)
  // Later by up to a tenth, never earlier than was asked.
  return Math.round(base * (1 + random / 10))
}
