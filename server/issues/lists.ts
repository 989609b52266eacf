/** Keeps short lists of whole numbers, each in one piece of memory, that stay short: the newest entries, few of each kind. */

/** What stays when a list is full: the newest entries, so many of a kind and so many in all; the rest goes at once, so that entries are moved seldom. */
const mostOfKind = 2
const mostKept = 48
/** Kinds are counted by their last bits: now and then two are taken for one. */
const kinds = 1 << 10
/** Blocks are of 4 to 64 words; the first word tells the size and how many entries follow. */
const smallestBits = 2
const largestBits = 6
/** No list has more entries. */
export const mostEntries = (1 << largestBits) - 1
const sizeShift = 8
const countMask = (1 << sizeShift) - 1

const chunkBits = 18
const chunkMask = (1 << chunkBits) - 1

/** Where a list stands; 0 is the empty one, which stands nowhere. A list that is added to or removed from may move. */
export type List = number
export const emptyList: List = 0

/**
 * A list moves to a block of twice the size when it has outgrown its own, which goes to the next list that grows to this size.
 * To read one is one or two accesses to memory, where entries that are linked need one for each. Where it fails: a list
 * that has shrunk keeps its block until it is empty.
 */
export class Lists {
  readonly #chunks = [new Int32Array(1 << chunkBits)]
  /** By size: the blocks that were given up, each of which names the one before it. */
  readonly #free = new Int32Array(largestBits + 1)
  /** Words handed out; word 0 never is. */
  #end = 1 << largestBits
  readonly #counts = new Uint8Array(kinds)
  readonly #kindOf: (entry: number) => number

  /** @param kindOf any whole number. */
  constructor(kindOf: (entry: number) => number) {
    this.#kindOf = kindOf
  }

  /** Words fetched from the system so far. */
  get words(): number {
    return this.#chunks.length << chunkBits
  }

  /** The chunk in which a list lies, at `offsetOf(list)`: there is a word that `lengthIn` reads, and the entries behind it, the oldest first. */
  chunkOf(list: List): Int32Array {
    return this.#chunks[list >> chunkBits] as Int32Array
  }

  /** Adds an entry at the end; returns where the list is now. */
  add(list: List, entry: number): List {
    if (list === emptyList) {
      const block = this.#take(smallestBits)
      const words = this.chunkOf(block)
      const at = offsetOf(block)
      words[at] = (smallestBits << sizeShift) | 1
      words[at + 1] = entry
      return block
    }
    const words = this.chunkOf(list)
    const at = offsetOf(list)
    const header = words[at] as number
    const count = header & countMask
    const bits = header >> sizeShift
    if (count < (1 << bits) - 1) {
      words[at + count + 1] = entry
      words[at] = header + 1
      return list
    }
    if (bits < largestBits) return this.add(this.#move(list, bits), entry)
    const kept = this.#thin(words, at)
    words[at + kept + 1] = entry
    words[at] = (bits << sizeShift) | (kept + 1)
    return list
  }

  /** Takes an entry out if it is in; returns where the list is now. */
  remove(list: List, entry: number): List {
    if (list === emptyList) return list
    const words = this.chunkOf(list)
    const at = offsetOf(list)
    const header = words[at] as number
    const end = at + (header & countMask)
    // What is removed is mostly old.
    let found = at + 1
    while (found <= end && words[found] !== entry) found++
    if (found > end) return list
    if (end === at + 1) {
      this.#giveBack(list, header >> sizeShift)
      return emptyList
    }
    for (; found < end; found++) words[found] = words[found + 1] as number
    words[at] = header - 1
    return list
  }

  /** Leaves a full list what is to stay in it, and room for one more; returns how many are left. */
  #thin(words: Int32Array, at: number): number {
    const counts = this.#counts.fill(0)
    let kept = at + mostEntries
    for (let from = at + mostEntries; from > at && at + mostEntries - kept < mostKept - 1; from--) {
      const entry = words[from] as number
      const kind = this.#kindOf(entry) & (kinds - 1)
      if (counts[kind] === mostOfKind) continue
      counts[kind] = (counts[kind] as number) + 1
      words[kept--] = entry
    }
    words.copyWithin(at + 1, kept + 1, at + mostEntries + 1)
    return at + mostEntries - kept
  }

  /** Moves a list into a block of twice the size. */
  #move(list: List, bits: number): List {
    const block = this.#take(bits + 1)
    const from = this.chunkOf(list)
    const to = this.chunkOf(block)
    const [source, target] = [offsetOf(list), offsetOf(block)]
    const count = (from[source] as number) & countMask
    to[target] = ((bits + 1) << sizeShift) | count
    for (let i = 1; i <= count; i++) to[target + i] = from[source + i] as number
    this.#giveBack(list, bits)
    return block
  }

  /** A block of so many bits; where there is none, a large one is cut up. */
  #take(bits: number): List {
    const free = this.#free[bits] as number
    if (free !== emptyList) {
      this.#free[bits] = this.chunkOf(free)[offsetOf(free)] as number
      return free
    }
    const block = this.#end
    this.#end += 1 << largestBits
    if (block >> chunkBits === this.#chunks.length) this.#chunks.push(new Int32Array(1 << chunkBits))
    for (let other = block + (1 << bits); other < this.#end; other += 1 << bits) this.#giveBack(other, bits)
    return block
  }

  #giveBack(block: List, bits: number): void {
    this.chunkOf(block)[offsetOf(block)] = this.#free[bits] as number
    this.#free[bits] = block
  }
}

/** Where in its chunk a list begins. */
export const offsetOf = (list: List): number => list & chunkMask
export const lengthIn = (header: number): number => header & countMask
