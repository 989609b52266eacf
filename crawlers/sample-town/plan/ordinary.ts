/** Ordinary happenings: any of many problems, questions, praise or suggestions anywhere in the district. */
import { hourOfDay, type Instant } from '../../../shared/clock.ts'
import { monthOf, type TownChannel } from '../calendar/rhythm.ts'
import { chanceOf, weighted, type Chance } from '../chance.ts'
import { matters } from '../matters.ts'
import { somebody } from '../people/people.ts'
import { placeOf, type Place } from '../places.ts'
import { chatter } from '../words/chatter.ts'
import { praises, questions, suggestions } from '../words/consultations.ts'
import { problems, type Problem } from '../words/problems/index.ts'
import type { Draft, Kind, ProblemTopic, Topic } from './happening.ts'

/** fid and name; the township board is served in GBK. */
export const boards = [
  { fid: 2, name: '市民诉求' }, { fid: 36, name: '镇街之声' }, { fid: 37, name: '咨询求助' }, { fid: 39, name: '洪泽生活' },
] as const

type OrdinaryType = 'problem' | 'question' | 'praise' | 'suggestion' | 'chatter'

/** Shares of what a channel hears. Questions make up half of a hotline, as in every office of the kind. */
const shares: Record<Exclude<TownChannel, 'news'>, readonly [OrdinaryType, number][]> = {
  hotline: [['question', 53], ['problem', 40.5], ['suggestion', 3.4], ['praise', 3]],
  forum: [['problem', 63], ['question', 18], ['suggestion', 6], ['praise', 3], ['chatter', 8.5]],
  letters: [['problem', 74], ['suggestion', 14], ['question', 10], ['praise', 2]],
}
const pickType = {
  hotline: weighted(shares.hotline, ([, share]) => share),
  forum: weighted(shares.forum, ([, share]) => share),
  letters: weighted(shares.letters, ([, share]) => share),
}

const busyHours: Record<Problem['hours'], (hour: number) => number> = {
  any: () => 1,
  day: (hour) => (hour >= 7 && hour < 19 ? 1.2 : 0.2),
  evening: (hour) => (hour >= 17 && hour < 23 ? 2.2 : 0.4),
  night: (hour) => (hour >= 21 || hour < 6 ? 6 : 0.25),
}

/** How likely a problem is met at an hour of a month, against others. */
export function likelihood(problem: Problem, at: Instant): number {
  const season = problem.months.length === 0 ? 1 : problem.months.includes(monthOf(at)) ? 1.6 : 0.04
  return problem.weight * season * busyHours[problem.hours](hourOfDay(at))
}

const choosers = new Map<number, (chance: Chance) => Problem>()

/** A problem that fits hour and month. */
export function problemAt(chance: Chance, at: Instant): Problem {
  const key = monthOf(at) * 24 + hourOfDay(at)
  let choose = choosers.get(key)
  if (!choose) choosers.set(key, choose = weighted(problems, (problem) => likelihood(problem, at)))
  return choose(chance)
}

const keyOf = (problem: string, thing: number, place: Place): string => `${problem}/${thing}@${place.name}`

const planted = new Map(matters.map((matter) => [keyOf(matter.problem, matter.thing, matter.place), matter.id]))

/** The matter that a problem at a place is, told for evaluation. */
export function matterOf({ problem, thing }: ProblemTopic, place: Place): string {
  const key = keyOf(problem.id, thing, place)
  return planted.get(key) ?? `matter:${key}`
}

/** The board on which people would write about it. */
export function boardOf(chance: Chance, topic: Topic, place: Place): number {
  if (topic.type === 'chatter') return 39
  if (topic.type === 'question') return 37
  if (place.township !== '高良涧') return chance.happens(0.75) ? 36 : 2
  return chance.happens(0.9) ? 2 : 37
}

/** One ordinary happening. `key` sets everything about it. */
export function ordinary(seed: string, key: string, channel: Exclude<TownChannel, 'news'>, at: Instant): Draft {
  const chance = chanceOf(seed, key)
  const type = pickType[channel](chance)[0]
  const topic = topicOf(chance, type, at)
  const place = placeOf(chance, topic.type === 'problem' ? topic.problem.places : ['estate', 'road', 'village', 'park', 'market', 'school'])
  return {
    at, channel, topic, place,
    board: channel === 'forum' ? boardOf(chance, topic, place) : 0,
    kind: kindOf(topic),
    matter: topic.type === 'problem' ? matterOf(topic, place) : null,
    person: somebody(chance),
    words: key,
    style: channel,
    closedBy: null,
  }
}

function topicOf(chance: Chance, type: OrdinaryType, at: Instant): Topic {
  switch (type) {
    case 'problem': {
      const problem = problemAt(chance, at)
      return { type, problem, thing: chance.below(problem.things.length), fresh: false, facts: [] }
    }
    case 'question': return { type, index: chance.below(questions.length) }
    case 'praise': return { type, index: chance.below(praises.length) }
    case 'suggestion': return { type, index: chance.below(suggestions.length) }
    case 'chatter': return { type, index: chance.below(chatter.length) }
  }
}

function kindOf(topic: Topic): Kind {
  if (topic.type === 'question') return 'consultation'
  return topic.type === 'chatter' ? 'noise' : 'ordinary'
}
