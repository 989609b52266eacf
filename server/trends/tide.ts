/** The tide: by how much everything together lies above or below what is usual, as on a holiday that no calendar told. */

import { belief, capOf, most, solveLevel } from './level.ts'

/** What one member of the pool (a topic, say) contributes. */
interface Member {
  /** Postings an average day, learnt; their sum is what the pool expects. */
  rate: number
  /** Postings behind the rate, older ones counting less. */
  postings: number
  /** Postings since the rate was last learnt. */
  fresh: number
  /** Postings in the windows at hand. */
  short: number
  long: number
  /** In a burst of its own: no part of the pool until that is over. */
  away: boolean
}

interface Step {
  expected: number
  /** The same with the tide as it was held to be, where that was above the usual. */
  held: number
  members: Map<Member, number>
}

/** Postings the pool expects within a window: the short one sees a jump at once, the long one is steady. */
const lengths = { short: 40, long: 400 }
/** Windows reach no further back than three days of ten-minute steps. */
const mostSteps = 432
/** Days over which a member's rate is learnt: a tide comes within a day, while keys that rise one by one are soon the new usual. */
const memory = 7
/** Rates are learnt against the tide to this power: a tide that stays seeps into them, or a small error would hold itself up for ever. */
const against = 0.94
/** The short window speaks when it differs from the long one by so many deviations. */
const jump = 2.5
/** Before so many days have been seen nobody knows what is usual. */
const leastDays = 7
/** A tide within a fifth of the usual is none: between rates that are learnt and a tide that is learnt nothing else holds the scale. */
const slack = Math.log(1.2)
/** Nor is one that chance may have brought: so many deviations of the window's count and of the rates it is held against. */
const doubt = 3.5

/** No holiday brings more than this of everything: what goes beyond it has happened, and is a burst of each subject. */
const highest = 3

interface Window {
  first: number
  expected: number
  /** Postings of all members, each capped. */
  counted: number
  factor: number
}

export interface Tide {
  /** A posting of this member, now. */
  note(member: string): void
  /** So many average days have passed; `usual` is what passed by rhythm alone. */
  pass(usual: number): void
  /** Ends a step of ten minutes. */
  step(): void
  /** Learns the members' rates anew, from what has passed since it last did. */
  learn(): void
  /** Seen over expected of the pool without this member; 1 = as usual, or nothing known. */
  without(member: string): number
  /**
   * How much more than was held at the time all but this member show to have been usual within the last steps; at least 1.
   * Ask with growing numbers of steps: hindsight knows of the first hours of a holiday what could not be known in them.
   */
  lookBack(member: string): (steps: number) => number
  /** A member goes into a burst of its own, and comes back from it with this rate an average day. */
  leave(member: string): void
  isAway(member: string): boolean
  join(member: string, rate: number): void
  readonly factor: number
}

/**
 * Robust: a member's surplus counts up to two deviations only, solved by repeated substitution (an M-estimate of Huber's kind
 * with one-sided clipping), so that one key's burst lifts the tide by a few percent and a holiday of all keys lifts it fully.
 * Where it fails: with a handful of members, or when half of the pool really bursts at once, the two cannot be told apart.
 */
export function createTide(): Tide {
  const members = new Map<string, Member>()
  const steps: Step[] = []
  let dropped = 0
  let current: Step = { expected: 0, held: 0, members: new Map() }
  /** Average days seen at all, those behind the rates (older ones count less; half a day at first), and those since rates were last learnt. */
  let passed = 0
  let days = 0.5
  let [unlearnt, total] = [0, 0]
  const short: Window = { first: 0, expected: 0, counted: 0, factor: 1 }
  const long: Window = { first: 0, expected: 0, counted: 0, factor: 1 }
  let factor = 1

  const cap = (member: Member, window: Window, at: number): number => {
    return capOf(total > 0 ? (member.rate / total) * (window.expected + current.expected) * at : 0)
  }

  const settle = (window: Window, name: 'short' | 'long', start: number): void => {
    const expected = window.expected + current.expected
    let solved = start
    for (let round = 0; round < 8; round++) {
      let counted = 0
      for (const member of members.values()) if (member[name] > 0 && !member.away) counted += Math.min(member[name], cap(member, window, solved))
      window.counted = counted
      const next = (belief + counted) / (belief + expected)
      if (Math.abs(next - solved) < 0.01) break
      solved = next
    }
    window.factor = solved
  }

  const shrink = (window: Window, name: 'short' | 'long', length: number): void => {
    for (;;) {
      const oldest = steps[window.first - dropped]
      if (!oldest || (window.expected - oldest.expected < length && dropped + steps.length - window.first <= mostSteps)) return
      window.expected -= oldest.expected
      for (const [member, count] of oldest.members) member[name] -= count
      window.first++
    }
  }

  const choose = (): void => {
    const expected = (short.expected + current.expected) * long.factor
    const differs = Math.abs(short.counted - expected) > jump * Math.sqrt(expected + 1)
    const window = differs ? short : long
    const chance = doubt * Math.sqrt(1 / (window.expected + current.expected + 1) + 1 / (total * days + 1))
    factor = passed < leastDays || Math.abs(Math.log(window.factor)) < Math.max(slack, chance) ? 1 : Math.min(highest, window.factor)
  }

  return {
    note(name) {
      let member = members.get(name)
      if (!member) members.set(name, (member = { rate: 0, postings: 0, fresh: 0, short: 0, long: 0, away: false }))
      current.members.set(member, (current.members.get(member) ?? 0) + 1)
      if (member.away) {
        member.short++
        member.long++
        return
      }
      member.fresh++
      for (const [window, kind] of [[short, 'short'], [long, 'long']] as const) {
        if (member[kind] + 1 <= cap(member, window, window.factor)) window.counted++
        member[kind]++
        window.factor = (belief + window.counted) / (belief + window.expected + current.expected)
      }
      choose()
    },
    pass(usual) {
      passed += usual
      unlearnt += usual * factor ** against
      current.expected += usual * total
      current.held += usual * total * Math.max(1, factor)
    },
    step() {
      steps.push(current)
      for (const window of [short, long]) window.expected += current.expected
      current = { expected: 0, held: 0, members: new Map() }
      shrink(short, 'short', lengths.short)
      shrink(long, 'long', lengths.long)
      while (dropped < long.first && dropped < short.first) {
        steps.shift()
        dropped++
      }
      settle(long, 'long', 1)
      settle(short, 'short', long.factor)
      choose()
    },
    learn() {
      const keep = Math.exp(-unlearnt / memory)
      days = days * keep + memory * (1 - keep)
      total = 0
      for (const member of members.values()) {
        if (member.away) {
          member.postings *= keep
          continue
        }
        const expected = member.rate * unlearnt
        const usual = passed < leastDays ? Infinity : 1 + expected + 1.5 * most * Math.sqrt(expected)
        member.postings = member.postings * keep + Math.min(member.fresh, usual)
        member.fresh = 0
        member.rate = member.postings / days
        total += member.rate
      }
      unlearnt = 0
    },
    without(name) {
      const member = members.get(name)
      if (!member || member.away || total === 0 || member.rate < total * 0.02) return factor
      if (factor === 1 || factor === highest) return factor
      const [window, kind] = factor === short.factor ? [short, 'short'] as const : [long, 'long'] as const
      const counted = window.counted - Math.min(member[kind], cap(member, window, window.factor))
      const expected = (window.expected + current.expected) * (1 - member.rate / total)
      return (belief + Math.max(0, counted)) / (belief + expected)
    },
    lookBack(name) {
      const own = members.get(name)
      const counts = new Map<Member, number>()
      let [looked, expected, held] = [-1, 0, 0]
      return (wanted) => {
        for (; looked < Math.min(wanted, steps.length); looked++) {
          const step = looked < 0 ? current : steps[steps.length - 1 - looked]
          if (!step) break
          expected += step.expected
          held += step.held
          for (const [member, count] of step.members) if (member !== own && !member.away) counts.set(member, (counts.get(member) ?? 0) + count)
        }
        if (passed < leastDays || held <= 0) return 1
        const shown = Math.min(highest, solveLevel(counts, expected, total, own && !own.away ? own.rate : 0))
        return shown < Math.exp(slack) ? 1 : Math.max(1, (shown * expected) / held)
      }
    },
    leave(name) {
      const member = members.get(name)
      if (!member || member.away) return
      member.away = true
      total -= member.rate
      settle(long, 'long', 1)
      settle(short, 'short', long.factor)
      choose()
    },
    join(name, rate) {
      const member = members.get(name)
      if (!member?.away) return
      member.away = false
      member.rate = rate
      member.postings = rate * days
      total += rate
    },
    isAway: (name) => members.get(name)?.away ?? false,
    get factor() { return factor },
  }
}
