/** The season: how many average days' worth of postings any span of time may bring, by hour of week, holidays and the tide. */
import type { Calendar } from '../../shared/calendar.ts'
import { day, hour, hourOfWeek, minute, startOfHour, type Instant } from '../../shared/clock.ts'
import { flatRhythm, hoursOfWeek, isSpecial, rhythmOf, weightAt } from './rhythm.ts'
import { createTide } from './tide.ts'

const stepLength = 10 * minute
/** Average days over which the rhythm is learnt. */
const memory = 56 * day
/** A posting that comes in later than this belongs to the past: it tells nothing of the tide. */
const tideLateness = 30 * minute
/** How far back the season may be begun when older postings come in. */
const longest = 120 * day

export interface Season {
  /** Takes in one posting of the pool, at its own time. */
  note(member: string, at: Instant): void
  /** Moves the present; never backwards. */
  advance(now: Instant): void
  /** Average days up to `at` in which a posting was to be expected as the tide stands, counted from an arbitrary zero. */
  expectedBy(at: Instant): number
  /** The same for learning: with the tide below the usual as well as above it. */
  livedBy(at: Instant): number
  /** How much higher the tide stands when this member is not counted. */
  correction(member: string): number
  /** How much more was to be expected since an instant than `expectedBy` held at the time; ask with ever older instants (see Tide.lookBack). */
  lookBack(member: string): (since: Instant) => number
  /** A member goes into a burst of its own, and comes back from it with this rate an average day. */
  leave(member: string): void
  join(member: string, rate: number): void
  /** Weight of the hour that holds `at`, 1 = an average hour. */
  weightAt(at: Instant): number
  readonly since: Instant
  readonly now: Instant
  /** Average days by which the beginning has moved back since the season was made. */
  readonly prepended: number
}

/**
 * Expectation is a clock that runs fast when postings are usual and slow at night: one learnt week, repeated; the tide on top.
 * Public holidays and worked weekends are weighed as in rhythm.ts, and teach the rhythm nothing.
 */
export function createSeason(calendar: Calendar, first: Instant): Season {
  const tide = createTide()
  const counts = new Float64Array(hoursOfWeek)
  const hours = new Float64Array(hoursOfWeek)
  let rhythm: readonly number[] = flatRhythm
  let since = startOfHour(first)
  /** Both clocks at the start of each hour since `since`. */
  let expected: number[] = [0]
  let lived: number[] = [0]
  let now = first
  let hourAt = since
  let expectedNow = 0
  let livedNow = 0
  let stepAt = Math.floor(first / stepLength)
  let prepended = 0

  const special = (at: Instant): boolean => isSpecial(calendar, at)
  const weightNow = (at: Instant): number => weightAt(rhythm, calendar, at)
  let weight = weightNow(now)
  let teaches = !special(now)

  const pass = (to: Instant): void => {
    const usual = ((to - now) / day) * weight
    tide.pass(usual)
    expectedNow += usual * Math.max(1, tide.factor)
    livedNow += usual * tide.factor
    const cell = hourOfWeek(hourAt)
    if (teaches) hours[cell] = (hours[cell] ?? 0) + ((to - now) / hour) * tide.factor
    now = to
  }

  const beginHour = (): void => {
    hourAt += hour
    expected.push(expectedNow)
    lived.push(livedNow)
    if (hourOfWeek(hourAt) % 24 === 0) {
      rhythm = rhythmOf(counts, hours)
      const keep = Math.exp(-day / memory)
      for (let cell = 0; cell < hoursOfWeek; cell++) {
        counts[cell] = (counts[cell] ?? 0) * keep
        hours[cell] = (hours[cell] ?? 0) * keep
      }
    }
    tide.learn()
    weight = weightNow(hourAt)
    teaches = !special(hourAt)
  }

  const prepend = (to: Instant): void => {
    const begin = startOfHour(Math.max(to, now - longest))
    const before = { expected: [] as number[], lived: [] as number[] }
    const span = (since - begin) / hour
    let total = 0
    for (let i = 0; i < span; i++) total += weightNow(begin + i * hour) / 24
    let mark = -total
    for (let i = 0; i < span; i++) {
      before.expected.push((expected[0] ?? 0) + mark)
      before.lived.push((lived[0] ?? 0) + mark)
      mark += weightNow(begin + i * hour) / 24
      const cell = hourOfWeek(begin + i * hour)
      if (!special(begin + i * hour)) hours[cell] = (hours[cell] ?? 0) + 1
    }
    expected = [...before.expected, ...expected]
    lived = [...before.lived, ...lived]
    since = begin
    prepended += total
  }

  const read = (marks: readonly number[], present: number, at: Instant): number => {
    if (at >= now) return present
    const place = (at - since) / hour
    if (place <= 0) return marks[0] ?? 0
    const index = Math.floor(place)
    const start = marks[index] ?? present
    const isLast = index === marks.length - 1
    const end = isLast ? present : (marks[index + 1] ?? present)
    const length = isLast ? (now - hourAt) / hour : 1
    return length > 0 ? start + (end - start) * Math.min(1, (place - index) / length) : start
  }

  return {
    note(member, at) {
      if (at < since - hour && since > now - longest) prepend(at)
      if (at > now - tideLateness) tide.note(member)
      if (special(at) || tide.isAway(member)) return
      const cell = hourOfWeek(at)
      counts[cell] = (counts[cell] ?? 0) + 1
    },
    advance(to) {
      while (now < to) {
        const until = Math.min(to, hourAt + hour, (stepAt + 1) * stepLength)
        pass(until)
        if (until === (stepAt + 1) * stepLength) {
          stepAt++
          tide.step()
        }
        if (until === hourAt + hour) beginHour()
      }
    },
    expectedBy: (at) => read(expected, expectedNow, at),
    livedBy: (at) => read(lived, livedNow, at),
    correction: (member) => Math.max(1, tide.without(member)) / Math.max(1, tide.factor),
    lookBack(member) {
      const factor = tide.lookBack(member)
      return (at) => factor(stepAt - Math.floor(at / stepLength))
    },
    leave: (member) => tide.leave(member),
    join: (member, rate) => tide.join(member, rate),
    weightAt: weightNow,
    get since() { return since },
    get now() { return now },
    get prepended() { return prepended },
  }
}
