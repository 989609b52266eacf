/** The evidence that a subject's rate has risen: a Bayes factor of “risen at some time, by some factor” against “as usual”. */
import type { Known } from './kin.ts'
import type { Recent } from './recent.ts'

/** Rises that are looked for, with their weight: the smallest takes longest, so that most of the weight is its own. */
const rises = [{ factor: 2, weight: 0.8 }, { factor: 4, weight: 0.12 }, { factor: 8, weight: 0.08 }]
  .map(({ factor, weight }) => ({ factor, ln: Math.log(factor), weight }))
/** An onset speaks for those up to halfway to its neighbours, but for no more than so many: long windows mostly see how rates wander. */
const widest = 8
/** A rise may have begun with any of these latest postings: near steps first, then a quarter to a third apart. */
const onsets = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256]
  .map((n, i, all) => ({ n, width: Math.min(widest, ((all[i + 1] ?? 2 * n) - (all[i - 1] ?? n - 1)) / 2) }))
/** A window is looked at when it holds more than so many times what was expected. */
const least = 1.2

/** What has been learnt of a rate: postings over average days, both discounted with `memory` (in average days). */
export interface Rate {
  postings: number
  days: number
  memory: number
  /** In a burst the usual is taken as read: what is seen is not among the postings. */
  frozen: boolean
  /** What was believed of it before its own past spoke. */
  prior: Known
}

export interface Evidence {
  /** Natural logarithm of the Bayes factor, summed over onsets and rises. */
  log: number
  /** The onset that speaks loudest: the n-th newest posting, what was seen and expected since, in postings and average days. */
  onset: number
  seen: number
  expected: number
}

/** How a window is looked at, given its n: at first sight n postings count, and what is expected is what was expected. */
export interface Views {
  /** How many of its postings count. */
  voices: (n: number) => number
  /** How much more is now known to have been usual in it. */
  stretch: (n: number) => number
}
export const firstSight: Views = { voices: (n) => n, stretch: () => 1 }

export const rateOf = ({ postings, days, prior }: Rate): number => (prior.postings + postings) / (prior.days + days)

/**
 * For an onset at the n-th newest posting, s average days ago, the rate before it is known as Gamma(a, b) without the window's own
 * postings; then “risen by f” is to “as usual” as fⁿ · ((b + s) / (b + f s))^(a + n), the ratio of two negative binomials, so
 * that a rate of which little is known asks for more. Summing over onsets and rises gives a mixture of Shiryaev–Roberts type
 * (Shiryaev 1963, Pollak 1987): under “as usual” it passes A about once in A postings.
 * Where it fails: rises under a factor of 1.4 are never found (the smallest looked for is 2), nor those of over 256 postings.
 * @param mark where the expectation stands now, in average days
 * @param longest how many of the newest postings may be looked at (those since the last burst)
 * @param wander variance over squared mean by which the rate differs from what was learnt (see wander.ts)
 */
export function weigh(recent: Recent, mark: number, rate: Rate, longest: number, wander: number, { voices, stretch }: Views): Evidence | null {
  let sum = 0
  let best: Evidence | null = null
  const { prior } = rate
  const usual = rateOf(rate)
  for (const { n, width } of onsets) {
    if (n > longest) break
    const s = Math.max(0, mark - recent.markOf(n)) * stretch(n)
    if (n < least * s * usual) continue
    const faded = Math.exp(-s / rate.memory)
    const inside = rate.memory * (1 - faded)
    if (inside > (prior.days + rate.days) / 2) break
    const counted = voices(n)
    let a = prior.postings + Math.max(0, rate.postings - (rate.frozen ? inside * usual : (n * (1 + faded)) / 2))
    const shrink = 1 + wander * a
    a /= shrink
    const b = (prior.days + rate.days - inside) / shrink
    let here = 0
    for (const { factor, ln, weight } of rises) {
      here += width * weight * Math.exp(Math.min(300, counted * ln - (a + counted) * Math.log((b + factor * s) / (b + s))))
    }
    sum += here
    if (!best || here > best.log) best = { log: here, onset: n, seen: n, expected: (s * a) / b }
  }
  return best && { ...best, log: Math.log(sum) }
}
