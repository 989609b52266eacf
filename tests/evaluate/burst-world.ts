/** A simulated district for judging the detector of bursts: keys with a rhythm, holidays, wandering rates, and rises where asked for. */
import { day, hour, hourOfWeek, parseInstant, type Instant } from '../../shared/clock.ts'

/** Uniform numbers in [0, 1) from a seed (mulberry32, Ettinger 2017): the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** A Poisson count: by products of uniforms while the mean is small, by rounding a normal above 200. */
function poisson(mean: number, random: () => number): number {
  if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  const limit = Math.exp(-mean)
  let count = -1
  for (let product = 1; product > limit; product *= random()) count++
  return count
}

export interface Rise {
  /** Day of the world, with a fraction, on which it begins; it lasts to the end. */
  from: number
  factor: number
}

export interface WorldOptions {
  seed: number
  begin: string
  days: number
  /** Postings an average day of each key. */
  rates: readonly number[]
  /** Weeks that bring more or less of everything: first day, length in days, factor. */
  holidays: readonly { from: number; days: number; factor: number }[]
  /** How far weekly rates wander by themselves: coefficient of variation of a key's factor, drawn anew about every three weeks. */
  wander: number
  /** How far each key's hours of the week differ from those of all: 0 = not at all. */
  own: number
  /** People a key's postings are drawn from; Infinity = each its own. */
  pool: number
  rises: ReadonlyMap<number, Rise>
}

export interface World {
  start: Instant
  /** Postings in order of time. */
  times: Float64Array
  keys: Uint16Array
  reporters: Uint32Array
  /** What was to be expected of a key from its own true rhythm, holidays included, between two instants. */
  expectedBetween(key: number, from: Instant, to: Instant): number
}

/** Offices by day, people by evening, weekends at six tenths. Mean 1 over the week. */
function rhythmOfAll(): number[] {
  const raw = Array.from({ length: 168 }, (_, cell) => {
    const h = cell % 24
    const office = Math.exp(-(((h - 9.5) / 2) ** 2)) + 0.9 * Math.exp(-(((h - 15.5) / 2.2) ** 2))
    const evening = 0.8 * Math.exp(-(((h - 20.5) / 1.8) ** 2))
    return cell >= 120 ? 0.06 + 0.45 * office + 0.75 * evening : 0.06 + office + 0.7 * evening
  })
  const mean = raw.reduce((sum, value) => sum + value, 0) / 168
  return raw.map((value) => value / mean)
}

export function simulate({ seed, begin, days, rates, holidays, wander, own, pool, rises }: WorldOptions): World {
  const random = randomFrom(seed)
  const start = parseInstant(begin) ?? 0
  const hours = Math.round(days * 24)
  const shared = rhythmOfAll()
  const cumulated = rates.map(() => new Float64Array(hours + 1))
  const chunks: { time: number; key: number }[] = []
  rates.forEach((rate, key) => {
    const evenings = Array.from({ length: 168 }, (_, cell) => 1 + own * Math.sin(((cell % 24) + key * 5) / 24 * 2 * Math.PI))
    const scale = 168 / shared.reduce((sum, value, cell) => sum + value * (evenings[cell] ?? 1), 0)
    const rise = rises.get(key)
    let drift = wander * normal(random)
    const expected = cumulated[key] ?? new Float64Array(0)
    for (let h = 0; h < hours; h++) {
      if (h % 24 === 0) {
        const keep = Math.exp(-1 / 21)
        drift = drift * keep + wander * Math.sqrt(1 - keep * keep) * normal(random)
      }
      const cell = hourOfWeek(start + h * hour)
      const holiday = holidays.find(({ from, days: length }) => h >= from * 24 && h < (from + length) * 24)?.factor ?? 1
      const usual = (rate / 24) * (shared[cell] ?? 1) * (evenings[cell] ?? 1) * scale * holiday * Math.exp(drift - (wander * wander) / 2)
      expected[h + 1] = (expected[h] ?? 0) + usual
      const risen = rise ? Math.min(1, Math.max(0, h + 1 - rise.from * 24)) : 0
      const before = poisson(usual * (1 - risen), random)
      const after = risen > 0 && rise ? poisson(usual * risen * rise.factor, random) : 0
      for (let i = 0; i < before; i++) chunks.push({ time: start + (h + random() * (1 - risen)) * hour, key })
      for (let i = 0; i < after; i++) chunks.push({ time: start + (h + 1 - random() * risen) * hour, key })
    }
  })
  chunks.sort((a, b) => a.time - b.time)
  const size = chunks.length
  const times = new Float64Array(size)
  const keys = new Uint16Array(size)
  const reporters = new Uint32Array(size)
  chunks.forEach(({ time, key }, i) => {
    times[i] = Math.floor(time)
    keys[i] = key
    reporters[i] = Number.isFinite(pool) ? Math.floor(random() * pool) : i
  })
  const by = (key: number, at: Instant): number => {
    const place = Math.min(hours, Math.max(0, (at - start) / hour))
    const index = Math.floor(place)
    const marks = cumulated[key]
    const low = marks?.[index] ?? 0
    return low + ((marks?.[index + 1] ?? low) - low) * (place - index)
  }
  return { start, times, keys, reporters, expectedBetween: (key, from, to) => by(key, to) - by(key, from) }
}

export const daysOf = (world: World, at: Instant): number => (at - world.start) / day
