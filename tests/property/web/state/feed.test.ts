import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Delta } from '../../../../shared/events.ts'
import type { WallSnapshot } from '../../../../shared/wall.ts'
import { emptyFeed, takeDelta, takeSnapshot } from '../../../../web/state/feed.ts'
import type { Feed } from '../../../../web/state/feed.ts'
import { applyDelta } from '../../../../web/state/reduce.ts'
import { deltasFrom, emptyWall } from '../../../support/arbitraries.ts'

/** What the gateway itself shows after the first `count` deltas. */
function gatewayAfter(deltas: readonly Delta[], count: number): WallSnapshot {
  return deltas.slice(0, count).reduce((wall, delta) => {
    const applied = applyDelta(wall, delta)
    if (applied.outcome !== 'applied') throw new Error(applied.because)
    return applied.snapshot
  }, emptyWall(3))
}

test('a client that loses, doubles or delays deltas shows what the gateway shows once it has fetched a snapshot', () => {
  fc.assert(
    fc.property(deltasFrom(3), fc.array(fc.constantFrom('heard', 'lost', 'twice'), { minLength: 25, maxLength: 25 }), fc.nat(25), (deltas, fates, delay) => {
      let feed: Feed = takeSnapshot(emptyFeed, emptyWall(3)).feed
      let answerAt: number | null = null
      deltas.forEach((delta, index) => {
        for (let times = { heard: 1, lost: 0, twice: 2 }[fates[index] ?? 'heard']; times > 0; times -= 1) feed = takeDelta(feed, delta).feed
        if (feed.needsSnapshot && answerAt === null) answerAt = index + (delay % 4)
        // The answer was made at once but arrives later: what came between waits for it.
        if (feed.needsSnapshot && answerAt !== null && index >= answerAt) {
          feed = takeSnapshot(feed, gatewayAfter(deltas, index + 1)).feed
          answerAt = null
        }
      })
      const end = gatewayAfter(deltas, deltas.length)
      if (feed.needsSnapshot || feed.snapshot?.version !== end.version) feed = takeSnapshot(feed, end).feed
      expect(feed.snapshot).toEqual(end)
      expect(feed.needsSnapshot).toBe(false)
    }),
  )
})

test('deltas that came while the snapshot was under way are applied exactly once, wherever the snapshot was cut', () => {
  fc.assert(
    fc.property(deltasFrom(3), fc.nat(25), (deltas, cut) => {
      const waiting = deltas.reduce<Feed>((feed, delta) => takeDelta(feed, delta).feed, emptyFeed)
      const { feed } = takeSnapshot(waiting, gatewayAfter(deltas, Math.min(cut, deltas.length)))
      expect(feed.snapshot).toEqual(gatewayAfter(deltas, deltas.length))
    }),
  )
})
