/** One subject over time: what rate it has been learnt to have, its latest postings, and the burst it may be in. */
import { day, hour, type Instant } from '../../shared/clock.ts'
import type { Burst } from '../../shared/trend.ts'
import { falsePerYear } from './false-alarms.ts'
import { firstSight, rateOf, weigh, type Evidence, type Rate } from './evidence.ts'
import { nothing, type Known } from './kin.ts'
import { OwnRhythm } from './own-rhythm.ts'
import { Recent } from './recent.ts'
import type { Season } from './season.ts'
import { Wander, type CommonWander } from './wander.ts'

/** A rate is learnt over about 200 postings, at least three weeks and at most a year. */
const memory = { postings: 200, least: 21, most: 365 }
/** One reporter counts once in the time of about so many postings, at least six hours and at most three days. */
const once = { postings: 40, least: 6 * hour, most: 3 * day }
/** Nothing is called a burst before the season has been watched for so long. */
const warmUp = 28 * day
/** At so many false alarms a year (what districts warn at) a burst begins for the series itself: from then on it no longer learns from what it sees. */
const remarkable = 0.4
/** … if so many people are behind it. */
const leastPeople = 3
/** Postings that one person can bring to the evidence, on average: some write twice in good faith. */
const mostEach = 1.25
/** A rate that has stayed up for so long since it was noticed is the new usual. */
const accepted = 14 * day
/** A burst is over when this much evidence (natural logarithm) says that its rate has fallen below a third of its height. */
const over = 3

export class Series {
  private readonly recent = new Recent()
  private readonly rate: Rate = { postings: 0, days: 0, memory: memory.most, frozen: false, prior: nothing }
  private own: OwnRhythm | null = null
  private readonly wander = new Wander()
  private readonly common: CommonWander
  private expected = 0
  private lived = 0
  private at: Instant
  private prepended = 0
  /** The burst at hand: when it was noticed, postings and average days since, and how the evidence of its end stands. */
  private burst: { noticed: Instant; postings: number; days: number; fallen: number } | null = null
  /** Postings before this time belong to a burst that is over. */
  private restartedAt: Instant = -Infinity

  constructor(season: Season, common: CommonWander) {
    this.common = common
    this.at = season.now
    this.expected = season.expectedBy(season.now)
    this.lived = season.livedBy(season.now)
    this.rate.days = this.rate.memory * (1 - Math.exp(-(this.lived - season.livedBy(season.since)) / this.rate.memory))
    this.prepended = season.prepended
  }

  /** True while a burst goes on. */
  get bursting(): boolean { return this.burst !== null }

  /** Postings an average day. */
  get usual(): number { return rateOf(this.rate) }

  /** What its own past says of its rate. */
  get past(): Known { return this.rate }

  /** Takes up what is believed of its rate before its own past speaks. */
  believe(prior: Known): void { this.rate.prior = prior }

  /** Moves to the season's present. @param correction see Season.correction. */
  advance(season: Season, correction: number): void {
    const { now } = season
    if (season.prepended > this.prepended) {
      this.rate.days += (season.prepended - this.prepended) * Math.exp(-this.rate.days / this.rate.memory)
      this.prepended = season.prepended
    }
    if (now <= this.at) return
    const share = this.own ? this.own.shareBetween(season, this.at, now, this.burst === null) : 1
    const expected = (season.expectedBy(now) - season.expectedBy(this.at)) * share * correction
    const lived = (season.livedBy(now) - season.livedBy(this.at)) * share
    this.expected += expected
    this.lived += lived
    this.at = now
    this.rate.memory = Math.min(memory.most, Math.max(memory.least, memory.postings / this.usual))
    const keep = Math.exp(-lived / this.rate.memory)
    this.rate.days = this.rate.days * keep + this.rate.memory * (1 - keep)
    this.rate.postings *= keep
    if (this.burst) this.pass(expected, lived, now)
    else if (now - season.since >= warmUp) this.wander.pass(0, expected * this.usual, this.rate.postings, this.common)
  }

  /** Takes in a posting; false when the same reporter has just counted. Call `advance` first. */
  note(season: Season, at: Instant, reporter: string | null): boolean {
    const span = Math.min(once.most, Math.max(once.least, (once.postings / this.usual) * day))
    if (reporter !== null && this.recent.has(reporter, at, span)) return false
    const late = season.now - at
    const mark = late > 0 ? this.expected - (season.expectedBy(season.now) - season.expectedBy(at)) : this.expected
    this.recent.insert(at, mark, reporter)
    this.own ??= this.usual >= OwnRhythm.leastRate ? new OwnRhythm() : null
    if (!this.burst) {
      this.own?.note(at)
      this.rate.postings += late > 0 ? Math.exp((season.livedBy(at) - season.livedBy(season.now)) / this.memoryOf(season, late)) : 1
      // What comes in from long ago was not to be expected now: it tells nothing of how rates wander.
      if (late < day && season.now - season.since >= warmUp) this.wander.pass(1, 0, this.rate.postings, this.common)
    } else {
      this.burst.postings++
      const height = Math.max(1.5, this.burst.postings / Math.max(0.1, this.burst.days * this.usual) / 3)
      this.burst.fallen = Math.max(0, this.burst.fallen - Math.log(height))
    }
    return true
  }

  /**
   * The memory behind the days that count, by which what comes in late fades as they did: an import at once of weeks changes
   * `memory` long before the days follow.
   */
  private memoryOf(season: Season, late: number): number {
    const lived = season.livedBy(season.now) - season.livedBy(season.since)
    if (late < day || !(lived > 0)) return this.rate.memory
    let [short, long]: [number, number] = [memory.least, memory.most]
    while (long - short > 0.5) {
      const middle = (short + long) / 2
      if (middle * (1 - Math.exp(-lived / middle)) < this.rate.days) short = middle
      else long = middle
    }
    return long
  }

  /** How the present stands out; null = it does not. @param lookBack see Season.lookBack; asked for only when it seems to. */
  rise(season: Season, lookBack: () => (since: Instant) => number): Burst | null {
    if (season.now - season.since < warmUp) return null
    let longest = this.recent.length
    while (longest > 0 && this.recent.timeOf(longest) <= this.restartedAt) longest--
    const wander = this.wander.varianceBeside(this.common)
    let evidence = weigh(this.recent, this.expected, this.rate, longest, wander, firstSight)
    if (!evidence) return null
    let rate = falsePerYear(evidence.log, this.usual)
    if (rate > remarkable * 4 && !this.burst) return null
    // It seems to: now it must by voices, not by postings, and against what all others have shown since.
    const voices = this.peopleCounter()
    const hindsight = this.burst ? null : lookBack()
    evidence = weigh(this.recent, this.expected, this.rate, longest, wander, {
      voices: (n) => Math.min(n, 1 + Math.floor(voices(n) * mostEach)),
      stretch: (n) => hindsight?.(this.recent.timeOf(n)) ?? 1,
    })
    if (!evidence) return null
    rate = falsePerYear(evidence.log, this.usual)
    const { onset, seen, expected } = evidence
    const people = this.peopleCounter()(onset)
    if (!this.burst && rate <= remarkable && people >= leastPeople) this.begin(evidence)
    return { since: this.recent.timeOf(onset), seen, people, expected, falsePerYear: rate, score: Math.exp(-rate), at: season.now }
  }

  private begin({ onset, expected }: Evidence): void {
    const days = Math.max(0, this.expected - this.recent.markOf(onset))
    this.rate.postings = Math.max(0, this.rate.postings - onset + expected)
    this.rate.frozen = true
    this.wander.forget()
    this.burst = { noticed: this.at, postings: onset, days, fallen: 0 }
  }

  /** Time passes in a burst: the usual is taken as read, and silence speaks for the end. */
  private pass(expected: number, lived: number, now: Instant): void {
    const burst = this.burst
    if (!burst) return
    const { usual } = this
    this.rate.postings += lived * usual
    burst.days += expected
    const height = Math.max(1.5, burst.postings / Math.max(0.1, burst.days * usual) / 3)
    burst.fallen += expected * usual * (height - 1)
    if (now - burst.noticed >= accepted) {
      this.rate.postings = burst.postings
      this.rate.days = burst.days
    } else if (burst.fallen <= over) return
    this.burst = null
    this.rate.frozen = false
    this.restartedAt = this.recent.length > 0 ? this.recent.timeOf(1) : now
  }

  /** Distinct reporters among the n newest postings; unknown ones count one each. Ask with growing n. */
  private peopleCounter(): (n: number) => number {
    const known = new Set<string>()
    let unknown = 0
    let looked = 0
    return (n) => {
      for (; looked < n; looked++) {
        const reporter = this.recent.reporterOf(looked + 1)
        if (reporter === null) unknown++
        else known.add(reporter)
      }
      return known.size + unknown
    }
  }
}
