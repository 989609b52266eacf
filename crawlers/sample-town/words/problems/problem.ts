/** What a kind of problem is in the sample town: where it happens, when, who handles it and how people speak of it. */
import type { PlaceKind } from '../../places.ts'

/** One thing that may go on at a place, in several wordings. */
export interface Thing {
  /** Said right after the name of the place. `{s}` is a spot within it, `{n}` a number, `{d}` a duration. */
  what: readonly string[]
  /** Details, each a clause of its own. */
  facts: readonly string[]
}

/** When of the day people meet it. */
export type Hours = 'any' | 'day' | 'evening' | 'night'

export interface Problem {
  id: string
  /** Leaf of the taxonomy. */
  leaf: string
  purpose: '投诉' | '求助' | '举报'
  /** Unit as the hotline registers it; 属地 = the township of the place. */
  unit: string
  places: readonly PlaceKind[]
  hours: Hours
  /** Months in which it is met; empty = all year. */
  months: readonly number[]
  /** How often it is met, 1 = ordinary. */
  weight: number
  /** True for what hits many people within minutes. */
  sudden: boolean
  /** The different things that may go on; at one place each is a matter of its own. */
  things: readonly Thing[]
  effects: readonly string[]
  asks: readonly string[]
}

type Traits = Partial<Pick<Problem, 'hours' | 'months' | 'weight' | 'sudden'>>

/**
 * A row of the tables in this folder. Wordings are parted by `|`, different things by `;`; facts are those of each thing in
 * their order, or, without a `;`, of all.
 */
export function problem(
  [id, leaf, purpose, unit]: readonly [string, string, Problem['purpose'], string],
  places: readonly PlaceKind[],
  words: { what: string; facts: string; effects: string; asks: string },
  traits: Traits = {},
): Problem {
  const facts = words.facts.split(';')
  return {
    id, leaf, purpose, unit, places,
    hours: traits.hours ?? 'any', months: traits.months ?? [], weight: traits.weight ?? 1, sudden: traits.sudden ?? false,
    things: words.what.split(';').map((what, index) => ({ what: what.split('|'), facts: (facts[index] ?? facts[0]!).split('|') })),
    effects: words.effects.split('|'), asks: words.asks.split('|'),
  }
}
