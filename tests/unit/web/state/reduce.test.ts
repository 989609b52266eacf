import { describe, expect, test } from 'vitest'
import type { Delta } from '../../../../shared/events.ts'
import { addPostings, applyDelta, latestKept } from '../../../../web/state/reduce.ts'
import { alertOf, fixtureSnapshot, postingOf } from '../../../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)
const wall = fixtureSnapshot(now, 7)
const delta = (change: Partial<Delta>): Delta => ({ from: 7, to: 8, asOf: now + 1_000, sections: {}, postings: [], raised: [], ...change })

describe('applying a delta', () => {
  test('replaces the sections it brings and leaves the others as they were', () => {
    const alerts = [alertOf(1, now)]
    const applied = applyDelta(wall, delta({ sections: { alerts } }))
    expect(applied).toMatchObject({ outcome: 'applied', snapshot: { version: 8, asOf: now + 1_000 } })
    if (applied.outcome !== 'applied') return
    expect(applied.snapshot.sections.alerts).toBe(alerts)
    expect(applied.snapshot.sections.trending).toBe(wall.sections.trending)
    expect(wall.sections.alerts).not.toBe(alerts)
  })

  test('may span several versions at once', () => {
    expect(applyDelta(wall, delta({ to: 12 }))).toMatchObject({ outcome: 'applied', snapshot: { version: 12 } })
  })

  test('is refused when it starts after the snapshot: something was missed', () => {
    expect(applyDelta(wall, delta({ from: 9, to: 10 })).outcome).toBe('gap')
  })

  test('is refused when it starts before the snapshot but ends after it: a part would count twice', () => {
    expect(applyDelta(wall, delta({ from: 6, to: 9 })).outcome).toBe('gap')
  })

  test('is old news when the snapshot has already reached its end', () => {
    expect(applyDelta(wall, delta({ from: 5, to: 7 })).outcome).toBe('old')
  })

  test('never takes the time of the data back', () => {
    expect(applyDelta(wall, delta({ asOf: now - 5_000 }))).toMatchObject({ snapshot: { asOf: now } })
  })
})

describe('new postings', () => {
  test('stand before the known ones, the newest first', () => {
    const known = [postingOf(0, now, { id: 1 })]
    const added = [postingOf(0, now, { id: 2 }), postingOf(0, now, { id: 3 })]
    expect(addPostings(known, added).map(({ id }) => id)).toEqual([3, 2, 1])
  })

  test('that are known take the place of their older selves', () => {
    const [old, revised] = [postingOf(0, now, { id: 1, title: 'old' }), postingOf(0, now, { id: 1, title: 'new' })]
    expect(addPostings([old], [revised])).toEqual([revised])
  })

  test('push out the oldest past what a wall keeps', () => {
    const added = Array.from({ length: latestKept + 5 }, (_, id) => postingOf(0, now, { id }))
    const kept = addPostings([], added)
    expect(kept).toHaveLength(latestKept)
    expect(kept[0]?.id).toBe(latestKept + 4)
  })
})
