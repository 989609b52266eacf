/** Spells numbers and words in the ways that keep them from being found: other digits, gaps, characters nobody sees. */
import type { Chance } from '../../../crawlers/sample-town/chance.ts'

const rows = [
  '0123456789', '０１２３４５６７８９', '〇一二三四五六七八九', '零一二三四五六七八九', '零幺二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '洞幺两三四五六拐八勾', '零壹貳叄肆伍陸柒捌玖',
  '⓪①②③④⑤⑥⑦⑧⑨', '⓿❶❷❸❹❺❻❼❽❾', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗', '𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡', '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '⁰¹²³⁴⁵⁶⁷⁸⁹', '₀₁₂₃₄₅₆₇₈₉', '०१२३४५६७८९',
].map((row) => Array.from(row))
const keycaps = Array.from('0123456789', (digit) => `${digit}\ufe0f\u20e3`)
const plain = rows[0] as string[]
/** Rows that people mix within one number. */
const mixable = rows.slice(0, 6)

const gaps = [
  ' ', ' ', '  ', '-', '-', '－', '—', '——', '–', '−', '.', '．', '·', '•', '・', '_', '/', '、', ',', '，', '~', '*', '　', '\u00a0', '\u2009', '…', '|', '‧', '+', '=', ':', '。',
]
const invisibles = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u2063', '\ufe0f']

function row(chance: Chance): (digit: string) => string {
  const kind = chance.next()
  if (kind < 0.3) return (digit) => digit
  if (kind < 0.85) {
    const one = chance.pick(rows)
    return (digit) => one[Number(digit)] as string
  }
  if (kind < 0.88) return (digit) => keycaps[Number(digit)] as string
  const two = [plain, chance.pick(mixable), chance.pick(mixable)]
  return (digit) => chance.pick(two)[Number(digit)] as string
}

/**
 * Spells the digits of a number (what else is in it stays) in one of the ways above.
 * @param groupings how it is cut into groups, as people would read it aloud.
 */
export function spell(chance: Chance, number: string, groupings: readonly number[][]): string {
  const kind = chance.next()
  const sizes = kind < 0.4 ? [number.length] : kind < 0.9 ? chance.pick(groupings) : Array.from(number, () => 1)
  const gap = chance.pick(gaps)
  const digit = row(chance)
  let at = 0
  const parts: string[] = []
  for (const size of sizes) {
    parts.push(Array.from(number.slice(at, at + size), (unit) => (/\d/.test(unit) ? digit(unit) : unit)).join(''))
    at += size
  }
  return hide(chance, parts.join(gap), 0.12)
}

/** Puts characters that nobody sees between those of a value. */
export function hide(chance: Chance, value: string, probability: number): string {
  if (!chance.happens(probability)) return value
  const invisible = chance.pick(invisibles)
  const everywhere = chance.happens(0.3)
  const characters = Array.from(value)
  return characters.map((unit, at) => (at < characters.length - 1 && (everywhere || chance.happens(0.3)) ? `${unit}${invisible}` : unit)).join('')
}

const shift = (value: string): string =>
  Array.from(value, (unit) => (/[!-~]/.test(unit) ? String.fromCharCode(unit.charCodeAt(0) + 0xfee0) : unit)).join('')

/** Letters as they are, in capitals, full width, or apart. */
export function spellWord(chance: Chance, word: string): string {
  const kind = chance.next()
  if (kind < 0.6) return hide(chance, word, 0.1)
  if (kind < 0.75) return word.toUpperCase()
  if (kind < 0.95) return shift(word)
  return word.charAt(0).toUpperCase() + word.slice(1)
}

export const toFullWidth = shift
