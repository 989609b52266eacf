/** Finds every term of a fixed list in a text in one pass, however many terms there are. */

export interface Automaton {
  /** Calls `found` for every occurrence, overlapping ones too, by rising end, longer before shorter; `end` is exclusive. */
  scan(text: string, found: (term: number, start: number, end: number) => void): void
}

/**
 * An automaton after Aho and Corasick (1975), its transitions in one open-addressing table of typed arrays.
 *
 * Time is linear in the text plus the occurrences; memory is about 16 bytes a state. Terms are compared by UTF-16 unit:
 * fold terms and text alike beforehand. The same term twice is reported under the first index. It fails nowhere by text;
 * a term list past some millions of characters would want a denser form.
 */
export function createAutomaton(terms: readonly string[]): Automaton {
  const { next, fail, term, shorter } = build(terms)
  const lengths = Uint16Array.from(terms, (word) => word.length)
  const inAnyTerm = new Uint8Array(65_536)
  for (const word of terms) for (let at = 0; at < word.length; at += 1) inAnyTerm[word.charCodeAt(at)] = 1

  return {
    scan(text, found) {
      let state = 0
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at)
        if (inAnyTerm[unit] === 0) {
          state = 0
          continue
        }
        let to = next.get(state, unit)
        while (to === 0 && state !== 0) {
          state = fail[state] as number
          to = next.get(state, unit)
        }
        state = to
        for (let hit = term[state] === -1 ? (shorter[state] as number) : state; hit !== 0; hit = shorter[hit] as number) {
          const index = term[hit] as number
          found(index, at + 1 - (lengths[index] as number), at + 1)
        }
      }
    },
  }
}

interface Built {
  next: Transitions
  /** The state of the longest proper suffix. */
  fail: Int32Array
  /** Term that ends in a state; -1 = none. */
  term: Int32Array
  /** The nearest suffix state in which a term ends; 0 = none. */
  shorter: Int32Array
}

function build(terms: readonly string[]): Built {
  const most = terms.reduce((total, word) => total + word.length, 1)
  const next = createTransitions(most)
  const fail = new Int32Array(most)
  const term = new Int32Array(most).fill(-1)
  const shorter = new Int32Array(most)
  const parent = new Int32Array(most)
  const unitOf = new Uint16Array(most)
  const depth = new Uint16Array(most)
  let states = 1
  terms.forEach((word, index) => {
    let state = 0
    for (let at = 0; at < word.length; at += 1) {
      const unit = word.charCodeAt(at)
      let to = next.get(state, unit)
      if (to === 0) {
        to = states++
        next.set(state, unit, to)
        parent[to] = state
        unitOf[to] = unit
        depth[to] = at + 1
      }
      state = to
    }
    if (state !== 0 && term[state] === -1) term[state] = index
  })
  const byDepth = Int32Array.from({ length: states - 1 }, (_, at) => at + 1)
  byDepth.sort((a, b) => (depth[a] as number) - (depth[b] as number))
  for (const state of byDepth) {
    const unit = unitOf[state] as number
    let back = parent[state] as number
    let to = 0
    while (back !== 0 && to === 0) {
      back = fail[back] as number
      to = next.get(back, unit)
    }
    fail[state] = to
    shorter[state] = term[to] === -1 ? (shorter[to] as number) : to
  }
  return { next, fail, term, shorter }
}

interface Transitions {
  /** The state after `unit` in `state`; 0 = none. */
  get(state: number, unit: number): number
  set(state: number, unit: number, to: number): void
}

function createTransitions(states: number): Transitions {
  let size = 16
  while (size < states * 2) size *= 2
  const mask = size - 1
  const from = new Int32Array(size).fill(-1)
  const over = new Uint16Array(size)
  const into = new Int32Array(size)
  const slotOf = (state: number, unit: number): number => {
    let slot = (Math.imul(state, 0x9e37_79b1) ^ Math.imul(unit, 0x85eb_ca6b)) & mask
    while (from[slot] !== -1 && (from[slot] !== state || over[slot] !== unit)) slot = (slot + 1) & mask
    return slot
  }
  return {
    get: (state, unit) => into[slotOf(state, unit)] as number,
    set(state, unit, to) {
      const slot = slotOf(state, unit)
      from[slot] = state
      over[slot] = unit
      into[slot] = to
    },
  }
}
