/** Hands out cells of memory and takes them back, so that what is stored never has to be moved to close gaps. */

/** Words of 4 bytes in a page: 128 KB, which is fetched from the system in some microseconds. */
const pageBits = 15
const pageWords = 1 << pageBits
/** Cells come in multiples of this many words, each size on pages of its own. */
const granuleBits = 5
const granule = 1 << granuleBits

/** One page, seen as numbers of several kinds. */
export interface Page {
  readonly words: Int32Array
  readonly halves: Uint16Array
  readonly reals: Float32Array
  readonly doubles: Float64Array
}

/** Where a cell starts, counted in words over all pages. */
export type Address = number

/**
 * Segregated free lists: a cell that is given back is the next to be taken by something of its size.
 *
 * Taking and giving back cost the same however much is stored. Where it fails: memory of a size that is no longer wanted is
 * not given to another size, so that the whole is at most the sum, over sizes, of the most that was ever held of each.
 */
export class Cells {
  readonly #pages: Page[] = []
  /** By size in granules: free cells, and where the size's newest page has been handed out to, and its end. */
  readonly #free: Address[][] = []
  readonly #next: Address[] = []
  readonly #end: Address[] = []

  /** Words of memory fetched from the system so far. */
  get words(): number {
    return this.#pages.length * pageWords
  }

  /** A cell of at least so many words, with whatever stood there last; it starts on a multiple of 32 words and lies on one page. */
  take(words: number): Address {
    const size = sizeOf(words)
    while (this.#free.length <= size) {
      this.#free.push([])
      this.#next.push(0)
      this.#end.push(0)
    }
    const free = this.#free[size]?.pop()
    if (free !== undefined) return free
    const wide = size << granuleBits
    if ((this.#next[size] as number) + wide > (this.#end[size] as number)) {
      const buffer = new ArrayBuffer(pageWords * 4)
      this.#next[size] = this.words
      this.#end[size] = this.words + pageWords
      this.#pages.push({
        words: new Int32Array(buffer), halves: new Uint16Array(buffer), reals: new Float32Array(buffer), doubles: new Float64Array(buffer),
      })
    }
    const address = this.#next[size] as number
    this.#next[size] = address + wide
    return address
  }

  /** `words`: as asked for when it was taken. */
  giveBack(address: Address, words: number): void {
    this.#free[sizeOf(words)]?.push(address)
  }

  pageOf(address: Address): Page {
    return this.#pages[address >>> pageBits] as Page
  }
}

/** Where on its page a cell starts, in words. */
export const onPage = (address: Address): number => address & (pageWords - 1)

const sizeOf = (words: number): number => (words + granule - 1) >> granuleBits
