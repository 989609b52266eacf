/** What the format of a cell makes of its number: a date, a time of day, digits with leading zeros, or nothing else. */
import { readTags } from './parts.ts'

/** `digits` = a format of zeros only, as long as that: 000000 shows 12 as 000012. */
export type NumberKind = 'number' | 'date' | 'elapsed' | { digits: number }

/** Kinds of the styles that cells name by index. */
export function readStyles(xml: string): NumberKind[] {
  const codes = new Map<number, string>()
  const kinds: NumberKind[] = []
  let within = false
  readTags(xml, (name, attributes) => {
    if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
    if (name === 'cellXfs') within = true
    if (name === 'xf' && within) kinds.push(kindOf(Number(attributes.numFmtId ?? 0), codes))
  }, (name) => {
    if (name === 'cellXfs') within = false
  })
  return kinds
}

function kindOf(format: number, codes: Map<number, string>): NumberKind {
  const code = codes.get(format)
  if (code !== undefined) return kindOfCode(code)
  if (format === 46) return 'elapsed'
  // 27–36 and 50–58 are dates in the Chinese, Japanese and Korean editions and unused in the others.
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || format === 45 || format === 47 || (format >= 50 && format <= 58) ? 'date' : 'number'
}

/**
 * Only the first section counts, the one for positive numbers; words in quotes, characters behind \ _ * and what stands in brackets
 * (colour, language, condition) say nothing, except [h], [m] and [s].
 */
export function kindOfCode(code: string): NumberKind {
  const bare = code.replace(/"[^"]*"|\\.|[_*]./g, '')
  const first = bare.split(';', 1)[0]!
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return 'elapsed'
  const letters = first.replace(/\[[^\]]*\]/g, '')
  if (/^0{2,}$/.test(letters) && letters === code) return { digits: code.length }
  if (/^(?:general|standard)$/i.test(letters.trim()) || /[#?]/.test(letters)) return 'number'
  return /[ymdhs]/i.test(letters) ? 'date' : 'number'
}
