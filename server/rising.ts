/** What rises: every counted grievance noted under all that it counts for, and watched for bursts. */
import { publicCalendar } from '../shared/calendar.ts'
import { day, type Instant } from '../shared/clock.ts'
import type { IssueId } from '../shared/issue.ts'
import { isGrievance } from '../shared/posting.ts'
import { subjectName, type Burst, type Subject } from '../shared/trend.ts'
import type { GroupedPosting } from './grouped.ts'
import { Tally, type Counted } from './trends/tally.ts'
import { createWatch } from './trends/watch.ts'

/** A window of 30 days, and the 28 days before it that say what was to be expected. */
const kept = 58 * day
/** From this many postings on an issue is watched: three people are the least that make a burst. */
const watchedFrom = 3
/** Words this bitter or worse are counted as negative (−1 … 1). */
const bitter = -0.5

/** A subject with what it has brought. */
export interface Counting {
  subject: Subject
  tally: Tally
}

/** An issue among what is counted; it is watched once enough have written. */
interface IssueCounting extends Counting {
  name: string
  /** The topic that brought it. */
  member: string
}

export interface Rising {
  /** Takes in a posting in order of number; what does not count, or asks for nothing to be put right, is passed over. */
  note(posting: GroupedPosting): void
  /** These postings now count for what they say, and no longer for what they said. */
  restate(postings: readonly GroupedPosting[]): void
  /** How a subject stands out at present; null = it does not. */
  burst(subject: Subject): Burst | null
  /** All subjects across issues. */
  subjects(): Counting[]
  /** Issues on which enough have written. */
  issues(): Counting[]
  forget(now: Instant): void
}

/**
 * All of it is in memory and follows from the postings in their order, so that a pipeline that takes over the line notes them
 * again and knows the same. Where it is less than exact: what a person corrects is moved in the counts of windows, while the
 * learnt rate of a topic, unit or place keeps what it once learnt; an issue is learnt anew.
 */
export function createRising(): Rising {
  const watch = createWatch(publicCalendar)
  const countings = new Map<string, Counting>()
  const issues = new Map<IssueId, IssueCounting>()
  /** What each posting was noted under. */
  const notedUnder = new Map<number, { issue: IssueId; names: string[] }>()

  const countingOf = (subject: Subject): Counting => {
    const name = subjectName(subject)
    let counting = countings.get(name)
    if (!counting) countings.set(name, (counting = { subject, tally: new Tally() }))
    return counting
  }

  const issueOf = (issue: IssueId, member: string): IssueCounting => {
    let counting = issues.get(issue)
    if (!counting) {
      const subject: Subject = { kind: 'issue', id: String(issue) }
      issues.set(issue, (counting = { subject, name: subjectName(subject), member, tally: new Tally() }))
    }
    return counting
  }

  /** Counts a posting in the windows of all it belongs to. */
  const count = (posting: GroupedPosting): { counted: Counted; names: string[]; issue: IssueCounting } => {
    const counted = {
      id: posting.id, at: posting.publishedAt, arrivedAt: posting.receivedAt, reporter: posting.reporter, channel: posting.channel, issue: posting.issue,
    }
    const subjects = subjectsOf(posting)
    for (const subject of subjects) countingOf(subject).tally.add(counted)
    const names = subjects.map(subjectName)
    notedUnder.set(posting.id, { issue: posting.issue, names })
    const issue = issueOf(posting.issue, names[0]!)
    issue.tally.add(counted)
    return { counted, names, issue }
  }

  /** Takes a posting out of the windows again. @returns the issue it was in. */
  const uncount = (id: number): IssueId[] => {
    const under = notedUnder.get(id)
    if (!under) return []
    notedUnder.delete(id)
    for (const name of under.names) countings.get(name)?.tally.remove(id)
    issues.get(under.issue)?.tally.remove(id)
    return [under.issue]
  }

  const learnAnew = (issue: IssueId): void => {
    const counting = issues.get(issue)
    if (!counting) return
    watch.drop(counting.name)
    if (counting.tally.size >= watchedFrom) watch.follow(counting.name, counting.member, counting.tally.since(-Infinity))
    if (counting.tally.size === 0) issues.delete(issue)
  }

  return {
    note(posting) {
      if (!rises(posting) || notedUnder.has(posting.id)) return
      const { counted, names, issue } = count(posting)
      const isWatched = issue.tally.size > watchedFrom
      watch.note({ ...counted, member: names[0]!, subjects: isWatched ? [...names, issue.name] : names })
      if (issue.tally.size === watchedFrom) watch.follow(issue.name, issue.member, issue.tally.since(-Infinity))
    },

    restate(postings) {
      const left = postings.flatMap(({ id }) => uncount(id))
      const joined = postings.filter(rises).map((posting) => { count(posting); return posting.issue })
      for (const issue of new Set([...left, ...joined])) learnAnew(issue)
    },

    burst: (subject) => watch.burst(subjectName(subject)),

    subjects: () => [...countings.values()],
    issues: () => [...issues.values()].filter(({ tally }) => tally.size >= watchedFrom),

    forget(now) {
      const before = now - kept
      for (const { tally } of countings.values()) tally.forget(before)
      for (const [issue, { name, tally }] of issues) {
        for (const { id } of tally.forget(before)) notedUnder.delete(id)
        if (tally.size > 0) continue
        issues.delete(issue)
        watch.drop(name)
      }
    },
  }
}

/** What is older than all windows when it comes in (an import of past years) says nothing of what is usual now. */
const rises = ({ revision, enrichment, publishedAt, receivedAt }: GroupedPosting): boolean =>
  revision === 1 && enrichment.counted && isGrievance(enrichment.purpose) && publishedAt > receivedAt - kept

const topicOf = ({ enrichment }: GroupedPosting): Subject => ({ kind: 'category', id: enrichment.category.code ?? 'none' })

/** What a posting counts for, its topic first, beside its issue. */
export function subjectsOf(posting: GroupedPosting): Subject[] {
  const { units, place, plans, sentiment } = posting.enrichment
  const subjects: Subject[] = [topicOf(posting), { kind: 'channel', id: posting.channel }]
  if (units[0]) subjects.push({ kind: 'unit', id: units[0].unit })
  if (place) subjects.push({ kind: 'place', id: place.id ?? place.name })
  if (place?.township) subjects.push({ kind: 'township', id: place.township })
  for (const plan of plans) subjects.push({ kind: 'plan', id: plan })
  if (sentiment <= bitter) subjects.push({ kind: 'negative', id: 'all' })
  if (sentiment <= bitter && place?.township) subjects.push({ kind: 'negative', id: place.township })
  return subjects
}
