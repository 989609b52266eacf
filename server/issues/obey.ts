/** What a ruling on issues does to their postings: which go where, and which two issues are not the same matter from then on. */
import type { IssueId } from '../../shared/issue.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { Ruling } from '../../shared/ruling.ts'

/** Postings that change their issue. */
export interface Move {
  from: IssueId
  to: IssueId
  postings: number[]
}

export interface Parting {
  moves: Move[]
  /** Two issues, by the postings that they are named after, that a person called different matters; null = none. */
  apart: [IssueId, IssueId] | null
}

/** A posting of an issue. */
export interface Member {
  posting: number
  /** The thread that it replies to; null = none, or not known. */
  thread: number | null
}

const nothing: Parting = { moves: [], apart: null }

/** Merging takes every posting along. */
export function merge(from: IssueId, into: IssueId, members: readonly Member[]): Parting {
  if (from === into || members.length === 0) return nothing
  return { moves: [{ from, to: into, postings: members.map(({ posting }) => posting) }], apart: null }
}

/**
 * Parts an issue in two: `named` with the replies to them, and the rest. As long as an issue has postings it holds the one it
 * is named after, so the part with that one keeps the number, and the other is named after its earliest posting, whose number
 * no issue bears at that time.
 * @returns no moves where either part is empty.
 */
export function part(issue: IssueId, named: readonly number[], members: readonly Member[]): Parting {
  const chosen = new Set(named)
  const leaves = ({ posting, thread }: Member): boolean => chosen.has(posting) || (thread !== null && chosen.has(thread))
  const one = members.filter(leaves).map(({ posting }) => posting)
  const other = members.filter((member) => !leaves(member)).map(({ posting }) => posting)
  if (one.length === 0 || other.length === 0) return nothing
  const leaving = one.includes(issue) ? other : one
  const to = Math.min(...leaving)
  return { moves: [{ from: issue, to, postings: leaving }], apart: [issue, to] }
}

/** The part of a ruling that concerns issues; a correction moves nothing. `members` are those of the issue that is merged or parted. */
export function partingOf(ruling: Ruling, members: readonly Member[]): Parting {
  switch (ruling.kind) {
    case 'merge': return merge(ruling.from, ruling.into, members)
    case 'split': return part(ruling.issue, ruling.postings, members)
    case 'apart': return part(ruling.issue, [ruling.posting], members)
    case 'correct': return nothing
  }
}

/** Everything that a ruling changed, kept with it, so that whoever obeys it again knows what to count anew. */
export interface Outcome extends Parting {
  corrected: { posting: number; before: Understood; after: Understood } | null
}

/** What of a posting a person may correct. */
export type Understood = Pick<Enrichment, 'category' | 'units' | 'place' | 'purpose'>
