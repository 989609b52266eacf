/** Chance that can be repeated: streams of numbers and choices that depend on nothing but the keys they are made of. */

/** A stream of choices. The same keys give the same stream on every machine. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, 0 ≤ x < below. */
  below(limit: number): number
  /** True with a probability of 0–1. */
  happens(probability: number): boolean
  /** @throws RangeError when there is nothing to choose from. */
  pick<T>(choices: readonly T[]): T
}

/** FNV-1a over UTF-16 units, mixed at the end: quick and even enough for a play, no use for secrets. */
export function hashOf(...keys: (string | number)[]): number {
  const text = keys.join('\u001f')
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The generator is mulberry32 (public domain, T. Ettinger): 32 bits of state, a period of 2^32. */
export function chanceOf(...keys: (string | number)[]): Chance {
  let state = hashOf(...keys)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (choices) => {
      if (choices.length === 0) throw new RangeError('There is nothing to choose from.')
      return choices[below(choices.length)]!
    },
  }
}

/** How many of something that comes `mean` times on average (Knuth's method; above 50 a normal approximation). */
export function poisson(chance: Chance, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)))
  const least = Math.exp(-mean)
  let count = 0
  for (let product = chance.next(); product > least; product *= chance.next()) count += 1
  return count
}

/** A standard normal value (Box and Muller). */
export function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
}

/** A chooser by weight: items with weight 0 are never chosen. */
export function weighted<T>(items: readonly T[], weightOf: (item: T) => number): (chance: Chance) => T {
  const ends: number[] = []
  let total = 0
  for (const item of items) ends.push(total += weightOf(item))
  if (total <= 0) throw new RangeError('No item has any weight.')
  return (chance) => {
    const mark = chance.next() * total
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! > mark) high = middle
      else low = middle + 1
    }
    return items[low]!
  }
}
