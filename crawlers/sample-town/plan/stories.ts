/**
 * The stories of the planted matters: each is told anew in cycles of four to seven weeks, from first report to rebound.
 *
 * A cycle: somebody calls and somebody writes; others find their own words, one sends the same words elsewhere, one calls again;
 * on one day many speak; the orders are closed; days later the matter is back. A day's part follows from seed, matter and
 * cycle alone, so any day can be planned without the days before it.
 */
import { day, startOfDay, type Instant } from '../../../shared/clock.ts'
import { instantOn, type TownChannel } from '../calendar/rhythm.ts'
import { chanceOf, hashOf, type Chance } from '../chance.ts'
import { matters, type Matter } from '../matters.ts'
import { several, somebody, type Person } from '../people/people.ts'
import { problemOf } from '../words/problems/index.ts'
import { questions } from '../words/consultations.ts'
import { boardOf, matterOf } from './ordinary.ts'
import type { Draft, Kind, ProblemTopic, Topic } from './happening.ts'

/** The happenings of all stories on the day that begins at `dayStart`. */
export function storiesOn(seed: string, dayStart: Instant): Draft[] {
  return matters.flatMap((matter) => {
    const length = 28 + (hashOf(seed, matter.id, 'length') % 21)
    const shifted = Math.round(dayStart / day) + (hashOf(seed, matter.id, 'phase') % length)
    const cycle = Math.floor(shifted / length)
    const begins = startOfDay(dayStart - (shifted - cycle * length) * day)
    return cycleOf(seed, matter, cycle, begins).filter(({ at }) => startOfDay(at) === dayStart)
  })
}

const cycles = new Map<string, Draft[]>()

function cycleOf(seed: string, matter: Matter, cycle: number, begins: Instant): Draft[] {
  const key = `${seed}/${matter.id}/${cycle}`
  let drafts = cycles.get(key)
  if (!drafts) {
    // A town is asked for neighbouring days; a bound keeps a year's walk from holding every cycle it passed.
    if (cycles.size > 500) cycles.clear()
    cycles.set(key, drafts = tell(seed, matter, key, begins))
  }
  return drafts
}

function tell(seed: string, matter: Matter, key: string, begins: Instant): Draft[] {
  const chance = chanceOf(seed, 'story', key)
  const drafts: Draft[] = []
  const [caller, writer] = several(chance, 2) as [Person, Person]
  const peak = 2 + chance.below(4)
  const closed = peak + 2 + chance.below(3)
  const back = closed + 3 + chance.below(9)
  const main: Topic = { type: 'problem', problem: problemOf(matter.problem), thing: matter.thing, fresh: false, facts: matter.facts }
  const closedBy = begins + closed * day + 10 * 3_600_000

  const add = (onDay: number, channel: Exclude<TownChannel, 'news'>, kind: Kind, person: Person, more: Partial<Draft> = {}): Draft => {
    const topic = more.topic ?? main
    const place = more.place ?? matter.place
    const draft: Draft = {
      at: instantOn(chance, channel, begins + onDay * day), channel, kind, person, topic, place,
      board: channel === 'forum' ? boardOf(chance, topic, place) : 0, matter: matter.id,
      words: `${key}/${drafts.length}`, style: channel, closedBy: onDay < closed ? closedBy : null, ...more,
    }
    drafts.push(draft)
    return draft
  }

  add(0, 'hotline', 'ordinary', caller)
  const written = add(0, 'forum', 'ordinary', writer)
  add(1, 'forum', 'repost', writer, { words: written.words, board: written.board === 2 ? 37 : 2 })
  if (chance.happens(0.5)) add(2, 'letters', 'repost', writer, { words: written.words, style: 'forum' })
  add(1 + chance.below(2), 'hotline', 'repeat', caller)
  if (chance.happens(0.6)) add(3, 'hotline', 'repeat', caller)
  for (const person of several(chance, 2 + chance.below(3))) add(chance.below(peak), channelOf(chance), 'reworded', person)
  for (const person of several(chance, 4 + chance.below(8))) add(peak, channelOf(chance), 'reworded', person)
  const question: Topic = { type: 'question', index: chance.below(questions.length) }
  add(closed + 1, 'hotline', 'consultation', somebody(chance), { topic: question, matter: null })
  beside(chance, matter, (topic, place) => {
    add(chance.below(closed), 'hotline', 'ordinary', somebody(chance), { topic, place, matter: matterOf(topic, place), closedBy: null })
  })
  add(back, 'hotline', 'rebound', caller)
  for (const person of several(chance, 1 + chance.below(4))) add(back + chance.below(3), channelOf(chance), 'rebound', person)
  return drafts
}

/** What must not be taken for the matter: another problem at its place, and its problem at another place. */
function beside(chance: Chance, matter: Matter, add: (topic: ProblemTopic, place: Matter['place']) => void): void {
  add({ type: 'problem', problem: problemOf(matter.otherProblem), thing: 0, fresh: false, facts: [] }, matter.place)
  if (!chance.happens(0.8)) return
  add({ type: 'problem', problem: problemOf(matter.problem), thing: matter.thing, fresh: false, facts: [] }, matter.otherPlace)
}

const channelOf = (chance: Chance): Exclude<TownChannel, 'news'> =>
  (chance.happens(0.74) ? 'hotline' : chance.happens(0.8) ? 'forum' : 'letters')
