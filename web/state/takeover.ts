/** Which alert holds the centre of the wall: red ones and those that pop up, one after another, thirty seconds each. */
import { second } from '../../shared/clock.ts'
import { compareLevels } from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'

export const takeoverLength = 30 * second
/** In a night of many alarms the wall must not be lost to a queue: what waits longer is in the stream anyway. */
const longestQueue = 4

export interface Takeovers {
  current: { alert: Alert; until: Instant } | null
  queue: readonly Alert[]
}

export const noTakeovers: Takeovers = { current: null, queue: [] }

/** A red that a person has yet to confirm is shown as orange, and does not take the centre by its colour. */
export const takesCentre = (alert: Alert): boolean => alert.popUp || (alert.level === 'red' && !alert.proposedRed)

/** Adds newly raised alerts; an alert already shown or waiting is brought up to date instead. */
export function queueTakeovers(state: Takeovers, raised: readonly Alert[], now: Instant): Takeovers {
  const current = state.current === null ? null : { ...state.current, alert: latestOf(state.current.alert, raised) }
  const queue = new Map(state.queue.map((alert) => [alert.id, latestOf(alert, raised)]))
  for (const alert of raised) {
    if (takesCentre(alert) && alert.id !== current?.alert.id) queue.set(alert.id, alert)
  }
  const waiting = [...queue.values()].toSorted((a, b) => compareLevels(a.level, b.level) || a.raisedAt - b.raisedAt)
  return advance({ current, queue: waiting.slice(0, longestQueue) }, now)
}

/** Ends what has had its thirty seconds and lets the next one in. */
export function advance(state: Takeovers, now: Instant): Takeovers {
  if (state.current !== null && now < state.current.until) return state
  const [next, ...queue] = state.queue
  if (next === undefined) return state.current === null ? state : noTakeovers
  return { current: { alert: next, until: now + takeoverLength }, queue }
}

const latestOf = (alert: Alert, raised: readonly Alert[]): Alert => raised.findLast((other) => other.id === alert.id) ?? alert
