/** Who has acted on a kind of matter before, by category and township. */

export interface UnitCase {
  /** Leaf code; null = 未分类. */
  category: string | null
  /** Unit id of the township; null = not known. */
  township: string | null
  unit: string
  times: number
}

export interface PastShare {
  unit: string
  /** 0–1. */
  confidence: number
  /** How many of how many cases; 0 of 0 where there were none. */
  times: number
  of: number
  /** Whether the cases are of the township alone. */
  local: boolean
  /** Whether the cases say more of it than what was believed without them. */
  byCases: boolean
}

/** What is believed without cases weighs as much as this many of them. */
const beliefInCases = 4
/** Cases of the township alone are told from here on. */
const enoughCases = 3

interface Tally {
  total: number
  ofUnit: Map<string, number>
}

export interface History {
  /** @param without leaves out one case of this unit, which must be among them: for fitting. */
  (category: string | null, township: string | null, belief: ReadonlyMap<string, number>, without?: string): PastShare[]
}

/**
 * Shares of the units among past cases, smoothed twice (Dirichlet priors): the township's cases of a category towards all its
 * cases, and those towards what duty says. So duty stands where nothing has been seen, and yields to what is seen often.
 */
export function createHistory(cases: readonly UnitCase[]): History {
  const everywhere = new Map<string, Tally>()
  const local = new Map<string, Tally>()
  for (const { category, township, unit, times } of cases) {
    add(everywhere, keyOf(category), unit, times)
    if (township !== null) add(local, keyOf(category, township), unit, times)
  }

  return (category, township, belief, without) => {
    const wide = everywhere.get(keyOf(category)) ?? nothing
    const near = township === null ? nothing : local.get(keyOf(category, township)) ?? nothing
    const count = (tally: Tally, unit: string): number => (tally.ofUnit.get(unit) ?? 0) - (unit === without && tally !== nothing ? 1 : 0)
    const total = (tally: Tally): number => tally.total - (without !== undefined && tally !== nothing ? 1 : 0)
    const [allWide, allNear] = [total(wide), total(near)]
    const isLocal = allNear >= enoughCases
    const share = (unit: string): PastShare => {
      const believed = belief.get(unit) ?? 0
      const widely = (count(wide, unit) + beliefInCases * believed) / (allWide + beliefInCases)
      const confidence = (count(near, unit) + beliefInCases * widely) / (allNear + beliefInCases)
      const unseen = (believed * beliefInCases ** 2) / ((allWide + beliefInCases) * (allNear + beliefInCases))
      const [times, of] = isLocal ? [count(near, unit), allNear] : [count(wide, unit), allWide]
      return { unit, confidence, times, of, local: isLocal, byCases: confidence > 2 * unseen }
    }
    const shares = [...wide.ofUnit.keys()].map(share)
    for (const unit of belief.keys()) if (!wide.ofUnit.has(unit)) shares.push(share(unit))
    return shares
  }
}

const nothing: Tally = { total: 0, ofUnit: new Map() }

const keyOf = (category: string | null, township: string | null = null): string => `${category ?? ''}@${township ?? ''}`

function add(tallies: Map<string, Tally>, key: string, unit: string, times: number): void {
  const tally = tallies.get(key) ?? { total: 0, ofUnit: new Map<string, number>() }
  tally.total += times
  tally.ofUnit.set(unit, (tally.ofUnit.get(unit) ?? 0) + times)
  tallies.set(key, tally)
}

/**
 * The share at which the mixture of two guesses makes what was right likeliest (expectation maximisation of one weight).
 * @param rows at least one: how probable each held what was right: by words, and by history.
 */
export function fitShare(rows: readonly { byWords: number; byHistory: number }[]): number {
  let share = 0.5
  for (let step = 0; step < 50; step += 1) {
    const owed = rows.reduce((sum, { byWords, byHistory }) => {
      const words = share * Math.max(1e-6, byWords)
      return sum + words / (words + (1 - share) * Math.max(1e-6, byHistory))
    }, 0)
    share = owed / rows.length
  }
  return share
}
