/** Follows the strings that two postings share: runs of grams that stand in both in the same order. */
import { noGram, type Digest } from './digest.ts'
import type { Shelved } from './shelf.ts'

/** A shared string: where it starts in the new posting's sequence, its grams, and how rare they are together. */
export interface SharedRun {
  start: number
  length: number
  weight: number
}

/** The rarest run, and how rare are the second, all of at least two grams together, and the rarest that stands in both titles. */
export interface Runs {
  start: number
  length: number
  best: number
  second: number
  all: number
  titled: number
}

export const noRuns = (): Runs => ({ start: 0, length: 0, best: 0, second: 0, all: 0, titled: 0 })

/**
 * Follows the other posting's grams through the new one, in one pass over the other. A string that occurs twice in the new
 * posting is followed from its first place only, so that a run may come out shorter than it is.
 *
 * @param position where each gram of the new posting first stands in its sequence; `idf`: how rare it is.
 * @param ours for each gram of the other posting which one of the new it is, −1 = none.
 * @param found takes every run of at least two grams, if given.
 */
export function followRuns(
  digest: Digest, position: Int32Array, idf: Float64Array, other: Shelved, ours: Int32Array, into: Runs, found?: SharedRun[],
): void {
  const { sequence } = digest
  const { halves } = other.page
  let bestStart = 0
  let bestLength = 0
  let best = 0
  let second = 0
  let all = 0
  let titled = 0
  let start = 0
  let length = 0
  let weight = 0
  for (let i = 0; i <= other.length; i++) {
    const gram = i < other.length ? (halves[other.sequence + i] as number) : noGram
    const at = gram === noGram ? -1 : (ours[gram] as number)
    if (length > 0) {
      if (sequence[start + length] === at) {
        weight += idf[at] as number
        length++
        continue
      }
      if (length > 1) all += weight
      if (weight > best) {
        second = best
        bestStart = start
        bestLength = length
        best = weight
      } else if (weight > second && start !== bestStart) second = weight
      if (weight > titled && i - length < other.titleEnd && start < digest.titleEnd) titled = weight
      if (found && length > 1) found.push({ start, length, weight })
      length = 0
    }
    if (at < 0) continue
    start = position[at] as number
    length = 1
    weight = idf[at] as number
  }
  into.start = bestStart
  into.length = bestLength
  into.best = best
  into.second = second
  into.all = all
  into.titled = titled
}
