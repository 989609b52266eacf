/** Finds number plates: 苏H12345, 苏H·D12345, in full-width and spaced spellings too. */
import { digitValues } from './digits.ts'
import type { MaskSpan } from './kinds.ts'

const provinces = new Set('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领')
const between = new Set(' 　·•・.．-－—_\u200b')
const mostBetween = 2

/** A province's character, a letter, then five or six letters and digits with at least two digits, and no more after them. */
export function findPlates(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (!provinces.has(text[at] as string)) continue
    const end = readPlate(text, at + 1)
    if (end === null) continue
    spans.push({ start: at, end, kind: 'plate' })
    at = end - 1
  }
  return spans
}

function readPlate(text: string, from: number): number | null {
  const letter = skip(text, from)
  if (!isLetter(text.charCodeAt(letter))) return null
  let at = letter + 1
  let count = 0
  let digits = 0
  let end = at
  while (count < 7) {
    const next = skip(text, at)
    const unit = text.charCodeAt(next)
    const digit = (digitValues[unit] as number) >= 0
    if (!digit && !isLetter(unit)) break
    count += 1
    if (digit) digits += 1
    at = next + 1
    if (count <= 6) end = at
  }
  return (count === 5 || count === 6) && digits >= 2 ? end : null
}

function skip(text: string, from: number): number {
  let at = from
  while (at < from + mostBetween && between.has(text[at] ?? '')) at += 1
  return at
}

const isLetter = (unit: number): boolean =>
  isAsciiLetter(unit) || isAsciiLetter(unit - 0xfee0)
const isAsciiLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
