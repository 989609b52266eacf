/** Arbitrary walls and runs of deltas for properties: small ids and counts, so that they meet often. */
import fc from 'fast-check'
import type { Delta } from '../../shared/events.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import { fixtureSnapshot, postingOf } from './fixture-wall.ts'

const start = Date.UTC(2026, 10, 22, 12)

/** What a gateway pushes, one after another, beginning at `version`. */
export const deltasFrom = (version: number): fc.Arbitrary<Delta[]> =>
  fc
    .array(fc.record({ line: fc.option(fc.nat(1_000)), postings: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }) }), { maxLength: 25 })
    .map((steps) =>
      steps.map(({ line, postings }, index) => ({
        from: version + index,
        to: version + index + 1,
        asOf: start + index,
        sections: line === null ? {} : { line: { recorded: line, applied: line, lag: 0, trouble: null } },
        postings: postings.map((id) => postingOf(0, start, { id, number: id })),
        raised: [],
      })),
    )

export const emptyWall = (version: number): WallSnapshot => ({ ...fixtureSnapshot(start, version), sections: {} })
