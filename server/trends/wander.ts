/** How far rates wander by themselves, learnt: the variance, over the squared mean, of what the learnt rate and chance leave unexplained. */

/** A span is compared with its expectation when it was worth so many postings: about what it takes to find a doubling. */
const span = 50
/** What is believed before anything was compared, with the weight of so many spans. */
const first = { variance: 0.004, spans: 40 }
/** Spans' worth of belief that a subject wanders as all do. */
const shared = 40
/** A span that was half as much again tells of a burst that was not called one, not of wandering. */
const most = 0.25
/** Bounds of what is believed: a tenth of that in deviation, and a quarter. */
const bounds = { least: 0.001, most: 0.06 }
/**
 * What of it is held against a rise: half an hour's misfit evens out within a rise, a week's does not, and the sum does not tell
 * them apart. Found on simulated worlds: with less, restless rates raise false alarms, with more, doublings are found late.
 */
const part = 0.4

/** Sums over spans of expected², and of what of (seen − expected)² chance and the uncertain rate do not explain. */
interface Sums {
  unexplained: number
  weight: number
}

const add = (sums: Sums, seen: number, expected: number, postings: number): void => {
  const squared = (seen - expected) ** 2
  sums.unexplained += Math.min(squared, most * expected * expected) - expected - (expected * expected) / postings
  sums.weight += expected * expected
}

const variance = (sums: Sums, believed: number, spans: number): number => {
  const weight = spans * span * span
  return Math.min(bounds.most, Math.max(bounds.least, (sums.unexplained + believed * weight) / (sums.weight + weight)))
}

/** What all subjects have in common. */
export class CommonWander {
  private readonly sums: Sums = { unexplained: 0, weight: 0 }
  get variance(): number { return variance(this.sums, first.variance, first.spans) }
  add(seen: number, expected: number, postings: number): void { add(this.sums, seen, expected, postings) }
}

/** One subject's own, shrunk to that of all where it has shown little. */
export class Wander {
  private readonly sums: Sums = { unexplained: 0, weight: 0 }
  private seen = 0
  private expected = 0

  varianceBeside(common: CommonWander): number { return part * variance(this.sums, common.variance, shared) }

  /** So many postings came where `expected` were to be expected, by a rate that rests on `postings`. */
  pass(seen: number, expected: number, postings: number, common: CommonWander): void {
    this.seen += seen
    this.expected += expected
    if (this.expected < span) return
    add(this.sums, this.seen, this.expected, postings)
    common.add(this.seen, this.expected, postings)
    this.forget()
  }

  /** Drops the span at hand: a burst has begun in it. */
  forget(): void {
    this.seen = 0
    this.expected = 0
  }
}
