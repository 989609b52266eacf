/** When a source is visited and when a thread is looked at again, told as plain functions of time. */
import { hour, hourOfDay, minute, second, startOfHour, type Instant } from '../shared/clock.ts'
import { revisitSteps, type SourceState } from '../shared/source.ts'

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

/** Whether nothing is asked of a source in this state until its pause ends; the first request then is a probe. */
export const pausing = (state: SourceState): boolean => pauses[state] !== undefined

/**
 * Milliseconds until the next visit.
 * @param failures visits in a row that ended in such a state, this one included; one visit after the pause is the probe.
 * @param floorMs what the site asked for (Retry-After, risk control); never less than this.
 * @param random 0–1: two sources on one host should not come in step.
 */
export function nextVisitIn(
  { state, failures, everyMs, floorMs, random }: { state: SourceState; failures: number; everyMs: number; floorMs: number; random: number },
): number {
  const pause = pauses[state]
  const backoff = pause ? Math.min(pause[0] * 2 ** Math.min(Math.max(failures, 1) - 1, 16), pause[1]) : 0
  const base = Math.max(everyMs, backoff, floorMs)
  // Later by up to a tenth, never earlier than was asked.
  return Math.round(base * (1 + random / 10))
}

/** Hours of the day, Beijing time; `from` 23 `to` 6 goes over midnight. */
export interface Hours {
  from: number
  to: number
}

/** When the quiet hours end that `now` falls into; null when it falls into none. */
export function quietUntil({ from, to }: Hours, now: Instant): Instant | null {
  const at = hourOfDay(now)
  const within = from <= to ? at >= from && at < to : at >= from || at < to
  return within ? startOfHour(now) + ((to - at + 24) % 24 || 24) * hour : null
}
