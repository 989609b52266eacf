/** Folds text for comparison: half-width, lower case, no white space, and a break wherever words cannot run across. */

/** Stands for punctuation: no gram reaches across it. */
export const breakMark = 0

/**
 * Appends the folded characters of `text` to `into` from `at` on, at most up to `limit` (an index of `into`); returns the new length.
 * Letters, digits and Chinese characters stay, white space vanishes (hard-wrapped lines are common), anything else becomes one break.
 * Full-width ASCII becomes half-width; other compatibility forms are left alone, as they are too rare here to be worth NFKC's cost.
 */
export function fold(text: string, into: Uint16Array, at: number, limit: number): number {
  let length = at
  let broken = true
  for (let i = 0; i < text.length && length < limit; i++) {
    const code = foldCode(text.charCodeAt(i))
    if (code === space) continue
    if (code === breakMark) {
      if (!broken) into[length++] = breakMark
      broken = true
      continue
    }
    into[length++] = code
    broken = false
  }
  return length
}

const space = 1

function foldCode(code: number): number {
  if (code >= 0x4e00 && code <= 0x9fff) return code
  const half = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code
  if (half >= 0x61 && half <= 0x7a) return half
  if (half >= 0x30 && half <= 0x39) return half
  if (half >= 0x41 && half <= 0x5a) return half + 0x20
  if (half >= 0x3400 && half <= 0x4dbf) return half
  if (half <= 0x20 || half === 0x3000 || half === 0xa0) return space
  return breakMark
}
