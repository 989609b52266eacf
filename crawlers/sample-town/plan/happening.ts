/** A happening: one posting of the town as planned, before a word of it is written. */
import { day, second, startOfDay, toBeijingIso, type Instant } from '../../../shared/clock.ts'
import type { TownChannel } from '../calendar/rhythm.ts'
import type { Person } from '../people/people.ts'
import type { Place } from '../places.ts'
import type { Problem } from '../words/problems/index.ts'

/** What a happening is for evaluation; nothing served says it. */
export const kinds = ['ordinary', 'repost', 'reworded', 'repeat', 'rebound', 'burst', 'consultation', 'noise', 'hostile'] as const
export type Kind = (typeof kinds)[number]

/** `thing` tells which of the problem's things goes on, `fresh` that it began just now; `facts` are those of a planted matter. */
export type Topic =
  | { type: 'problem'; problem: Problem; thing: number; fresh: boolean; facts: readonly string[] }
  | { type: 'question' | 'praise' | 'suggestion' | 'chatter' | 'hostile' | 'news'; index: number }

export type ProblemTopic = Extract<Topic, { type: 'problem' }>

export interface Happening {
  /** Unique in the town, rising with time, the same after every restart. */
  id: number
  at: Instant
  channel: TownChannel
  /** Forum board (fid); 0 elsewhere. */
  board: number
  kind: Kind
  matter: string | null
  topic: Topic
  place: Place
  person: Person
  /** Where its words come from: a happening with the words of another is a repost of it. */
  words: string
  /** The manner in which it is written; differs from the channel where a forum post is sent in as a letter. */
  style: TownChannel
  /** When its order is closed at the latest, where a story says so. */
  closedBy: Instant | null
}

export type Draft = Omit<Happening, 'id'>

/** Ids count seconds from here, a hundred to the second. */
const epoch = Date.parse('2026-01-01T00:00:00+08:00') - 365 * day

/** Who may use which of the hundred ids of a second, so that no two planners ever give the same one. */
export const idRanges = { day: [0, 39], live: [40, 69], evenBurst: [70, 79], oddBurst: [80, 89], written: [90, 99] } as const
export type IdRange = (typeof idRanges)[keyof typeof idRanges]

/** Gives ids within a range; when the ids of a second are used up, the happening waits for the next second. */
export function numberer(range: IdRange): (at: Instant) => { at: Instant; id: number } {
  const used = new Map<number, number>()
  return (wanted) => {
    let at = wanted
    for (;;) {
      const instant = Math.floor((at - epoch) / second)
      const count = used.get(instant) ?? 0
      used.set(instant, count + 1)
      if (range[0] + count <= range[1]) return { at, id: instant * 100 + range[0] + count }
      at += second
    }
  }
}

/** The second in which an id was given. */
export const instantOfId = (id: number): Instant => epoch + Math.floor(id / 100) * second

/** Gives every draft its id, in order of time. */
export function number(drafts: Draft[], range: IdRange): Happening[] {
  const next = numberer(range)
  return drafts.sort((a, b) => a.at - b.at).map((draft) => ({ ...draft, ...next(draft.at) }))
}

/** `20261122` of the Beijing day. */
export const dateDigits = (at: Instant): string => toBeijingIso(at).slice(0, 10).replaceAll('-', '')

/** The number of a hotline order: HZ, date, and where in the day. */
export function orderNumberOf(happening: Happening): string {
  const instant = instantOfId(happening.id)
  const within = Math.floor((instant - startOfDay(instant)) / second) * 100 + (happening.id % 100)
  return `HZ${dateDigits(instant)}${String(within).padStart(7, '0')}`
}
