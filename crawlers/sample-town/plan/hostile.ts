/** Hostile postings in turn: every second day one on the forum, every fifth one by the hotline, so that a month holds every kind. */
import { day, type Instant } from '../../../shared/clock.ts'
import { instantOn } from '../calendar/rhythm.ts'
import { chanceOf } from '../chance.ts'
import { somebody } from '../people/people.ts'
import { placeNamed } from '../places.ts'
import { hostileCount } from '../words/chatter.ts'
import type { Draft } from './happening.ts'

export function hostileOn(seed: string, dayStart: Instant): Draft[] {
  const chance = chanceOf(seed, 'hostile', dayStart)
  const count = Math.round(dayStart / day)
  const channels = [...(count % 2 === 0 ? ['forum'] as const : []), ...(count % 5 === 0 ? ['hotline'] as const : [])]
  return channels.map((channel) => ({
    at: instantOn(chance, channel, dayStart), channel, board: channel === 'forum' ? chance.pick([2, 36, 37]) : 0, kind: 'hostile', matter: null,
    topic: { type: 'hostile', index: Math.floor(count / (channel === 'forum' ? 2 : 5)) % hostileCount }, place: placeNamed('人民路'),
    person: somebody(chance), words: `hostile/${channel}/${dayStart}`, style: channel, closedBy: null,
  }))
}
