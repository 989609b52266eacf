/** Replies to a forum thread: those of other users, and the answer of the unit that is in charge. */
import { hour, minute, type Instant } from '../../../shared/clock.ts'
import { inOfficeHours } from '../calendar/workdays.ts'
import { chanceOf } from '../chance.ts'
import type { Happening } from '../plan/happening.ts'
import { somebody, type Person } from '../people/people.ts'
import { unitOf } from './compose.ts'
import { officialReplies, replies } from './phrases.ts'

export interface Reply {
  pid: number
  at: Instant
  /** Who wrote it; null for an office. */
  person: Person | null
  /** Name of the office's account. */
  office: string | null
  text: string
  quotesFirst: boolean
  /** Hidden by the moderators: the forum shows a note instead of the words. */
  shielded: boolean
}

/** Post ids: ten to each thread, the first for its opening; a thread draws at most seven replies. */
export const firstPostOf = (happening: Happening): number => happening.id * 10

/** Units whose accounts are recognisable as such; others answer through the hotline's own. */
const speaking = /(?:局|委|街道|镇|公司)$/

export function repliesTo(seed: string, happening: Happening): Reply[] {
  const chance = chanceOf(seed, 'replies', happening.id)
  const { topic, at } = happening
  const lively = topic.type === 'problem' || topic.type === 'suggestion'
  const count = Math.min(chance.below(lively ? 5 : 3), chance.below(6))
  // Replies come soon or late: the logarithm of the wait is even between 2 minutes and 2 days.
  const drafts: Omit<Reply, 'pid'>[] = Array.from({ length: count }, () => ({
    at: at + Math.round(2 * minute * 1_440 ** chance.next()), person: somebody(chance), office: null, text: chance.pick(replies),
    quotesFirst: chance.happens(0.12), shielded: chance.happens(0.01),
  }))
  if (topic.type !== 'chatter' && chance.happens(0.62)) {
    const unit = unitOf(happening)
    drafts.push({
      at: inOfficeHours(at + Math.round((1 + 40 * chance.next() ** 2) * hour)), person: null,
      office: speaking.test(unit) && chance.happens(0.8) ? `${unit}回复` : `12345坐席0${1 + chance.below(6)}`,
      text: chance.pick(officialReplies).replaceAll('{u}', unit), quotesFirst: false, shielded: false,
    })
  }
  return drafts.sort((a, b) => a.at - b.at).map((draft, index) => ({ ...draft, pid: firstPostOf(happening) + 1 + index }))
}
