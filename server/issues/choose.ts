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

/** Members of an issue that are asked, the likeliest of those among the candidates. */
const asked = 3

/**
 * The issue with the highest mean of its best three candidates' log-odds, or of the two that it has; one that stands alone is
 * weighed as if a second of `missing` stood beside it. Ties go to the issue of the likelier member, found first.
 */
export function bestIssue(
  candidates: readonly Candidate[], matcher: Matcher, logitOf: (features: Float64Array) => number, missing: number,
): ScoredIssue | null {
  // A handful: looking through a list is quicker than a Map.
  const issues: { issue: IssueId; logits: number[]; nearest: Candidate }[] = []
  for (const candidate of candidates) {
    if (aboutAnotherPlace(candidate.features)) continue
    const logit = logitOf(candidate.features) + weighSetting(candidate.features, matcher.placeKnown(candidate.slot))
    const issue = matcher.shelf.issue(candidate.slot)
    const entry = issues.find((other) => other.issue === issue)
    if (!entry) {
      issues.push({ issue, logits: [logit], nearest: candidate })
      continue
    }
    if (entry.logits.every((other) => logit > other)) entry.nearest = candidate
    entry.logits.push(logit)
  }
  let best: ScoredIssue | null = null
  for (const { issue, logits, nearest } of issues) {
    const score = scoreOf(logits, missing)
    if (!best || score > best.score) best = { issue, score, nearest }
  }
  return best
}

function scoreOf(logits: number[], missing: number): number {
  if (logits.length === 1) logits.push(missing)
  const likeliest = logits.sort((a, b) => b - a).slice(0, asked)
  return likeliest.reduce((sum, logit) => sum + logit, 0) / likeliest.length
}
