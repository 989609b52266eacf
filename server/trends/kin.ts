/** What rates the members of the pool have, learnt from all of them: what is believed of each before its own past speaks. */

/** What is known of a rate: Gamma with so many postings in so many average days. */
export interface Known {
  postings: number
  days: number
}

/** Before anything is known a subject is thought to bring one posting in five days, with the weight of three quarters of a day. */
export const nothing: Known = { postings: 0.15, days: 0.75 }

/** Logarithms of rates, from one posting in three years to some twenty thousand a day, in steps of a twentieth. */
const step = 0.05
const lowest = Math.log(0.001)
const cells = 336
/** Kin are those whose rate differs by less than a factor of three: there may be several kinds of members. */
const reach = Math.round(Math.log(3) / step)
/** Members' worth of belief that kin differ as if any rate were as likely as any other. */
const belief = 2
/** The first weeks are learnt at once; after that the kin changes over more than a year, so that members that rise do not make rising the usual. */
const memory = { first: 28, later: 500 }
/** A member with fewer postings tells nothing. */
const least = 2
/** What the kin says of a member weighs no more than so many postings of its own. */
const most = 40

const cellOf = ({ postings, days }: Known): number =>
  Math.max(0, Math.min(cells - 1, Math.round((Math.log((postings + 0.5) / days) - lowest) / step)))
/** Variance that chance gives the logarithm of a rate. */
const chanceOf = ({ postings }: Known): number => 1 / (postings + 0.5)

/**
 * Empirical Bayes by moments (Robbins 1956, Morris 1983): how far the rates of a member's kin differ beyond chance says how much
 * they tell of it. Told apart from members of all rates, whose differences only show how far we looked, and from few members.
 * Where it fails: two kinds of members within a factor of three are one; members that rise unnoticed make it say less.
 */
export class Kin {
  /** Members with their rate in each cell, the sum of what chance has to do with it, and of their pasts. */
  private members = new Float64Array(cells)
  private chance = new Float64Array(cells)
  private postings = new Float64Array(cells)
  private days = new Float64Array(cells)
  private learnt = 0

  /** Learns, once a day, from what each member's own past says. */
  learn(pasts: readonly Known[]): void {
    const gain = this.learnt++ < memory.first ? 1 : 1 / memory.later
    const members = new Float64Array(cells)
    const chance = new Float64Array(cells)
    const postings = new Float64Array(cells)
    const days = new Float64Array(cells)
    for (const past of pasts) {
      if (past.postings < least) continue
      const cell = cellOf(past)
      members[cell] = (members[cell] ?? 0) + 1
      chance[cell] = (chance[cell] ?? 0) + chanceOf(past)
      postings[cell] = (postings[cell] ?? 0) + past.postings
      days[cell] = (days[cell] ?? 0) + past.days
    }
    const towards = (before: Float64Array<ArrayBuffer>, now: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
      before.map((value, cell) => value + gain * ((now[cell] ?? 0) - value))
    this.members = towards(this.members, members)
    this.chance = towards(this.chance, chance)
    this.postings = towards(this.postings, postings)
    this.days = towards(this.days, days)
  }

  /** What all others say of the rate of a member with this past. */
  priorOf(past: Known): Known {
    const own = cellOf(past)
    const isKnown = past.postings >= least
    let [count, chance, brought, lived] = isKnown ? [-1, -chanceOf(past), -past.postings, -past.days] : [0, 0, 0, 0]
    let [sum, square] = [0, 0]
    for (let cell = Math.max(0, own - reach); cell <= Math.min(cells - 1, own + reach); cell++) {
      const here = this.members[cell] ?? 0
      const off = (cell - own) * step
      count += here
      sum += here * off
      square += here * off * off
      chance += this.chance[cell] ?? 0
      brought += this.postings[cell] ?? 0
      lived += this.days[cell] ?? 0
    }
    if (count < 2 || chance <= 0 || brought <= 0 || lived <= 0) return nothing
    const middle = sum / count
    const byChance = chance / count
    const anyRate = Math.max(0.01, (reach * step) ** 2 / 3 - byChance)
    const seen = Math.max(0, square / count - middle * middle - byChance) + byChance * Math.sqrt(2 / count)
    const differ = (seen * count + anyRate * belief) / (count + belief)
    const postings = Math.min(most, 1 / differ - 1 / anyRate)
    const days = (postings * lived) / brought
    return postings > nothing.postings && days > nothing.days ? { postings, days } : nothing
  }
}
