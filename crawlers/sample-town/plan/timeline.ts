/** The town's timeline: for each day of Beijing everything that is published on it, planned from the seed alone. */
import { day, minute, startOfDay, type Instant } from '../../../shared/clock.ts'
import { instantsOf } from '../calendar/rhythm.ts'
import { chanceOf } from '../chance.ts'
import type { Opening } from '../opening.ts'
import { placeNamed } from '../places.ts'
import { newsItems } from '../words/news.ts'
import { burstOf, burstOn, burstSlot } from './bursts.ts'
import { number, idRanges, type Draft, type Happening } from './happening.ts'
import { hostileOn } from './hostile.ts'
import { liveMinute } from './live.ts'
import { ordinary } from './ordinary.ts'
import { storiesOn } from './stories.ts'

export interface Timeline {
  /** Everything of the day that begins at `dayStart`, in order of time, what lies ahead included. */
  on(dayStart: Instant): readonly Happening[]
  /** The first instant that is not shown: everything published later, up to now, is. */
  readonly begins: Instant
}

/** Days in memory; a plan is made again when it is needed again. */
const keptDays = 400

export function createTimeline(opening: Opening): Timeline {
  const begins = opening.openedAt - opening.days * day
  const kept = new Map<Instant, readonly Happening[]>()
  return {
    begins,
    on(dayStart) {
      let happenings = kept.get(dayStart)
      if (!happenings) {
        if (kept.size >= keptDays) kept.clear()
        kept.set(dayStart, happenings = planDay(opening, dayStart).filter(({ at }) => at > begins))
      }
      return happenings
    },
  }
}

function planDay(opening: Opening, dayStart: Instant): Happening[] {
  const { seed } = opening
  const drafts: Draft[] = [
    ...(['hotline', 'forum', 'letters'] as const).flatMap((channel) =>
      instantsOf(seed, channel, dayStart).map((at, index) => ordinary(seed, `${channel}/${dayStart}/${index}`, channel, at))),
    ...instantsOf(seed, 'news', dayStart).map((at, index) => newsOf(seed, `news/${dayStart}/${index}`, at)),
    ...storiesOn(seed, dayStart),
    ...burstOn(seed, dayStart),
    ...hostileOn(seed, dayStart),
  ]
  const past = number(drafts, idRanges.day)
  if (dayStart + day <= opening.openedAt) return past
  return [...past, ...liveOn(opening, dayStart)].sort((a, b) => a.at - b.at || a.id - b.id)
}

/** What comes on top after the opening. A burst that runs past midnight is split between the two days. */
function liveOn(opening: Opening, dayStart: Instant): Happening[] {
  const found: Happening[] = []
  for (let start = dayStart; start < dayStart + day; start += minute) {
    if (start + minute > opening.openedAt) found.push(...liveMinute(opening.seed, start, paceAt(opening, start), opening.openedAt))
  }
  for (let slot = Math.floor(dayStart / burstSlot) - 2; slot * burstSlot < dayStart + day; slot += 1) {
    if (paceAt(opening, slot * burstSlot) > 0) found.push(...burstOf(opening.seed, slot))
  }
  return found.filter(({ at }) => at > opening.openedAt && startOfDay(at) === dayStart)
}

/** The pace that was set when a minute began; a later change does not touch what has been told. */
function paceAt(opening: Opening, at: Instant): number {
  return opening.paces.findLast(({ from }) => from <= at)?.pace ?? opening.paces[0]!.pace
}

function newsOf(seed: string, key: string, at: Instant): Draft {
  const chance = chanceOf(seed, key)
  const index = chance.below(newsItems.length)
  const item = newsItems[index]!
  return {
    at, channel: 'news', board: 0, kind: item.elsewhere ? 'noise' : 'ordinary', matter: null, topic: { type: 'news', index },
    place: placeNamed('文化广场'), person: 0, words: key, style: 'news', closedBy: null,
  }
}
