/** A text as masking reads it: whatever its digits, letters and marks are written with, one plain spelling, and nothing invisible. */

export interface View {
  /** Lower case, half width; digits of every script but Han as 0–9; one kind of space, dash and middle dot; no invisible characters. */
  text: string
  /** Offset in the given text of each unit of `text`, and its length at the end. What is invisible belongs to the unit before it. */
  offsets: Int32Array
}

/** Letters typed for digits: 138O0138OOO. */
const lookAlikes = /(?<=\d)[oil]{1,4}(?=\d)|(?<=\d[\doil]{7})[oil]{1,4}(?![a-z])/g

/** What a unit becomes; 0 = it is dropped. */
const plain = Uint16Array.from({ length: 65_536 }, (_, unit) => unit)
const highSurrogate = 0xd800
const firstPrivate = 0xe000

/** Ideographs and syllables stay as they are: they need no look. */
const isSettled = (unit: number): boolean => (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xf900)
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\u20e3]/u
const alike: [string, string][] = [
  ['-', '－—–―−‐‑‒﹣ー─━'], ['·', '•・‧∙⋅●･᛫'], ['[', '【［〖'], [']', '】］〗'], ['x', 'ХхΧχ✕✖╳'], [' ', '\t\u00a0\u3000\u2800'], ['"', '“”„'], ['\'', '‘’'],
  ['@', '＠﹫'], ['〇', '○◯'], ['+', '➕﹢'],
]

let row = 0
for (let unit = 0x80; unit < 65_536; unit += 1) {
  if (isSettled(unit)) continue
  const written = String.fromCharCode(unit)
  // Decimal digits of a script stand in rows of ten, from 0 up.
  row = /\p{Nd}/u.test(written) ? row + 1 : 0
  plain[unit] = row > 0 ? 0x30 + ((row - 1) % 10) : simplest(written, unit)
}
for (let unit = 65; unit <= 90; unit += 1) plain[unit] = unit + 32
for (const [to, all] of alike) for (const from of all) plain[from.charCodeAt(0)] = to.charCodeAt(0)
;['❶❷❸❹❺❻❼❽❾', '➀➁➂➃➄➅➆➇➈', '➊➋➌➍➎➏➐➑➒', '⓵⓶⓷⓸⓹⓺⓻⓼⓽', '⑴⑵⑶⑷⑸⑹⑺⑻⑼', '⒈⒉⒊⒋⒌⒍⒎⒏⒐'].forEach((digits) => {
  Array.from(digits).forEach((digit, at) => { plain[digit.charCodeAt(0)] = 0x31 + at })
})
plain['⓿'.charCodeAt(0)] = 0x30

/** The compatible form of a unit where that is a single one: Ｈ is h, ² is 2, ㎡ stays. */
function simplest(written: string, unit: number): number {
  if (invisible.test(written)) return 0
  const folded = written.normalize('NFKC').toLowerCase()
  return folded.length === 1 ? folded.charCodeAt(0) : unit
}

/** Linear in the text, one table look-up a unit; only pairs of surrogates (𝟏𝟑𝟖) take longer. */
export function viewText(text: string): View {
  const units = new Uint16Array(text.length)
  const offsets = new Int32Array(text.length + 1)
  let length = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    let to = plain[unit] as number
    const start = at
    if (unit >= highSurrogate && unit < firstPrivate) {
      const character = String.fromCodePoint(text.codePointAt(at) as number)
      to = readPair(character, unit)
      at += character.length - 1
    }
    if (to === 0 && start > 0) continue
    units[length] = to === 0 ? 0x20 : to
    offsets[length] = start
    length += 1
  }
  offsets[length] = text.length
  return { text: toText(units, length).replace(lookAlikes, (letters) => letters.replace(/./g, (letter) => (letter === 'o' ? '0' : '1'))), offsets }
}

function readPair(character: string, unit: number): number {
  if (character.length === 1) return unit
  if (invisible.test(character)) return 0
  const folded = character.normalize('NFKC').toLowerCase()
  return folded.length === 1 ? folded.charCodeAt(0) : unit
}

const most = 8_192

function toText(units: Uint16Array, length: number): string {
  if (length <= most) return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[])
  const parts: string[] = []
  for (let from = 0; from < length; from += most) {
    parts.push(String.fromCharCode.apply(null, units.subarray(from, Math.min(length, from + most)) as unknown as number[]))
  }
  return parts.join('')
}
