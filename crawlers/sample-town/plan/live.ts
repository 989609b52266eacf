/** The live stream: from the opening on, a posting about every `pace` seconds, whatever the hour. */
import { minute, type Instant } from '../../../shared/clock.ts'
import { chanceOf, poisson } from '../chance.ts'
import { matters } from '../matters.ts'
import { several, somebody } from '../people/people.ts'
import { problemOf } from '../words/problems/index.ts'
import { burstOf, burstSlot } from './bursts.ts'
import { number, idRanges, type Draft, type Happening } from './happening.ts'
import { boardOf, ordinary } from './ordinary.ts'

/** Threads draw replies, which are postings too; births are that much rarer than postings. */
const postingsPerBirth = 1.3

/** What is born in the minute that begins at `start`; none with a pace of 0. What was said before `since` is not taken up again. */
export function liveMinute(seed: string, start: Instant, pace: number, since: Instant): Happening[] {
  if (pace <= 0) return []
  const chance = chanceOf(seed, 'live', start)
  const count = poisson(chance, 60 / pace / postingsPerBirth)
  return number(Array.from({ length: count }, (_, index) => birth(seed, start, index, pace, since)), idRanges.live)
}

function birth(seed: string, start: Instant, index: number, pace: number, since: Instant): Draft {
  const key = `live/${start}/${index}`
  const chance = chanceOf(seed, key, 'birth')
  const at = start + chance.below(minute)
  const channel = chance.happens(0.69) ? 'hotline' : chance.happens(0.86) ? 'forum' : 'letters'
  const mark = chance.next()
  const taken = mark < 0.05 ? afterBurst(seed, key, at, since)
    : mark < 0.07 ? again(seed, key, at, pace, since)
    : mark < 0.085 ? planted(seed, key, at) : null
  return taken ?? ordinary(seed, key, channel, at)
}

/** Somebody sends on what was said in a recent burst: the same words elsewhere, or a late voice of their own. */
function afterBurst(seed: string, key: string, at: Instant, since: Instant): Draft | null {
  const chance = chanceOf(seed, key, 'after-burst')
  const slot = Math.floor(at / burstSlot) - 2 - chance.below(8)
  if (slot * burstSlot <= since) return null
  const original = chance.pick(burstOf(seed, slot))
  if (chance.happens(0.5)) return { ...original, at, kind: 'reworded', person: several(chance, 1)[0]!, words: key }
  if (original.channel !== 'forum') return null
  return { ...original, at, kind: 'repost', board: original.board === 2 ? 37 : 2 }
}

/** The caller of some hours ago calls again about the same, in other words. */
function again(seed: string, key: string, at: Instant, pace: number, since: Instant): Draft | null {
  const then = Math.floor(at / minute) * minute - (30 + chanceOf(seed, key, 'again').below(300)) * minute
  if (then <= since) return null
  const first = liveMinute(seed, then, pace, since).find(({ channel, topic }) => channel === 'hotline' && topic.type === 'problem')
  return first ? { ...first, at, words: key, kind: 'repeat' } : null
}

function planted(seed: string, key: string, at: Instant): Draft {
  const chance = chanceOf(seed, key, 'planted')
  const matter = chance.pick(matters)
  const topic = { type: 'problem', problem: problemOf(matter.problem), thing: matter.thing, fresh: false, facts: matter.facts } as const
  const channel = chance.happens(0.6) ? 'hotline' : 'forum'
  return {
    at, channel, topic, place: matter.place, board: channel === 'forum' ? boardOf(chance, topic, matter.place) : 0, kind: 'reworded',
    matter: matter.id, person: somebody(chance), words: key, style: channel, closedBy: null,
  }
}
