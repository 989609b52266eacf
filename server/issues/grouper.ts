/** Groups postings, one by one as they come, into issues: the same place and the same problem. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId, Membership, MembershipReason } from '../../shared/issue.ts'
import background from './background.json' with { type: 'json' }
import { bestIssue } from './choose.ts'
import type { Digest } from './digest.ts'
import { Matcher } from './matcher.ts'
import { compileModel, probability, type PairModel } from './model.ts'
import pairModel from './pair-model.json' with { type: 'json' }
import { Register } from './register.ts'

export interface GroupItem {
  id: number
  at: Instant
  /** Keyed hash; grouping does not look at it (it was of no use, and Tinghu follows matters, not people). */
  reporter: string | null
  title: string
  text: string
  /** Words of jieba, if at hand. */
  words: string[] | null
  /** Place and category as enrich sees them. */
  place: string | null
  /** Whether the place stands in the district's gazetteer and is narrower than a township; not said = no. */
  placeKnown?: boolean
  category: string | null
  /** Ids of postings already known; null = none, or not known. */
  repostOf: number | null
  parent: number | null
}

export interface GrouperOptions {
  model: PairModel
  /** Members of an issue that a new posting is compared with; the founder is always among them. */
  representatives: number
}

export interface Grouper {
  /** Decides which issue the posting belongs to and remembers it; a new issue is named after the posting. */
  assign(item: GroupItem): Membership
  /** Replays a stored membership without deciding: the state afterwards is as if `assign` had decided so. */
  remember(item: GroupItem, issue: IssueId): void
  /** Forgets postings from before an instant: nothing can join them any more. */
  forget(before: Instant): void
  readonly size: { postings: number; issues: number }
}

/** Copied word for word, give or take: such a posting is called a repost. */
const copied = 0.92
/**
 * Online grouping: never looks ahead, never revises.
 *
 * A reply joins its parent and a repost its original. Else the nearest earlier postings are scored by the pair model, an issue
 * by the mean of its best two members' log-odds (with what place and category add, see setting.ts) (a lone member stands beside one of `missing`), and the best issue is joined
 * from `join` on. Where it fails: one place with two problems told in the same words, homophones and nicknames of a place,
 * and policy questions that name no place.
 */
export function createGrouper(options: Partial<GrouperOptions> = {}): Grouper {
  const model = options.model ?? pairModel
  const logitOf = compileModel(model)
  const matcher = new Matcher(background)
  const register = new Register(options.representatives ?? 24, (slot) => { matcher.drop(slot) })

  const elder = (item: GroupItem): { issue: IssueId; reason: MembershipReason } | null => {
    const parent = item.parent === null ? null : register.issueOf(item.parent)
    if (parent !== null && item.parent !== null) return { issue: parent, reason: { because: 'reply', to: item.parent } }
    const original = item.repostOf === null ? null : register.issueOf(item.repostOf)
    if (original !== null && item.repostOf !== null) return { issue: original, reason: { because: 'repost', of: item.repostOf, similarity: 1 } }
    return null
  }

  const keep = (item: GroupItem, digest: Digest | null, issue: IssueId): void => {
    register.note(item.id, issue, item.at, digest && matcher.keep(digest, item.id, issue, item.at))
  }

  const decide = (item: GroupItem, digest: Digest): { issue: IssueId; confidence: number; reason: MembershipReason } => {
    const best = bestIssue(matcher.similar(), matcher, logitOf, model.missing)
    if (!best || best.score < model.join) {
      return { issue: item.id, confidence: best ? 1 - probability(best.score - model.join) : 1, reason: { because: 'founded' } }
    }
    const similarity = Math.min(1, best.nearest.features[0] as number)
    const to = matcher.shelf.posting(best.nearest.slot)
    const reason: MembershipReason = similarity >= copied
      ? { because: 'repost', of: to, similarity }
      : { because: 'similar', to, similarity, shared: matcher.sharedText(digest, best.nearest.slot, 3) }
    return { issue: best.issue, confidence: probability(best.score - model.join), reason }
  }

  return {
    assign(item) {
      const joined = elder(item)
      if (joined) {
        keep(item, null, joined.issue)
        return { posting: item.id, issue: joined.issue, confidence: 1, reason: joined.reason, model: model.version }
      }
      const digest = matcher.read(item)
      const decided = decide(item, digest)
      keep(item, digest, decided.issue)
      return { posting: item.id, model: model.version, ...decided }
    },
    remember(item, issue) {
      if (elder(item)) return keep(item, null, issue)
      const digest = matcher.read(item)
      // What is near is part of what is remembered of a posting.
      matcher.similar()
      keep(item, digest, issue)
    },
    forget(before) {
      register.forget(before)
    },
    get size() {
      return register.size
    },
  }
}
