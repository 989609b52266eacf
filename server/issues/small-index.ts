/** A small hash table from buckets to places in one posting: it stays in the processor's nearest cache, where a table of all buckets would not. */

const size = 2048
const mask = size - 1
const valueBits = 10
const valueMask = (1 << valueBits) - 1

/**
 * Open addressing with linear probing; holds at most 1,000 buckets, far more than a digest has, with values up to 1,022.
 * Buckets are mixed already. Bucket and value + 1 share one number, so that a look-up reads one place; 0 is an empty one.
 */
export class SmallIndex {
  readonly #cells = new Int32Array(size)

  /** The value put under `bucket`, or −1. */
  get(bucket: number): number {
    const cells = this.#cells
    for (let at = bucket & mask; ; at = (at + 1) & mask) {
      const cell = cells[at] as number
      if (cell >> valueBits === bucket && cell !== 0) return (cell & valueMask) - 1
      if (cell === 0) return -1
    }
  }

  /** The value already put under `bucket`; if none is, puts `value` there and returns −1. */
  getOrPut(bucket: number, value: number): number {
    const cells = this.#cells
    for (let at = bucket & mask; ; at = (at + 1) & mask) {
      const cell = cells[at] as number
      if (cell === 0) {
        cells[at] = (bucket << valueBits) | (value + 1)
        return -1
      }
      if (cell >> valueBits === bucket) return (cell & valueMask) - 1
    }
  }

  clear(): void {
    this.#cells.fill(0)
  }
}
