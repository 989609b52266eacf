/** A small hash table from buckets to places in one posting: it stays in the processor's nearest cache, where a table of all buckets would not. */

const size = 2048
const mask = size - 1

/** Open addressing with linear probing; holds at most 1,000 buckets, far more than a digest has. Buckets are mixed already. */
export class SmallIndex {
  readonly #keys = new Int32Array(size).fill(-1)
  readonly #values = new Int32Array(size)
  readonly #filled: number[] = []

  /** The value put under `bucket`, or −1. */
  get(bucket: number): number {
    let at = bucket & mask
    for (let key = this.#keys[at] as number; key !== -1; key = this.#keys[at] as number) {
      if (key === bucket) return this.#values[at] as number
      at = (at + 1) & mask
    }
    return -1
  }

  put(bucket: number, value: number): void {
    let at = bucket & mask
    while (this.#keys[at] !== -1 && this.#keys[at] !== bucket) at = (at + 1) & mask
    if (this.#keys[at] === -1) this.#filled.push(at)
    this.#keys[at] = bucket
    this.#values[at] = value
  }

  clear(): void {
    for (const at of this.#filled) this.#keys[at] = -1
    this.#filled.length = 0
  }
}
