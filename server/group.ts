/** The two thinking steps of the line: enrich what came in, then group it into issues, repeating what was decided before. */
import type { DistrictPack } from '../shared/district.ts'
import { day, type Instant } from '../shared/clock.ts'
import type { IssueId, Membership } from '../shared/issue.ts'
import type { Enrichment } from '../shared/posting.ts'
import type { FeedEvent } from './archive/feed.ts'
import type { Enricher } from './enrich/enricher.ts'
import type { GroupedPosting } from './grouped.ts'
import { createIdentify } from './identity.ts'
import type { Side } from './issues/bars.ts'
import { createGrouper, type Grouper } from './issues/grouper.ts'
import type { Parting } from './issues/obey.ts'
import type { IssueIdentity } from './live-state/issue-state.ts'

interface Decision {
  enrichment: Enrichment
  membership: Membership
  identity: IssueIdentity
}

/** What was told longer before it came in is of the past: as long as the line remembers for grouping. */
const pastAfter = 90 * day
/** Postings of past years that are kept for grouping while they come in. */
const mostPast = 100_000
/** Postings between two breaths: some milliseconds of work. */
const breath = 20

export interface GroupStep {
  /** Enriches and groups a run of events in order of number, letting other work through every few milliseconds. */
  take(events: readonly FeedEvent[]): Promise<GroupedPosting[]>
  /** Takes up a membership decided on an earlier run, so that what follows is grouped as if there had been no pause. */
  remember(event: FeedEvent): void
  /** Takes up a bar that an earlier ruling has put between two issues. */
  separate(one: Side, other: Side): void
  /**
   * Takes in what a ruling has done. Obeying it again changes nothing.
   * @param members the events of all postings of the issues that it touched, as they now are.
   */
  obey(parting: Parting, members: readonly FeedEvent[]): Promise<void>
  forget(before: Instant): void
}

/** @param pause lets the event loop go round once. */
export function createGroupStep(pack: DistrictPack, enricher: Enricher, grouper: Grouper, pause: () => Promise<void>): GroupStep {
  const identify = createIdentify(pack)
  const narrow = new Set(pack.places.filter(({ kind }) => kind !== 'township').map(({ id }) => id))
  const isKnown = ({ place }: Enrichment): boolean => place !== null && place.id !== null && narrow.has(place.id)
  /** Past years that are brought in at once are grouped by themselves: beside them the few alike of today would not be found. */
  let past = createGrouper()
  let pastGrew = false
  const isPast = ({ publishedAt, receivedAt }: FeedEvent['posting']): boolean => publishedAt < receivedAt - pastAfter
  const grouperOf = ({ posting }: FeedEvent): Grouper => {
    if (!isPast(posting)) return grouper
    pastGrew = true
    return past
  }
  /** Highest posting id that the grouper has seen. */
  let remembered = 0
  /** What the last run decided: the run after it is read before that is stored. */
  let lastRun: ReadonlyMap<number, Decision> = new Map()

  const decide = (event: FeedEvent, inRun: ReadonlyMap<number, Decision>): Decision => {
    const { posting } = event
    const enrichment = enricher.enrich(posting)
    const parentIssue = event.parent && (event.parent.issue ?? (inRun.get(event.parent.id) ?? lastRun.get(event.parent.id))?.membership.issue ?? null)
    const membership: Membership = parentIssue === null
      ? grouperOf(event).assign(itemOf(event, enrichment, isKnown(enrichment)))
      : { posting: posting.id, issue: parentIssue, confidence: 1, reason: { because: 'reply', to: event.parent!.id }, model: 'thread', copyOf: null }
    return { enrichment, membership, identity: identify(enrichment, membership.issue === posting.id) }
  }

  const remember = (event: FeedEvent): void => {
    if (event.posting.id <= remembered || !event.decided) return
    remembered = event.posting.id
    const { membership, enrichment } = event.decided
    if (membership.reason.because === 'reply') return
    grouperOf(event).remember(itemOf(event, enrichment, isKnown(enrichment)), membership.issue)
  }

  return {
    remember,
    separate: (one, other) => { grouper.separate(one, other) },
    forget(before) {
      grouper.forget(before)
      // An import that is over is let go of, and so is one of more than fits.
      if (!pastGrew || past.size.postings > mostPast) past = createGrouper()
      pastGrew = false
    },

    async obey({ apart }, members) {
      // What was decided before the ruling is all stored by now, and some of it is no longer so.
      lastRun = new Map()
      if (apart) grouper.separate({ founder: apart[0], issue: apart[0] }, { founder: apart[1], issue: apart[1] })
      // All of them in order, so that an issue stands in the grouping as it will after the next start.
      for (const [index, event] of members.entries()) {
        if (index % breath === breath - 1) await pause()
        if (event.posting.revision > 1 || !event.decided || event.decided.membership.reason.because === 'reply') continue
        const { enrichment, membership } = event.decided
        grouper.move(itemOf(event, enrichment, isKnown(enrichment)), membership.issue)
      }
    },

    async take(events) {
      const inRun = new Map<number, Decision>()
      const run: GroupedPosting[] = []
      for (const [index, event] of events.entries()) {
        if (index % breath === breath - 1) await pause()
        const { posting } = event
        const known = event.decided ?? inRun.get(posting.id) ?? lastRun.get(posting.id) ?? null
        if (event.decided) remember(event)
        const decision = known ?? decide(event, inRun)
        inRun.set(posting.id, decision)
        remembered = Math.max(remembered, posting.id)
        run.push(toGrouped(event, decision, known === null))
      }
      lastRun = inRun
      return run
    },
  }
}

/** An event with what was decided of it. */
export const toGrouped = (event: FeedEvent, decision: Decision, isNew: boolean): GroupedPosting => ({
  ...event.posting, ...decision, issue: decision.membership.issue, orderBefore: event.orderBefore, recordedAt: event.recordedAt, isNew,
})

function itemOf(event: FeedEvent, { place, category, maskedTitle, maskedText }: Enrichment, placeKnown: boolean) {
  const { posting, original, decided } = event
  return {
    // Masked words: a telephone number or a plate that two postings share says nothing of the matter.
    id: posting.id, at: posting.publishedAt, title: maskedTitle, text: maskedText,
    place: place?.id ?? place?.name ?? null, placeKnown, category: category.code, parent: null as IssueId | null,
    // What a person has put into an issue stands there for itself, not beside its original.
    repostOf: decided?.membership.reason.because === 'person' ? null : original,
  }
}
