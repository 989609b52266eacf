import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Delta } from '../../../../shared/events.ts'
import type { SourceHealth } from '../../../../shared/source.ts'
import type { WallSnapshot } from '../../../../shared/wall.ts'
import { applyDelta, latestKept } from '../../../../web/state/reduce.ts'
import { deltasFrom, emptyWall } from '../../../support/arbitraries.ts'
import { fixtureSections } from '../../../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)

function apply(wall: WallSnapshot, deltas: readonly Delta[]): WallSnapshot {
  return deltas.reduce((known, delta) => {
    const applied = applyDelta(known, delta)
    if (applied.outcome !== 'applied') throw new Error(applied.because)
    return applied.snapshot
  }, wall)
}

/** Neighbouring deltas as one, the way a gateway sends them that waits longer between two pushes. */
function join(deltas: readonly Delta[], cuts: readonly boolean[]): Delta[] {
  return deltas.reduce<Delta[]>((joined, delta, index) => {
    const last = joined.at(-1)
    if (last === undefined || cuts[index] === true) return [...joined, delta]
    const both = {
      ...last, to: delta.to, asOf: delta.asOf,
      sections: { ...last.sections, ...delta.sections }, postings: [...last.postings, ...delta.postings], raised: [...last.raised, ...delta.raised],
    }
    return [...joined.slice(0, -1), both]
  }, [])
}

test('however a run of changes is cut into deltas, the picture in the end is the same', () => {
  fc.assert(fc.property(deltasFrom(3), fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }), (deltas, cuts) => {
    expect(apply(emptyWall(3), join(deltas, cuts))).toEqual(apply(emptyWall(3), deltas))
  }))
})

test('the newest postings are each there once, at most as many as a wall keeps, and the last told stands first', () => {
  fc.assert(fc.property(deltasFrom(3), (deltas) => {
    const latest = apply(emptyWall(3), deltas).sections.latest ?? []
    const told = deltas.flatMap(({ postings }) => postings.map(({ id }) => id))
    expect(new Set(latest.map(({ id }) => id)).size).toBe(latest.length)
    expect(latest.length).toBe(Math.min(latestKept, new Set(told).size))
    expect(latest[0]?.id).toBe(told.at(-1))
  }))
})

test('a delta is applied once: again it is old news, and out of order it is a gap', () => {
  fc.assert(fc.property(deltasFrom(3).filter(({ length }) => length >= 2), (deltas) => {
    const wall = apply(emptyWall(3), deltas)
    for (const delta of deltas) expect(applyDelta(wall, delta).outcome).toBe('old')
    for (const delta of deltas.slice(1)) expect(applyDelta(emptyWall(3), delta).outcome).toBe('gap')
  }))
})

test('a wall is a demonstration exactly when one of the sources it was last told of is', () => {
  const source = (demo: boolean): SourceHealth => ({ ...fixtureSections(now).sources[0]!, demo })
  fc.assert(fc.property(fc.boolean(), fc.option(fc.array(fc.boolean(), { maxLength: 5 }), { nil: undefined }), (before, kinds) => {
    const wall = { ...emptyWall(3), demo: before }
    const sections = kinds === undefined ? {} : { sources: kinds.map(source) }
    const after = apply(wall, [{ from: 3, to: 4, asOf: now, sections, postings: [], raised: [] }])
    expect(after.demo).toBe(kinds?.includes(true) ?? before)
  }))
})
