/** The subjects that stand out across issues, told apart: which of them say the same, and which are the rise of one issue. */
import { day } from '../shared/clock.ts'
import type { Burst, Subject, SubjectKind } from '../shared/trend.ts'
import type { SubjectCase } from './alerts/index.ts'
import type { Counting, Rising } from './rising.ts'
import type { Names } from './sections/names.ts'

/** The same postings may make a place, a topic, a unit and a channel rise: what says most about the matter speaks first. */
const tellingFirst: readonly SubjectKind[] = ['place', 'category', 'plan', 'township', 'unit', 'channel', 'negative']
/** A channel that has not been heard so long before it rises is one that begins, or that was silent and delivers its backlog. */
const heardBefore = 14 * day
/** Share of a subject's rise that must lie in another's for the two to be one. */
const mostly = 0.6

interface Rise {
  counting: Counting
  burst: Burst
  name: string
  /** Ids of what was seen since it began. */
  postings: ReadonlySet<number>
}

/** A case for each of the subjects that stands out at present. */
export function casesOf(rising: Rising, names: Names): SubjectCase[] {
  const rises = rising.subjects().flatMap((counting): Rise[] => {
    const { subject, tally } = counting
    // What nobody could place or name has no surge of its own.
    if (subject.id === 'none') return []
    const burst = rising.burst(subject)
    if (burst && subject.kind === 'channel' && tally.since(burst.since - 2 * heardBefore).every(({ at }) => at > burst.since - heardBefore)) return []
    return burst ? [{ counting, burst, name: names.subject(subject), postings: new Set(tally.since(burst.since).map(({ id }) => id)) }] : []
  }).sort((a, b) => order(a.counting.subject) - order(b.counting.subject))
  return rises.map((rise, at): SubjectCase => {
    const { counting: { subject, tally }, burst, name } = rise
    const covering = rises.slice(0, at).find((earlier) => overlap(rise, earlier) >= mostly)
    return {
      subject, name, burst,
      channels: [...new Set(tally.since(burst.since).map(({ channel }) => channel))],
      leading: tally.leading(burst.since)?.count ?? 0,
      coveredBy: covering?.name ?? null,
    }
  })
}

const order = ({ kind }: Subject): number => tellingFirst.indexOf(kind)

/** Share of what is above the usual in `rise` that may be the other's. */
function overlap({ burst, postings }: Rise, other: Rise): number {
  let shared = 0
  for (const id of postings) if (other.postings.has(id)) shared++
  return (shared - burst.expected) / Math.max(1, burst.seen - burst.expected)
}
