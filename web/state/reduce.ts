/** How a delta changes what a client knows: pure, so that every client that saw the same deltas shows the same picture. */
import type { Delta } from '../../shared/events.ts'
import type { PostingCard, WallSnapshot } from '../../shared/wall.ts'

/** As many of the newest postings as a snapshot holds; see WallSections.latest. */
export const latestKept = 30

/** What came of a delta, and why. `gap` means that something between was missed: only a snapshot helps. */
export type Applied =
  | { outcome: 'applied'; snapshot: WallSnapshot }
  | { outcome: 'old'; because: string }
  | { outcome: 'gap'; because: string }

/**
 * Applies a delta to a snapshot; neither is changed.
 *
 * A delta whose end the snapshot has already reached is old news (it was under way while the snapshot was fetched).
 * One that starts anywhere but at the snapshot's version leaves a gap, and is not applied in part.
 */
export function applyDelta(snapshot: WallSnapshot, delta: Delta): Applied {
  if (delta.to <= snapshot.version) return { outcome: 'old', because: `at ${snapshot.version}, delta ends at ${delta.to}` }
  if (delta.from !== snapshot.version) return { outcome: 'gap', because: `at ${snapshot.version}, delta starts at ${delta.from}` }
  return {
    outcome: 'applied',
    snapshot: {
      ...snapshot,
      // The first sources may come only after the snapshot: from then on the screens must say what they show.
      demo: delta.sections.sources?.some((source) => source.demo) ?? snapshot.demo,
      version: delta.to,
      asOf: Math.max(snapshot.asOf, delta.asOf),
      sections: {
        ...snapshot.sections,
        ...delta.sections,
        latest: addPostings(snapshot.sections.latest ?? [], delta.postings),
      },
    },
  }
}

/** The newest first, each once, at most `latestKept`; `added` comes oldest first. */
export function addPostings(known: readonly PostingCard[], added: readonly PostingCard[]): PostingCard[] {
  const byId = new Map<number, PostingCard>()
  for (const posting of [...added.toReversed(), ...known]) {
    if (!byId.has(posting.id)) byId.set(posting.id, posting)
  }
  return [...byId.values()].slice(0, latestKept)
}
