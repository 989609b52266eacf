/** Reads digits in every spelling people use for a number, and strings them together across separators. */

/** Value of a digit by UTF-16 unit; -1 = no digit. ASCII, full-width, Chinese (also 幺 and the formal 壹 贰), circled. */
export const digitValues = new Int8Array(65_536).fill(-1)
/** 1 for what may stand between two digits of one number. */
const separators = new Uint8Array(65_536)

for (const row of ['0123456789', '０１２３４５６７８９', '〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '⓪①②③④⑤⑥⑦⑧⑨', '⓿❶❷❸❹❺❻❼❽❾']) {
  Array.from(row).forEach((digit, value) => { digitValues[digit.charCodeAt(0)] = value })
}
digitValues['幺'.charCodeAt(0)] = 1
const marks = ' \t\u00a0\u3000\u2009\u200b\u200c\u200d\u2060\ufeff-－–—―−‐‑_＿.．·•・∙,，/／\\*＊~～()（）+＋'
for (const between of marks) separators[between.charCodeAt(0)] = 1

const mostBetween = 3

/** A row of digits with at most three separators between neighbours. */
export interface DigitRun {
  values: number[]
  /** Offset of each digit in the text. */
  offsets: number[]
}

/** Every run of at least `least` digits, in order. Linear in the text. */
export function findRuns(text: string, least: number): DigitRun[] {
  const runs: DigitRun[] = []
  let values: number[] = []
  let offsets: number[] = []
  let between = 0
  const close = (): void => {
    if (values.length >= least) runs.push({ values, offsets })
    if (values.length > 0) [values, offsets] = [[], []]
    between = 0
  }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    const value = digitValues[unit] as number
    if (value >= 0) {
      values.push(value)
      offsets.push(at)
      between = 0
    } else if (values.length > 0) {
      between += 1
      if (separators[unit] === 0 || between > mostBetween) close()
    }
  }
  close()
  return runs
}
