/** Reads digits as people write and say them, and strings them together across what stands between. */

/** Value of a digit by UTF-16 unit of a view; −1 = no digit. Han digits too: everyday, formal, and as read out by radio (幺 洞 拐 勾). */
export const digitValues = new Int8Array(65_536).fill(-1)
for (const row of ['0123456789', '〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '洞幺两叄肆伍陸拐捌勾', '零弌貳參']) {
  Array.from(row).forEach((digit, value) => { digitValues[digit.charCodeAt(0)] = value })
}

/** 1 for what may stand between two digits of one number. */
const separators = new Uint8Array(65_536)
for (const between of ' -_.·,/\\*~()[]+、。|=:;…"\'杠') separators[between.charCodeAt(0)] = 1
const mostBetween = 3

/** A row of digits with at most three separators between neighbours. */
export interface DigitRun {
  /** Its digits as 0–9, with nothing between. */
  digits: string
  /** Offset of each digit in the view. */
  offsets: number[]
  /** What stands before each digit, without spaces; null where it follows the one before at once. */
  gaps: (string | null)[]
}

/** Every run of at least `least` digits, in order. Linear in the text. */
export function findRuns(text: string, least: number): DigitRun[] {
  const runs: DigitRun[] = []
  let offsets: number[] = []
  let between = 0
  const close = (): void => {
    if (offsets.length >= least) runs.push(runOf(text, offsets))
    if (offsets.length > 0) offsets = []
    between = 0
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if ((digitValues[unit] as number) >= 0) {
      offsets.push(at)
      between = 0
    } else if (offsets.length > 0) {
      between += 1
      if (separators[unit] === 0 || between > mostBetween) close()
    }
  }
  close()
  return runs
}

/** The run whose digits stand at these offsets. */
export function runOf(text: string, offsets: number[]): DigitRun {
  const digits = offsets.map((at) => digitValues[text.charCodeAt(at)]).join('')
  const gaps = offsets.map((at, index) => {
    const from = index === 0 ? at : (offsets[index - 1] as number) + 1
    return from === at ? null : text.slice(from, at).replaceAll(' ', '')
  })
  return { digits, offsets, gaps }
}

/** One Han digit or other, for patterns. */
export const numeral = '[0-9〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖洞幺两拐勾弌貳參叄陸]'

export const isHanDigit = (unit: number): boolean => unit >= 0x3007 && (digitValues[unit] as number) >= 0

/** How digits `from` up to `to` of a run are grouped. */
export interface Grouping {
  /** Sizes of the groups with nothing between their digits. */
  sizes: number[]
  /** What stands between the groups, without spaces. */
  gaps: string[]
}

/** Many more than any number has. */
const mostGroups = 24

/** The grouping of digits `from` up to `to`, as far as it matters. */
export function groupDigits({ gaps }: DigitRun, from: number, to: number): Grouping {
  const grouping: Grouping = { sizes: [1], gaps: [] }
  for (let index = from + 1; index < to && grouping.sizes.length < mostGroups; index += 1) {
    const gap = gaps[index] as string | null
    if (gap === null) grouping.sizes[grouping.sizes.length - 1] = (grouping.sizes.at(-1) as number) + 1
    else {
      grouping.sizes.push(1)
      grouping.gaps.push(gap)
    }
  }
  return grouping
}

/** Gaps that people put into one number without thinking; any other mark must be the same throughout. */
const isSoft = (gap: string): boolean => gap === '' || gap === '-' || gap === '--'
export const areSoft = (gaps: readonly string[]): boolean => gaps.every(isSoft)
/** 13:30-15:30 is no number: its gaps differ. */
export const areEven = (gaps: readonly string[]): boolean => areSoft(gaps) || gaps.every((gap) => gap === gaps[0])
