/** Characters as small numbers: what parts words is 0, what was never learnt 1, and what was learnt counts from 2. */

/** 1 for letters, digits and ideographs of the basic plane, by UTF-16 unit. Halves of surrogate pairs (emoji, rare ideographs) part words. */
const isWordUnit = Uint8Array.from({ length: 65_536 }, (_, unit) =>
  unit < 0xd800 || unit > 0xdfff ? Number(/[\p{L}\p{N}]/u.test(String.fromCharCode(unit))) : 0)

/** The first character that was learnt. */
export const firstKnown = 2

/** Whether a text has no punctuation, symbol or blank in it. */
export function isAllWord(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isWordUnit[text.charCodeAt(at)] === 0) return false
  return true
}

/** The number of each UTF-16 unit, given those that were learnt in their order. */
export function numberUnits(alphabet: string): Uint16Array {
  const numbers = Uint16Array.from(isWordUnit)
  for (let at = 0; at < alphabet.length; at += 1) numbers[alphabet.charCodeAt(at)] = firstKnown + at
  return numbers
}
