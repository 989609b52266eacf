/** Chooses the issue that a new posting belongs to, from the scores of the earlier postings that are like it. */
import type { IssueId } from '../../shared/issue.ts'
import { featureNames } from './features.ts'
import type { Candidate, Matcher } from './matcher.ts'
import { weighSetting } from './setting.ts'

/** Alike enough to be a template in which only the place was changed. */
const template = 0.45
/** Share of a title's places, by rarity, up to which the other posting is said not to name them. */
const unnamed = 0.35

const [cosine, placeAgrees, newPlaceInOld, oldPlaceInNew] = (['cosine', 'placeAgrees', 'newPlaceInOld', 'oldPlaceInNew'] as const)
  .map((name) => featureNames.indexOf(name)) as [number, number, number, number]

/**
 * Copied text about another place is another matter, whatever the model says: enrich sees two places, and neither title's
 * places stand in the other posting. Enrich alone would not do: it often picks two names out of one and the same text.
 */
function aboutAnotherPlace(features: Float64Array): boolean {
  return (features[cosine] as number) >= template && (features[placeAgrees] as number) < 0
    && (features[newPlaceInOld] as number) <= unnamed && (features[oldPlaceInNew] as number) <= unnamed
}

export interface ScoredIssue {
  issue: IssueId
  score: number
  nearest: Candidate
}

/** The issue with the highest mean of its best two members' log-odds; ties go to the issue of the likelier member, found first. */
export function bestIssue(
  candidates: readonly Candidate[], matcher: Matcher, logitOf: (features: Float64Array) => number, missing: number,
): ScoredIssue | null {
  // A handful: looking through a list is quicker than a Map.
  const issues: { issue: IssueId; first: number; second: number; nearest: Candidate }[] = []
  for (const candidate of candidates) {
    if (aboutAnotherPlace(candidate.features)) continue
    const logit = logitOf(candidate.features) + weighSetting(candidate.features, matcher.placeKnown(candidate.slot))
    const issue = matcher.shelf.issue(candidate.slot)
    const entry = issues.find((other) => other.issue === issue)
    if (!entry) issues.push({ issue, first: logit, second: missing, nearest: candidate })
    else if (logit > entry.first) {
      entry.second = Math.max(entry.second, entry.first)
      entry.first = logit
      entry.nearest = candidate
    } else entry.second = Math.max(entry.second, logit)
  }
  let best: ScoredIssue | null = null
  for (const { issue, first, second, nearest } of issues) {
    const score = (first + second) / 2
    if (!best || score > best.score) best = { issue, score, nearest }
  }
  return best
}
