/**
 * What was sent of late, so that a posting that is seen at every visit crosses the gap once.
 *
 * A bounded memory of content hashes and counters, the least lately seen forgotten first. It saves room and nothing else: a posting that
 * is sent again counts once all the same. It also gives what the other side needs to bring versions into order without having
 * them all: the time of a version is later than that of the version before it, and counters that are not told stay as they were.
 */
import type { Instant } from '../../shared/clock.ts'
import { hour } from '../../shared/clock.ts'
import { hashContent } from '../../shared/node/record.ts'
import type { Posting, PostingCounts } from '../../shared/posting.ts'

type Counters = [views: number | null, replies: number | null, reposts: number | null, likes: number | null]
/** `[key, content hash, counters, receivedAt of the version last sent]` */
export type Remembered = [key: string, hash: string, counters: Counters, at: Instant]

export type Novelty = 'added' | 'changed' | 'counted' | 'same'

export interface Known {
  /** What a posting says that was not sent yet, and the version to be sent; from then on it is known. */
  note(posting: Posting): { novelty: Novelty; version: Posting }
  entries(): Remembered[]
}

/** Some 30 MB of memory. */
const mostRemembered = 100_000
/** Counters that have changed are sent at most this often; views change at every visit. */
const countersEvery = hour

export function openKnown(stored: readonly Remembered[] = [], most = mostRemembered): Known {
  const known = new Map(stored.map((entry) => [entry[0], entry]))
  return {
    note(posting) {
      const key = `${posting.source}\n${posting.externalId}`
      const before = known.get(key)
      const hash = hashContent(posting)
      const counts = merge(before?.[2], posting.counts)
      const novelty = before === undefined ? 'added' : before[1] !== hash ? 'changed' : judgeCounters(before, counts, posting.receivedAt)
      const version = { ...posting, counts, receivedAt: before ? Math.max(posting.receivedAt, before[3] + 1) : posting.receivedAt }
      known.delete(key)
      known.set(key, novelty === 'same' && before ? before : [key, hash, countersOf(counts), version.receivedAt])
      if (known.size > most) known.delete(known.keys().next().value!)
      return { novelty, version }
    },
    entries: () => [...known.values()],
  }
}

function judgeCounters([, , counters, at]: Remembered, counts: PostingCounts, now: Instant): Novelty {
  return now - at >= countersEvery && countersOf(counts).some((count, index) => count !== counters[index]) ? 'counted' : 'same'
}

const countersOf = ({ views, replies, reposts, likes }: PostingCounts): Counters => [views, replies, reposts, likes]

function merge(before: Counters | undefined, { views, replies, reposts, likes }: PostingCounts): PostingCounts {
  const [knownViews = null, knownReplies = null, knownReposts = null, knownLikes = null] = before ?? []
  return { views: views ?? knownViews, replies: replies ?? knownReplies, reposts: reposts ?? knownReposts, likes: likes ?? knownLikes }
}
