/** Scores masks against the spans of personal data that a text is known to hold. */
import type { MaskSpan } from '../../server/enrich/mask.ts'

/** A stretch of personal data: UTF-16 offsets, `end` exclusive; the kind is whatever the file calls it. */
export type KnownSpan = readonly [start: number, end: number, kind: string]

export interface MaskTally {
  spans: number
  recalled: number
  byKind: Record<string, { spans: number; recalled: number }>
  /** Masks that touch no known span. */
  false: number
  characters: number
}

export const emptyTally = (): MaskTally => ({ spans: 0, recalled: 0, byKind: {}, false: 0, characters: 0 })

/** What announces a value and is none itself: a span may begin with it (微信号abc123). */
const label = /^(?:微信|薇信|威信|vx|wx|qq|扣扣|企鹅|手机|联系|电话|座机|固话|邮箱|邮件|身份证|证件|银行|卡|车牌|姓名|号码|号|是|为|叫|[^\p{L}\p{N}])+/iu
/** What a reader could learn something from: letters, digits, Han, and the × that stands for the X of an identity card. */
const data = /[\p{L}\p{N}×]/u

/**
 * Adds one text to the tally. A span is recalled when each character of it that carries data lies in some mask: a single digit
 * left is a miss. Separators and the label at its beginning do not count. A mask is false when it touches no span.
 */
export function tallyMasks(tally: MaskTally, text: string, masks: readonly MaskSpan[], spans: readonly KnownSpan[]): void {
  tally.characters += text.length
  tally.false += masks.filter(({ start, end }) => spans.every((span) => end <= span[0] || start >= span[1])).length
  for (const [start, end, kind] of spans) {
    const of = (tally.byKind[kind] ??= { spans: 0, recalled: 0 })
    const hit = isCovered(text.slice(start, end), start, masks) ? 1 : 0
    of.spans += 1
    of.recalled += hit
    tally.spans += 1
    tally.recalled += hit
  }
}

function isCovered(value: string, from: number, masks: readonly MaskSpan[]): boolean {
  const announced = label.exec(value)?.[0].length ?? 0
  let at = from + (announced < value.length ? announced : 0)
  for (const character of value.slice(at - from)) {
    if (data.test(character) && !masks.some(({ start, end }) => start <= at && at + character.length <= end)) return false
    at += character.length
  }
  return true
}
