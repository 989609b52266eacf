/** The yardstick of the burst bench: a CUSUM that knows the rate before the rise and the rate after it. */
import { randomFrom } from './burst-world.ts'

/** Expected postings to look at for a threshold: some sixty false alarms, or what a second of computing allows. */
const most = 12_000_000

/**
 * Page's CUSUM (1954) of a Poisson stream in time rescaled to expected counts: each posting adds ln(factor), each expected
 * count takes (factor − 1); at `threshold` it alarms.
 */
export class Cusum {
  private readonly factor: number
  private readonly gain: number
  value = 0

  constructor(factor: number) {
    this.factor = factor
    this.gain = Math.log(factor)
  }

  /** A posting after so many expected counts; the new value. */
  note(expected: number): number {
    this.value = Math.max(0, this.value - (this.factor - 1) * expected) + this.gain
    return this.value
  }
}

/** The threshold that brings `wanted` false alarms in a key-year at this rate, found on a long quiet stream. */
export function cusumThreshold(rate: number, factor: number, wanted: number, seed: number): number {
  const random = randomFrom(seed)
  const cusum = new Cusum(factor)
  const length = Math.min(most, (60 / wanted) * 365 * rate)
  const peaks: number[] = []
  let peak = 0
  let counts = 0
  while (counts < length) {
    const gap = -Math.log(1 - random())
    counts += gap
    // An excursion ends where the CUSUM falls to nothing: its peak is what a threshold must exceed.
    if (cusum.value <= (factor - 1) * gap) {
      if (peak > 0) peaks.push(peak)
      peak = 0
    }
    peak = Math.max(peak, cusum.note(gap))
  }
  peaks.sort((a, b) => b - a)
  return peaks[Math.floor((wanted * length) / (365 * rate))] ?? Infinity
}
