/** Tables from pairs of small numbers to an index: bigrams without strings. */

/** Members of a pair are below this. */
export const pairLimit = 65_536

/** A pair as one number. */
const keyOf = (first: number, second: number): number => (first << 16) | second

export interface PairTable {
  /** The index of a pair; the next free one when it is new. */
  add(first: number, second: number): number
  /** Every pair as first × 65,536 + second, by index. */
  list(): Uint32Array
}

/** A table that grows. */
export function createPairTable(): PairTable {
  let bits = 4
  let slots = emptySlots(bits)
  let count = 0
  const grow = (): void => {
    const before = slots
    bits += 1
    slots = emptySlots(bits)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at + 1] === 0) continue
      const slot = findSlot(slots, bits, before[at] as number)
      slots[slot] = before[at] as number
      slots[slot + 1] = before[at + 1] as number
    }
  }
  return {
    add(first, second) {
      const key = keyOf(first, second)
      const slot = findSlot(slots, bits, key)
      if (slots[slot + 1] !== 0) return (slots[slot + 1] as number) - 1
      slots[slot] = key
      slots[slot + 1] = ++count
      if (count * 4 > slots.length) grow()
      return count - 1
    },
    list() {
      const keys = new Uint32Array(count)
      for (let at = 0; at < slots.length; at += 2) if (slots[at + 1] !== 0) keys[(slots[at + 1] as number) - 1] = slots[at] as number
      return keys
    },
  }
}

/** The index of a pair in a list as `PairTable.list` gives it, −1 where it is not in it. */
export function createPairFinder(pairs: Uint32Array): (first: number, second: number) => number {
  let room = 4
  while (2 ** room < pairs.length * 2) room += 1
  const bits = room
  const slots = emptySlots(bits)
  pairs.forEach((pair, index) => {
    const slot = findSlot(slots, bits, pair | 0)
    slots[slot] = pair
    slots[slot + 1] = index + 1
  })
  return (first, second) => (slots[findSlot(slots, bits, keyOf(first, second)) + 1] as number) - 1
}

/** Key and index + 1 (0 = free) lie side by side, so that a look-up touches one line of the cache. */
const emptySlots = (bits: number): Int32Array => new Int32Array(2 ** (bits + 1))

/** Where a key stands or would stand: open addressing in a table that is never more than half full. */
function findSlot(slots: Int32Array, bits: number, key: number): number {
  const mask = slots.length - 1
  let slot = (Math.imul(key ^ (key >>> 15), 0x9e37_79b1) >>> (32 - bits)) << 1
  while (slots[slot + 1] !== 0 && slots[slot] !== key) slot = (slot + 2) & mask
  return slot
}
