/**
 * What each posting of the town really is, for evaluation only.
 *
 * No site, source or crawler reads this file, and it reads nothing that they wrote: it plans the timeline once more.
 */
import type { Instant } from '../../shared/clock.ts'
import { daysBetween } from './calendar/rhythm.ts'
import type { Opening } from './opening.ts'
import { orderNumberOf, type Happening, type Kind } from './plan/happening.ts'
import { createTimeline } from './plan/timeline.ts'
import { questions } from './words/consultations.ts'

export interface Truth {
  /** Id of the source in `townSources`, and the id of the posting in it. */
  source: string
  externalId: string
  at: Instant
  /** The concrete matter; null for what has none (questions, noise). Equal for all that is about the same. */
  matter: string | null
  kind: Kind
  /** Leaf of the taxonomy; null where it has none. */
  category: string | null
  place: string | null
  /** Township as spoken: 朱坝. */
  township: string | null
}

/**
 * The truth of everything that a town has published up to `until`, in order of time; replies and what visitors wrote are not
 * part of it.
 * @param opening as `readOpening` gives it.
 */
export function truth(opening: Opening, until: Instant): Truth[] {
  const timeline = createTimeline(opening)
  return daysBetween(timeline.begins, until).flatMap((dayStart) =>
    timeline.on(dayStart).filter(({ at }) => at <= until).map(truthOf))
}

function truthOf(happening: Happening): Truth {
  const { at, matter, kind, topic, place } = happening
  const about = topic.type === 'problem' || topic.type === 'praise' || topic.type === 'suggestion'
  const category = topic.type === 'problem' ? topic.problem.leaf : topic.type === 'question' ? questions[topic.index]!.leaf : null
  return {
    ...identify(happening), at, matter, kind, category, place: about ? place.name : null, township: about ? place.township : null,
  }
}

/** Source and id under which the crawlers' adapters know a posting. */
function identify(happening: Happening): Pick<Truth, 'source' | 'externalId'> {
  switch (happening.channel) {
    case 'hotline': return { source: 'town-hotline', externalId: orderNumberOf(happening) }
    case 'forum': return { source: 'town-forum', externalId: String(happening.id) }
    case 'letters': return { source: 'town-letters', externalId: `/letters/${happening.id}.html` }
    case 'news': return { source: 'town-news', externalId: `town-news-${happening.id}` }
  }
}
