/** Makes texts of random Chinese characters, and near copies of texts, the same for the same seed. */

/** Uniform numbers of 0 up to 1 from a seed: mulberry32 (Ettinger, public domain). */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed ^ (seed >>> 16) ^ 0x5bd1e995, 0x85ebca6b)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

const character = (random: () => number): string => String.fromCharCode(0x4e00 + Math.floor(random() * 3_000))

export const randomText = (random: () => number, length: number): string => Array.from({ length }, () => character(random)).join('')

/** A text in which so many characters, each at a place of its own, are others. */
export function withChanges(random: () => number, text: string, changes: number): string {
  const characters = [...text]
  const places = new Set<number>()
  while (places.size < Math.min(changes, characters.length)) places.add(Math.floor(random() * characters.length))
  for (const place of places) {
    const before = characters[place]
    while (characters[place] === before) characters[place] = character(random)
  }
  return characters.join('')
}
