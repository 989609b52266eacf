/** The watch over all subjects: takes in postings in order of arrival and says what rises. */
import type { Calendar } from '../../shared/calendar.ts'
import { day, type Instant } from '../../shared/clock.ts'
import type { Burst } from '../../shared/trend.ts'
import { Kin } from './kin.ts'
import { createSeason, type Season } from './season.ts'
import { Series } from './series.ts'
import { CommonWander } from './wander.ts'

/** One posting, as far as it counts. */
export interface Sighting {
  /** When it was published, and when it came in. */
  at: Instant
  arrivedAt: Instant
  reporter: string | null
  /** The member of the pool it belongs to (its topic): what all members have in common is the tide. */
  member: string
  /** Keys of the subjects it counts for. */
  subjects: readonly string[]
}

export interface Watch {
  note(sighting: Sighting): void
  /** Begins to watch a subject for which nothing was noted so far, with what it has brought, in order of time: the season knows that already. */
  follow(subject: string, member: string, past: readonly Pick<Sighting, 'at' | 'arrivedAt' | 'reporter'>[]): void
  drop(subject: string): void
  /** How a subject stands out now; null = it does not. */
  burst(subject: string): Burst | null
  /** Whether a burst goes on: until then it is one and the same. */
  isBursting(subject: string): boolean
}

export function createWatch(calendar: Calendar): Watch {
  const series = new Map<string, { series: Series; member: string; away: boolean }>()
  const wander = new CommonWander()
  const kin = new Kin()
  let kinAt: Instant = -Infinity
  let season: Season | null = null

  const current = (subject: string, member: string, now: Season): Series => {
    let known = series.get(subject)
    if (!known) series.set(subject, (known = { series: new Series(now, wander), member, away: false }))
    return known.series
  }

  /** Once a day the members of the pool learn from one another what rates are usual among them. */
  const learnKin = (now: Season): void => {
    if (now.now < kinAt + day) return
    kinAt = now.now
    const members = [...series].flatMap(([subject, known]) => (subject === known.member ? known : []))
    for (const { series: one, member } of members) one.advance(now, now.correction(member))
    kin.learn(members.map(({ series: one }) => one.past))
    for (const { series: one } of members) one.believe(kin.priorOf(one.past))
  }

  return {
    note({ at, arrivedAt, reporter, member, subjects }) {
      const time = Math.min(at, arrivedAt)
      season ??= createSeason(calendar, time)
      season.advance(arrivedAt)
      season.note(member, time)
      learnKin(season)
      for (const subject of subjects) {
        const one = current(subject, member, season)
        one.advance(season, season.correction(member))
        one.note(season, time, reporter)
      }
    },
    follow(subject, member, past) {
      if (!season) return
      const one = current(subject, member, season)
      for (const { at, arrivedAt, reporter } of past) one.note(season, Math.min(at, arrivedAt), reporter)
    },
    drop(subject) {
      series.delete(subject)
    },
    burst(subject) {
      const known = series.get(subject)
      if (!known || !season) return null
      const { series: one, member } = known
      one.advance(season, season.correction(member))
      const now = season
      const rise = one.rise(now, () => now.lookBack(member))
      if (member === subject && one.bursting !== known.away) {
        known.away = one.bursting
        if (one.bursting) season.leave(member)
        else season.join(member, one.usual)
      }
      return rise
    },
    isBursting: (subject) => series.get(subject)?.series.bursting ?? false,
  }
}
