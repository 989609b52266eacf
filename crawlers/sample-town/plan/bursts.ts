/** Bursts: one sudden matter that six to twelve people report within minutes. Matter and place change from one to the next. */
import { day, minute, second, startOfDay, type Instant } from '../../../shared/clock.ts'
import { instantOn } from '../calendar/rhythm.ts'
import { chanceOf, hashOf } from '../chance.ts'
import { several } from '../people/people.ts'
import { placeOf } from '../places.ts'
import { problems, type Problem } from '../words/problems/index.ts'
import { number, idRanges, type Draft, type Happening } from './happening.ts'
import { boardOf, likelihood, matterOf } from './ordinary.ts'

/** One burst begins in each slot, up to 90 s after its start: two are four to seven minutes apart. */
export const burstSlot = 330 * second
const burstJitter = 90 * second
/** From the first to the last report. */
const shortest = 100 * second
const longest = 210 * second

const sudden = problems.filter((problem) => problem.sudden)

/** The burst of a live slot; slots are counted from the epoch. */
export function burstOf(seed: string, slot: number): Happening[] {
  const chance = chanceOf(seed, 'burst', slot)
  const begins = slot * burstSlot + chance.below(burstJitter)
  const length = shortest + chance.below(longest - shortest)
  const drafts = reports(seed, `burst/${slot}`, turnOf(seed, slot, begins), begins, length)
  return number(drafts, slot % 2 === 0 ? idRanges.evenBurst : idRanges.oddBurst)
}

/** A burst of the past: on six days of ten, within the hour. */
export function burstOn(seed: string, dayStart: Instant): Draft[] {
  const chance = chanceOf(seed, 'day-burst', dayStart)
  if (!chance.happens(0.6)) return []
  const begins = Math.min(instantOn(chance, 'hotline', dayStart), dayStart + day - 61 * minute)
  const problem = turnOf(seed, Math.floor(startOfDay(dayStart) / day), begins)
  return reports(seed, `day-burst/${dayStart}`, problem, begins, 20 * minute + chance.below(40 * minute))
}

const rounds = new Map<string, readonly Problem[]>()

/** The order in which problems take their turns in a round. */
function roundOf(seed: string, round: number): readonly Problem[] {
  const key = `${seed}/${round}`
  let order = rounds.get(key)
  if (!order) {
    if (rounds.size > 1_000) rounds.clear()
    const marks = new Map(sudden.map((problem) => [problem, hashOf(seed, 'turn', round, problem.id)]))
    rounds.set(key, order = sudden.toSorted((a, b) => marks.get(a)! - marks.get(b)!))
  }
  return order
}

/** Problems take turns, each round in another order; one that the season or the hour does not know gives its turn to the next. */
function turnOf(seed: string, turn: number, at: Instant): Problem {
  const order = roundOf(seed, Math.floor(turn / sudden.length))
  for (let step = 0; step < order.length; step += 1) {
    const problem = order[(turn + step) % order.length]!
    if (likelihood(problem, at) >= 0.2 * problem.weight) return problem
  }
  return order[0]!
}

function reports(seed: string, key: string, problem: Problem, begins: Instant, length: number): Draft[] {
  const chance = chanceOf(seed, key)
  const place = placeOf(chance, problem.places)
  // The first of a problem's things is the sudden one.
  const topic = { type: 'problem', problem, thing: 0, fresh: true, facts: [] } as const
  return several(chance, 6 + chance.below(7)).map((person, index) => {
    const mark = chance.next()
    const channel = mark < 0.66 ? 'hotline' : mark < 0.95 ? 'forum' : 'letters'
    return {
      at: begins + (index === 0 ? 0 : Math.floor(chance.next() ** 1.3 * length)), channel, person, topic, place,
      board: channel === 'forum' ? boardOf(chance, topic, place) : 0, kind: 'burst', matter: matterOf(topic, place),
      words: `${key}/${index}`, style: channel, closedBy: null,
    }
  })
}
