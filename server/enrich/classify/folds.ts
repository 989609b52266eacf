/** Parts rows for cross-validation so that copies of one text are never on both sides. */

const hashes = 36
const inBand = 3

/**
 * The fold of each text, 0 … folds − 1. Texts of which one is nearly the other (MinHash over trigrams, Broder 1997: bands of
 * three, so that a likeness of .7 is found with a chance above .99) share a fold; a model that has seen the twin of a text
 * would look better than it is. Depends on the texts alone.
 */
export function partIntoFolds(bodies: readonly string[], folds: number): Uint8Array {
  const parents = Int32Array.from(bodies, (_, row) => row)
  const rootOf = (row: number): number => {
    let at = row
    while (parents[at] !== at) at = parents[at] as number
    parents[row] = at
    return at
  }
  const bands = Array.from({ length: hashes / inBand }, () => new Map<number, number>())
  const least = new Uint32Array(hashes)
  bodies.forEach((body, row) => {
    sign(body, least)
    bands.forEach((band, at) => {
      const [a = 0, b = 0, c = 0] = least.subarray(at * inBand, (at + 1) * inBand)
      const key = (mix(a ^ mix(b)) % 2 ** 21) * 2 ** 32 + mix(c ^ mix(a))
      const other = band.get(key)
      if (other === undefined) band.set(key, row)
      else parents[rootOf(row)] = rootOf(other)
    })
  })
  return Uint8Array.from(bodies, (_, row) => mix(rootOf(row) + 1) % folds)
}

/** The least of each hash over all trigrams; a text shorter than that is signed by what it is. */
function sign(body: string, least: Uint32Array): void {
  least.fill(0xffff_ffff)
  const padded = body.length < 3 ? body.padEnd(3) : body
  for (let at = 0; at + 2 < padded.length; at += 1) {
    const trigram = mix(padded.charCodeAt(at) ^ mix(padded.charCodeAt(at + 1) ^ mix(padded.charCodeAt(at + 2))))
    for (let hash = 0; hash < hashes; hash += 1) {
      const value = mix(trigram + Math.imul(hash, 0x9e37_79b1))
      if (value < (least[hash] as number)) least[hash] = value
    }
  }
}

/** A bijection of 32 bits that leaves no pattern (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
