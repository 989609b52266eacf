/** Groups postings, one by one as they come, into issues: the same place and the same problem. */
import type { Instant } from '../../shared/clock.ts'
import type { IssueId, Membership, MembershipReason } from '../../shared/issue.ts'
import background from './background.json' with { type: 'json' }
import { Bars, type Side } from './bars.ts'
import { bestIssue } from './choose.ts'
import { Copies, type Copy } from './copies.ts'
import type { Digest } from './digest.ts'
import { Matcher, type Candidate } from './matcher.ts'
import { compileModel, probability, type PairModel } from './model.ts'
import pairModel from './pair-model.json' with { type: 'json' }
import { Register } from './register.ts'
import topicTable from './topics.json' with { type: 'json' }
import { Topics } from './topics.ts'

/** Who wrote it is no part: measured, it was of no use, and Tinghu follows matters, not people. */
export interface GroupItem {
  id: number
  at: Instant
  title: string
  text: string
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
  /** A person has called two issues different matters: what is most like the one never joins the other. Saying it again changes nothing. */
  separate(one: Side, other: Side): void
  /** A person has changed where a posting belongs or what is known of it; what was forgotten stays so. */
  move(item: GroupItem, issue: IssueId): void
  /** Forgets postings from before an instant: nothing can join them any more. */
  forget(before: Instant): void
  readonly size: { postings: number; issues: number }
}

/** Never changed: one serves every grouper. */
const topics = new Topics(topicTable)

/**
 * Online grouping: never looks ahead, never revises.
 *
 * A reply joins its parent and a repost its original. Else the nearest earlier postings are scored by the pair model, an issue
 * by the mean of its best three members' log-odds, with what place and category add (see choose.ts, setting.ts), and the best is joined
 * from `join` on. What people have called another matter than the most alike of them (see bars.ts) is not among the candidates.
 * Where it fails: one place with two problems told in the same words, homophones and nicknames of a place,
 * and policy questions that name no place.
 */
export function createGrouper(options: Partial<GrouperOptions> = {}): Grouper {
  const model = options.model ?? pairModel
  const logitOf = compileModel(model)
  const matcher = new Matcher(background, topics)
  const copies = new Copies()
  const bars = new Bars()
  const register = new Register(options.representatives ?? 24, (slot) => { matcher.drop(slot) }, (posting) => { copies.drop(posting) })

  const elder = (item: GroupItem): { issue: IssueId; reason: MembershipReason } | null => {
    const parent = item.parent === null ? null : register.issueOf(item.parent)
    if (parent !== null && item.parent !== null) return { issue: parent, reason: { because: 'reply', to: item.parent } }
    const original = item.repostOf === null ? null : register.issueOf(item.repostOf)
    if (original !== null && item.repostOf !== null) return { issue: original, reason: { because: 'repost', of: item.repostOf, similarity: 1 } }
    return null
  }

  const keep = (item: GroupItem, digest: Digest | null, issue: IssueId): void => {
    register.note(item.id, issue, item.at, digest && matcher.keep(digest, item.id, issue, item.at))
    if (item.parent === null) copies.keep(item.id)
  }

  /** Also reads the item for `keep`. Replies quote what they answer: they are no copies, nor is anything a copy of them. */
  const findCopy = (item: GroupItem): Copy | null => {
    if (item.parent !== null) return null
    const copy = copies.find(`${item.title}\n${item.text}`)
    return item.repostOf === null ? copy : { posting: item.repostOf, similarity: 1 }
  }

  const allowed = (near: readonly Candidate[]): readonly Candidate[] => {
    const barred = near[0] && bars.of(matcher.shelf.issue(near[0].slot))
    return barred && barred.size > 0 ? near.filter(({ slot }) => !barred.has(matcher.shelf.issue(slot))) : near
  }

  const decide = (item: GroupItem, digest: Digest, copy: Copy | null): { issue: IssueId; confidence: number; reason: MembershipReason } => {
    const best = bestIssue(allowed(matcher.similar()), matcher, logitOf, model.missing)
    if (!best || best.score < model.join) {
      return { issue: item.id, confidence: best ? 1 - probability(best.score - model.join) : 1, reason: { because: 'founded' } }
    }
    const isCopy = copy !== null && register.issueOf(copy.posting) === best.issue
    const reason: MembershipReason = isCopy ? { because: 'repost', of: copy.posting, similarity: copy.similarity } : {
      because: 'similar', to: matcher.shelf.posting(best.nearest.slot), similarity: Math.min(1, best.nearest.features[0] as number),
      shared: matcher.sharedText(digest, best.nearest.slot, 3),
    }
    return { issue: best.issue, confidence: probability(best.score - model.join), reason }
  }

  const remember = (item: GroupItem, issue: IssueId): void => {
    findCopy(item)
    if (elder(item)) return keep(item, null, issue)
    const digest = matcher.read(item)
    // What is near is part of what is remembered of a posting.
    matcher.similar()
    keep(item, digest, issue)
  }

  return {
    remember,
    assign(item) {
      const copyOf = findCopy(item)
      const joined = elder(item)
      if (joined) {
        keep(item, null, joined.issue)
        return { posting: item.id, issue: joined.issue, confidence: 1, reason: joined.reason, model: model.version, copyOf }
      }
      const digest = matcher.read(item)
      const decided = decide(item, digest, copyOf)
      keep(item, digest, decided.issue)
      return { posting: item.id, model: model.version, copyOf, ...decided }
    },
    separate(one, other) {
      bars.add(one, other)
    },
    move(item, issue) {
      bars.move(item.id, issue)
      if (register.issueOf(item.id) !== null) remember(item, issue)
    },
    forget(before) {
      register.forget(before)
    },
    get size() {
      return register.size
    },
  }
}
