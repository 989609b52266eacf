/** The two thinking steps of the line: enrich what came in, then group it into issues, repeating what was decided before. */
import type { DistrictPack } from '../shared/district.ts'
import type { Instant } from '../shared/clock.ts'
import type { IssueId, Membership } from '../shared/issue.ts'
import type { Enrichment } from '../shared/posting.ts'
import type { FeedEvent } from './archive/feed.ts'
import type { Enricher } from './enrich/enricher.ts'
import type { GroupedPosting } from './grouped.ts'
import type { Grouper } from './issues/grouper.ts'
import { titleOf } from './issues/title.ts'
import type { IssueIdentity } from './live-state/issue-state.ts'

interface Decision {
  enrichment: Enrichment
  membership: Membership
  identity: IssueIdentity
}

/** Postings between two breaths: some milliseconds of work. */
const breath = 20

export interface GroupStep {
  /** Enriches and groups a run of events in order of number, letting other work through every few milliseconds. */
  take(events: readonly FeedEvent[]): Promise<GroupedPosting[]>
  /** Takes up a membership decided on an earlier run, so that what follows is grouped as if there had been no pause. */
  remember(event: FeedEvent): void
  forget(before: Instant): void
}

/** @param pause lets the event loop go round once. */
export function createGroupStep(pack: DistrictPack, enricher: Enricher, grouper: Grouper, pause: () => Promise<void>): GroupStep {
  const leaves = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.name] as const)))
  const narrow = new Set(pack.places.filter(({ kind }) => kind !== 'township').map(({ id }) => id))
  const isKnown = ({ place }: Enrichment): boolean => place !== null && place.id !== null && narrow.has(place.id)
  const aliases = new Map(pack.places.map((place) => [place.id, place.aliases] as const))
  /** Highest posting id that the grouper has seen. */
  let remembered = 0
  /** What the last run decided: the run after it is read before that is stored. */
  let lastRun: ReadonlyMap<number, Decision> = new Map()

  const decide = (event: FeedEvent, inRun: ReadonlyMap<number, Decision>): Decision => {
    const { posting } = event
    const { words, ...enrichment } = enricher.enrich(posting)
    const parentIssue = event.parent && (event.parent.issue ?? (inRun.get(event.parent.id) ?? lastRun.get(event.parent.id))?.membership.issue ?? null)
    const membership: Membership = parentIssue === null
      ? grouper.assign(itemOf(event, words, enrichment, isKnown(enrichment)))
      : { posting: posting.id, issue: parentIssue, confidence: 1, reason: { because: 'reply', to: event.parent!.id }, model: 'thread' }
    return { enrichment, membership, identity: identify(enrichment, membership.issue === posting.id) }
  }

  /** Only what founds an issue needs a title that reads well from five metres; it costs as much as a place. */
  const identify = ({ place, category, units, maskedTitle }: Enrichment, founds: boolean): IssueIdentity => ({
    title: !founds ? maskedTitle : titleOf(place?.name ?? null, category.code === null ? null : leaves.get(category.code) ?? null, maskedTitle,
      aliases.get(place?.id ?? '') ?? []),
    category: category.code,
    place: place?.name ?? null,
    township: place?.township ?? null,
    unit: units[0]?.unit ?? null,
  })

  const remember = (event: FeedEvent): void => {
    if (event.posting.id <= remembered || !event.decided) return
    remembered = event.posting.id
    const { membership, enrichment } = event.decided
    if (membership.reason.because === 'reply') return
    grouper.remember(itemOf(event, enricher.enrich(event.posting).words, enrichment, isKnown(enrichment)), membership.issue)
  }

  return {
    remember,
    forget: (before) => { grouper.forget(before) },

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
        run.push({
          ...posting, ...decision, issue: decision.membership.issue, orderBefore: event.orderBefore, recordedAt: event.recordedAt, isNew: known === null,
        })
      }
      lastRun = inRun
      return run
    },
  }
}

function itemOf({ posting, original }: FeedEvent, words: string[], { place, category, maskedTitle, maskedText }: Enrichment, placeKnown: boolean) {
  return {
    // Masked words: a telephone number or a plate that two postings share says nothing of the matter.
    id: posting.id, at: posting.publishedAt, reporter: posting.reporter, title: maskedTitle, text: maskedText, words,
    place: place?.id ?? place?.name ?? null, placeKnown, category: category.code, repostOf: original, parent: null as IssueId | null,
  }
}
