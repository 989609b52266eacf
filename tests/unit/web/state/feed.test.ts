import { describe, expect, test } from 'vitest'
import type { Delta } from '../../../../shared/events.ts'
import { askAgain, emptyFeed, takeDelta, takePulse, takeSnapshot } from '../../../../web/state/feed.ts'
import { alertOf, fixtureSnapshot } from '../../../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)
const delta = (from: number, change: Partial<Delta> = {}): Delta => ({ from, to: from + 1, asOf: now, sections: {}, postings: [], raised: [], ...change })
const fresh = takeSnapshot(emptyFeed, fixtureSnapshot(now, 7)).feed

describe('a feed', () => {
  test('tells of raised alerts when their delta is applied, and not when it comes again', () => {
    const raised = [alertOf(1, now)]
    const first = takeDelta(fresh, delta(7, { raised }))
    expect(first.raised).toEqual(raised)
    expect(takeDelta(first.feed, delta(7, { raised })).raised).toEqual([])
  })

  test('asks for a snapshot after a gap, keeps the delta, and tells its alerts once the snapshot is there', () => {
    const gap = takeDelta(fresh, delta(9, { raised: [alertOf(1, now)] }))
    expect(gap).toMatchObject({ raised: [], feed: { needsSnapshot: true, snapshot: { version: 7 } } })
    const mended = takeSnapshot(gap.feed, fixtureSnapshot(now, 9))
    expect(mended).toMatchObject({ raised: [{ id: 101 }], feed: { needsSnapshot: false, snapshot: { version: 10 } } })
  })

  test('asks again when the snapshot is older than what waited for it', () => {
    const gap = takeDelta(fresh, delta(12))
    expect(takeSnapshot(gap.feed, fixtureSnapshot(now, 10)).feed.needsSnapshot).toBe(true)
  })

  test('bears one strange pulse and asks for a snapshot at the second', () => {
    const pulse = { version: 3, asOf: now, now }
    const once = takePulse(fresh, pulse, now)
    expect(once.needsSnapshot).toBe(false)
    expect(takePulse(once, pulse, now).needsSnapshot).toBe(true)
  })

  test('takes the time of the data from a pulse of its own version only', () => {
    expect(takePulse(fresh, { version: 7, asOf: now + 5_000, now }, now).asOf).toBe(now + 5_000)
    expect(takePulse(fresh, { version: 8, asOf: now + 5_000, now }, now).asOf).toBe(now)
  })

  test('learns how far the clock of the screen is off', () => {
    expect(takePulse(fresh, { version: 7, asOf: now, now }, now - 90_000).clockOffset).toBe(90_000)
  })

  test('goes on showing what it has while it asks again', () => {
    expect(askAgain(fresh, 'connected')).toMatchObject({ needsSnapshot: true, snapshot: { version: 7 } })
  })
})
