/** Finds number plates: 苏H12345, 苏H·D12345, 苏H1234学, in spaced and spelled-out digits too. */
import { digitValues, isHanDigit } from './digits.ts'
import type { MaskSpan } from './kinds.ts'

const provinces = new Set('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领蘇滬魯雲遼贛貴寧瓊閩陝')
const between = new Set(' ·.-_,/|、。*~+=:')
const mostBetween = 3
/** What a plate of the police, a driving school, a trailer or from Hong Kong ends with. */
const lastWords = new Set('学警挂港澳使领试超')
/** Without its province only where it is called a plate. */
const cue = /车牌(?:号码?)?(?:是|为)?[: "([]{0,3}/g

/** A province's character, a letter, then five or six letters and digits with at least two digits, up to a gap or the next word. */
export function findPlates(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (!provinces.has(text[at] as string)) continue
    const end = readPlate(text, at + 1)
    if (end === null) continue
    spans.push({ start: at, end, kind: 'plate' })
    at = end - 1
  }
  for (const match of text.matchAll(cue)) {
    const start = match.index + match[0].length
    const end = readPlate(text, start)
    if (end !== null) spans.push({ start, end, kind: 'plate' })
  }
  return spans
}

function readPlate(text: string, from: number): number | null {
  const letter = skip(text, from)
  if (!isLetter(text.charCodeAt(letter))) return null
  let at = letter + 1
  let digits = 0
  let isSpelled = false
  let end: number | null = null
  for (let count = 1; count <= 6; count += 1) {
    const next = skip(text, at)
    const unit = text.charCodeAt(next)
    const isDigit = (digitValues[unit] as number) >= 0
    if (!isDigit && !isLetter(unit)) {
      const isLast = count >= 5 && digits >= 3 && lastWords.has(text[next] ?? '')
      return isLast ? next + 1 : end
    }
    // 一 after five figures is the next word; in a plate that is spelled out it is one of its digits.
    if (count === 6 && end !== null && !isSpelled && isHanDigit(unit)) return end
    isSpelled ||= isHanDigit(unit)
    if (isDigit) digits += 1
    at = next + 1
    if (count >= 5 && digits >= 2 && isWordEnd(text, at)) end = at
  }
  return end
}

/** Whether no letter or digit of the same script goes on: 一 after 12345 is the next word. */
function isWordEnd(text: string, at: number): boolean {
  const [last, next] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  if (isHanDigit(next)) return !isHanDigit(last)
  return !((digitValues[next] as number) >= 0 || isLetter(next))
}

function skip(text: string, from: number): number {
  let at = from
  while (at < from + mostBetween && between.has(text[at] ?? '')) at += 1
  return at
}

const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122
