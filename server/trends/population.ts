/** What rates subjects of a kind have: what is believed of one of which little is known. */

/** Rates looked at: from one posting a year to three thousand a day, an eighth apart. */
const lowest = 0.003
const step = 1.12
const count = 123
const rates = Float64Array.from({ length: count }, (_, j) => lowest * step ** j)
const lnRates = rates.map(Math.log)
/** Subjects' worth of belief that any rate is as likely as any other. */
const belief = 5
/** A subject seen for fewer average days tells nothing of rates. */
const leastDays = 7
/** However alike all are, what is believed of one is worth so many postings at most. */
const most = 60

/** A Gamma distribution of a rate: so many postings in so many average days. */
export interface Prior {
  postings: number
  days: number
}

/** Before anything is known a subject is thought to bring one posting in five days, with the weight of three quarters of a day. */
export const vague: Prior = { postings: 0.15, days: 0.75 }

/**
 * Empirical Bayes (Robbins 1956): a distribution over a grid of rates, learnt from all subjects by one step of expectation–
 * maximisation a day and smoothed, so that a peak stays a tenth wide. Where it fails: a handful of subjects say nothing.
 */
export class Population {
  private weights = new Float64Array(count).fill(1 / count)
  private readonly scratch = new Float64Array(count)

  /** Learns from what each subject has shown: postings in average days. */
  learn(subjects: Iterable<Prior>): void {
    const sums = new Float64Array(count).fill(belief / count)
    for (const subject of subjects) {
      if (subject.days < leastDays) continue
      const total = this.posterior(subject)
      for (let j = 0; j < count; j++) sums[j] = (sums[j] ?? 0) + (this.scratch[j] ?? 0) / total
    }
    const all = sums.reduce((sum, value) => sum + value, 0)
    this.weights = sums.map((value, j) => (value / 2 + (sums[j - 1] ?? value) / 4 + (sums[j + 1] ?? value) / 4) / all)
  }

  /** What to believe of a subject beside its own `seen`; vague where the population says no more than that. */
  priorOf(seen: Prior): Prior {
    const total = this.posterior(seen)
    let mean = 0
    let square = 0
    for (let j = 0; j < count; j++) {
      const part = ((this.scratch[j] ?? 0) / total) * (rates[j] ?? 0)
      mean += part
      square += part * (rates[j] ?? 0)
    }
    const variance = Math.max(square - mean * mean, (mean * mean) / 1e6)
    const postings = (mean * mean) / variance - seen.postings
    const days = mean / variance - seen.days
    if (postings <= vague.postings || days <= vague.days) return vague
    const scale = Math.min(1, most / postings)
    return { postings: postings * scale, days: days * scale }
  }

  /** Leaves the unnormalised posterior over the grid in `scratch`; its sum. */
  private posterior({ postings, days }: Prior): number {
    let best = -Infinity
    for (let j = 0; j < count; j++) {
      const log = Math.log(this.weights[j] ?? 0) + postings * (lnRates[j] ?? 0) - days * (rates[j] ?? 0)
      this.scratch[j] = log
      if (log > best) best = log
    }
    let total = 0
    for (let j = 0; j < count; j++) total += this.scratch[j] = Math.exp((this.scratch[j] ?? 0) - best)
    return total
  }
}
