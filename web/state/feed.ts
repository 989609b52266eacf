/** The state of a live feed: the snapshot, what waits for one, and when one must be fetched. Pure; live.ts drives it. */
import type { Instant } from '../../shared/clock.ts'
import type { Delta, Pulse } from '../../shared/events.ts'
import type { Alert } from '../../shared/alert.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import { applyDelta } from './reduce.ts'

export interface Feed {
  snapshot: WallSnapshot | null
  /** True while a snapshot must be fetched; deltas wait until it is there. */
  needsSnapshot: boolean
  /** Why, for the log of whoever looks at a wall that keeps resyncing. */
  because: string
  waiting: readonly Delta[]
  /** Pulses in a row that named another version than ours. */
  strangePulses: number
  /** The feed is true up to this time, by the gateway's word. */
  asOf: Instant | null
  /** Gateway's time minus the client's at the last pulse, in milliseconds: the wall shows the gateway's time. */
  clockOffset: number
}

/** Deltas kept while a snapshot is under way; past that the next snapshot has to cover them. */
const longestWait = 500

export const emptyFeed: Feed = {
  snapshot: null,
  needsSnapshot: true,
  because: 'nothing known yet',
  waiting: [],
  strangePulses: 0,
  asOf: null,
  clockOffset: 0,
}

/** A step of the feed, with the alerts that have just been raised (each told once, and never those a snapshot brought). */
export interface Step {
  feed: Feed
  raised: readonly Alert[]
}

/** Takes a delta: applies it, drops it as old, or keeps it and asks for a snapshot. */
export function takeDelta(feed: Feed, delta: Delta): Step {
  if (feed.snapshot === null || feed.needsSnapshot) {
    return { feed: { ...feed, waiting: [...feed.waiting, delta].slice(-longestWait) }, raised: [] }
  }
  const applied = applyDelta(feed.snapshot, delta)
  if (applied.outcome === 'old') return { feed, raised: [] }
  if (applied.outcome === 'gap') {
    return { feed: { ...feed, needsSnapshot: true, because: applied.because, waiting: [delta] }, raised: [] }
  }
  return {
    feed: { ...feed, snapshot: applied.snapshot, asOf: applied.snapshot.asOf, strangePulses: 0 },
    raised: delta.raised,
  }
}

/**
 * Takes a fetched snapshot and what waited for it. What waits may itself begin after the snapshot (the gateway was
 * ahead of the one that answered): then another one is due.
 */
export function takeSnapshot(feed: Feed, snapshot: WallSnapshot): Step {
  const waiting = feed.waiting
  let step: Step = {
    feed: { ...feed, snapshot, needsSnapshot: false, because: '', waiting: [], strangePulses: 0, asOf: snapshot.asOf },
    raised: [],
  }
  for (const delta of waiting) {
    const next = takeDelta(step.feed, delta)
    step = { feed: next.feed, raised: [...step.raised, ...next.raised] }
  }
  return step
}

/**
 * Takes a pulse. One strange version may only be a pulse that was overtaken by a snapshot; two in a row mean that
 * deltas were lost, or that the gateway began to count anew.
 */
export function takePulse(feed: Feed, pulse: Pulse, clientNow: Instant): Feed {
  const strange = feed.snapshot !== null && pulse.version !== feed.snapshot.version
  const strangePulses = strange ? feed.strangePulses + 1 : 0
  const lost = strangePulses >= 2 && !feed.needsSnapshot
  return {
    ...feed,
    clockOffset: pulse.now - clientNow,
    // A pulse of another version speaks of data that we do not show.
    asOf: strange ? feed.asOf : pulse.asOf,
    strangePulses,
    needsSnapshot: feed.needsSnapshot || lost,
    because: lost ? `at ${feed.snapshot?.version ?? 0}, gateway at ${pulse.version}` : feed.because,
  }
}

/** After a lost connection: deltas may have been missed. */
export const askAgain = (feed: Feed, because: string): Feed => ({ ...feed, needsSnapshot: true, because, waiting: [] })
