/** Gives ids that come and go small whole numbers, so that what is known of each can stand in plain arrays of numbers. */

/** A small whole number for an id, from 0 on; once given back it goes to another id. */
export type Handle = number
/** Stands for no handle. */
export const none = -1

/** A table that grows moves all it holds: each of so many holds little, and they do not all grow at once. */
const shardBits = 6
const shards = 1 << shardBits
const smallestShard = 16
const chunkBits = 13
const chunkMask = (1 << chunkBits) - 1

/**
 * Hash tables with linear probing; an entry that goes is closed over by those behind it (Knuth, The Art of Computer
 * Programming 3, 6.4, algorithm R), so that a table that things come into and leave for years stays as quick as a new one.
 * A table holds handles only; ids stand in the order of handles, and a free handle's place there names the next free one.
 */
export class Handles {
  /** Handle + 1; 0 is an empty place. */
  readonly #tables = Array.from({ length: shards }, () => new Int32Array(smallestShard))
  readonly #counts = new Int32Array(shards)
  readonly #ids: Float64Array[] = []
  #end = 0
  #free: Handle = none
  #size = 0

  /** Ids that have a handle. */
  get size(): number {
    return this.#size
  }

  /** Handles ever used at once: all are below. */
  get end(): number {
    return this.#end
  }

  /** The handle of a whole number, or `none`. */
  of(id: number): Handle {
    const hash = hashOf(id)
    const table = this.#tables[hash & (shards - 1)] as Int32Array
    const mask = table.length - 1
    for (let at = (hash >>> shardBits) & mask; ; at = (at + 1) & mask) {
      const handle = (table[at] as number) - 1
      if (handle < 0 || this.idOf(handle) === id) return handle
    }
  }

  /** A handle for an id that has none yet. */
  take(id: number): Handle {
    let handle = this.#free
    if (handle === none) {
      handle = this.#end++
      if (handle >> chunkBits === this.#ids.length) this.#ids.push(new Float64Array(1 << chunkBits))
    } else this.#free = this.idOf(handle)
    ;(this.#ids[handle >> chunkBits] as Float64Array)[handle & chunkMask] = id
    const hash = hashOf(id)
    const shard = hash & (shards - 1)
    const count = ++(this.#counts[shard] as number)
    if (count * 2 > (this.#tables[shard] as Int32Array).length) this.#grow(shard)
    place(this.#tables[shard] as Int32Array, hash, handle)
    this.#size++
    return handle
  }

  giveBack(handle: Handle): void {
    const hash = hashOf(this.idOf(handle))
    const shard = hash & (shards - 1)
    const table = this.#tables[shard] as Int32Array
    const mask = table.length - 1
    let gap = (hash >>> shardBits) & mask
    while (table[gap] !== handle + 1) gap = (gap + 1) & mask
    for (let at = (gap + 1) & mask; table[at] !== 0; at = (at + 1) & mask) {
      const home = (hashOf(this.idOf((table[at] as number) - 1)) >>> shardBits) & mask
      // It may stand in the gap unless its search begins behind it.
      if (((at - home) & mask) < ((at - gap) & mask)) continue
      table[gap] = table[at] as number
      gap = at
    }
    table[gap] = 0
    this.#counts[shard] = (this.#counts[shard] as number) - 1
    ;(this.#ids[handle >> chunkBits] as Float64Array)[handle & chunkMask] = this.#free
    this.#free = handle
    this.#size--
  }

  idOf(handle: Handle): number {
    return (this.#ids[handle >> chunkBits] as Float64Array)[handle & chunkMask] as number
  }

  #grow(shard: number): void {
    const old = this.#tables[shard] as Int32Array
    const table = new Int32Array(old.length * 2)
    for (const entry of old) if (entry !== 0) place(table, hashOf(this.idOf(entry - 1)), entry - 1)
    this.#tables[shard] = table
  }
}

function place(table: Int32Array, hash: number, handle: Handle): void {
  const mask = table.length - 1
  let at = (hash >>> shardBits) & mask
  while (table[at] !== 0) at = (at + 1) & mask
  table[at] = handle + 1
}

/** Murmur3's finaliser (Appleby, public domain) over both halves of a whole number. */
function hashOf(id: number): number {
  let h = (id | 0) ^ Math.imul((id / 0x1_0000_0000) | 0, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
