/** Finds the earlier posting that a text copies, give or take some characters, at a cost that does not grow with their number. */
import { Handles, none, type Handle } from './handles.ts'
import { bands, mix, shortestText, Signer } from './signature.ts'

/** Postings in a bucket, and how many it holds on average before there are twice as many buckets: one in a thousand overflows. */
const ways = 8
const load = 2
/** Buckets are in groups that double one by one, so that no posting waits for all to be moved. */
const groupBits = 8
const groups = 1 << groupBits
/** Buckets of a group at first: enough until every group has had its turn to double. */
const fewest = 16
/** An entry is a handle + 1 and, above it, the top of its hash, which tells most that are not meant without a look at their signature. */
const handleBits = 24
const handleMask = (1 << handleBits) - 1
/** More are not remembered; each takes some 350 bytes. */
const mostPostings = handleMask - 1
const chunkBits = 12
const chunkMask = (1 << chunkBits) - 1

/** Estimated similarity from which a text of at least so many characters is a copy: with 7 of 120 characters changed .70 ± .06 is left. */
const copied = 0.5
const longText = 60

export interface Copy {
  posting: number
  /** Estimated share of character trigrams in common, 0–1 (Jaccard; standard error .06 at most). */
  similarity: number
}

/**
 * Locality-sensitive hashing over signatures (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4): what agrees
 * in one band of four minima is compared.
 *
 * A bucket holds its eight newest postings and forgets the one before: a template posted a thousand times costs no more than
 * a text posted once, and its latest copies are found. What was dropped, or stands in the bucket by chance, gives itself away
 * by its signature, so that nothing is ever swept. Where it fails: a template in which only the place was changed is a copy
 * too: whether it is the same matter is for others to say. (Of 1,751 real complaints 150 are copies of an earlier one, 148 of
 * one about the same matter.)
 */
export class Copies {
  readonly #signer = new Signer()
  readonly #handles = new Handles()
  /** By handle: signatures; all 0 = none. */
  readonly #signatures: Int32Array[] = []
  /** By group: buckets of `ways` entries, the newest first; 0 = empty. */
  readonly #buckets = Array.from({ length: groups }, () => new Int32Array(fewest * ways))
  #length = 0

  /** Postings remembered. */
  get size(): number {
    return this.#handles.size
  }

  /**
   * The earlier posting that is most like a text; among equals the one with the lowest number; null when none is a copy.
   * Under 10 characters that count nothing is a copy, and up to 60 the more exactly must it be repeated, the shorter it is.
   */
  find(text: string): Copy | null {
    this.#length = this.#signer.sign(text)
    if (this.#length === 0) return null
    const { signature } = this.#signer
    let best: Handle = none
    let most = needed(this.#length)
    for (let band = 0; band < bands; band++) {
      const hash = bandHash(band, signature[band] as number)
      const buckets = this.#buckets[hash & (groups - 1)] as Int32Array
      const start = bucketIn(buckets, hash)
      for (let way = start; way < start + ways; way++) {
        const entry = buckets[way] as number
        if (entry >>> handleBits !== hash >>> handleBits) continue
        const handle = handleIn(entry)
        if (handle === none || handle === best) continue
        const agreeing = this.#compare(handle)
        if (agreeing < most || (agreeing === most && best !== none && this.#handles.idOf(handle) > this.#handles.idOf(best))) continue
        best = handle
        most = agreeing
      }
    }
    return best === none ? null : { posting: this.#handles.idOf(best), similarity: most / (bands * 4) }
  }

  /** Remembers the text read last by `find` under a posting; what was remembered of the posting before is forgotten. */
  keep(posting: number): void {
    this.drop(posting)
    if (this.#length === 0 || this.#handles.size === mostPostings) return
    const handle = this.#handles.take(posting)
    if (handle >> chunkBits === this.#signatures.length) this.#signatures.push(new Int32Array(bands << chunkBits))
    const { signature } = this.#signer
    ;(this.#signatures[handle >> chunkBits] as Int32Array).set(signature, (handle & chunkMask) * bands)
    this.#growOne()
    for (let band = 0; band < bands; band++) {
      const hash = bandHash(band, signature[band] as number)
      const buckets = this.#buckets[hash & (groups - 1)] as Int32Array
      push(buckets, bucketIn(buckets, hash), hash, handle)
    }
  }

  drop(posting: number): void {
    const handle = this.#handles.of(posting)
    if (handle === none) return
    // Its entries stay until others push them out; an empty signature is like nothing.
    const from = (handle & chunkMask) * bands
    ;(this.#signatures[handle >> chunkBits] as Int32Array).fill(0, from, from + bands)
    this.#handles.giveBack(handle)
  }

  /** Minima in which the text read last agrees with a posting. */
  #compare(handle: Handle): number {
    const signatures = this.#signatures[handle >> chunkBits] as Int32Array
    const { signature } = this.#signer
    const from = (handle & chunkMask) * bands
    let agreeing = 0
    for (let band = 0; band < bands; band++) {
      const differing = (signature[band] as number) ^ (signatures[from + band] as number)
      agreeing += Number((differing & 0xff) === 0) + Number((differing & 0xff00) === 0)
        + Number((differing & 0xff0000) === 0) + Number((differing & 0xff000000) === 0)
    }
    return agreeing
  }

  /** Doubles one group of buckets if it is due. Each posting asks for the next group, so all have had their turn long before the next doubling. */
  #growOne(): void {
    const group = this.#handles.size & (groups - 1)
    const old = this.#buckets[group] as Int32Array
    if ((this.#handles.size * bands * ways) / (groups * load) <= old.length) return
    const buckets = new Int32Array(old.length * 2)
    // From the oldest of a bucket to the newest, so that the newest comes to stand first again.
    for (let at = old.length - 1; at >= 0; at--) {
      const handle = handleIn(old[at] as number)
      if (handle === none) continue
      const signatures = this.#signatures[handle >> chunkBits] as Int32Array
      const from = (handle & chunkMask) * bands
      const bucket = Math.floor(at / ways) * ways
      for (let band = 0; band < bands; band++) {
        const hash = bandHash(band, signatures[from + band] as number)
        if ((hash & (groups - 1)) === group && bucketIn(old, hash) === bucket) {
          push(buckets, bucketIn(buckets, hash), hash, handle)
          break
        }
      }
    }
    this.#buckets[group] = buckets
  }
}

/** Minima that must agree. */
function needed(length: number): number {
  const missing = Math.max(0, (longText - length) / (longText - shortestText))
  return Math.ceil((copied + (1 - copied) * missing) * bands * 4)
}

const bandHash = (band: number, minima: number): number => mix(minima ^ Math.imul(band + 1, 0x9e3779b1))

/** Where the bucket of a hash begins. */
const bucketIn = (buckets: Int32Array, hash: number): number => ((hash >>> groupBits) * ways) & (buckets.length - 1)

const handleIn = (entry: number): Handle => (entry & handleMask) - 1

function push(buckets: Int32Array, bucket: number, hash: number, handle: Handle): void {
  for (let way = bucket + ways - 1; way > bucket; way--) buckets[way] = buckets[way - 1] as number
  buckets[bucket] = (hash & ~handleMask) | (handle + 1)
}
