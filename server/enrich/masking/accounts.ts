/** Finds e-mail addresses and the WeChat and QQ ids that follow the name of the service. */
import type { MaskKind, MaskSpan } from './kinds.ts'
import { digitValues } from './digits.ts'

const cue = /微信|薇信|威信|[vV][xX信]|(?<![a-zA-Z])[wW][xX](?![a-zA-Z])|[wW]e[cC]hat|WECHAT|[qQ]{2}|ｑｑ|ＱＱ|扣扣|企鹅号/g
const filler = /^(?:号码|账号|帐号|群号|联系|添加|[号码群是为加:：\s(（\-—_])*/
const longestFiller = 8
const longestId = 24

/** An address holds one @ (half or full width) between a name and a host with a dot. */
export function findEmails(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '@' && text[at] !== '＠') continue
    const left = text[at - 1] === ' ' ? at - 1 : at
    let start = left
    while (start > 0 && left - start < 64 && isNamePart(text.charCodeAt(start - 1))) start -= 1
    let end = text[at + 1] === ' ' ? at + 2 : at + 1
    const host = end
    while (end < text.length && end - host < 100 && isNamePart(text.charCodeAt(end))) end += 1
    while (end > host && !isWordPart(text.charCodeAt(end - 1))) end -= 1
    if (start < left && /[.．]/.test(text.slice(host + 1, end - 1))) spans.push({ start, end, kind: 'email' })
  }
  return spans
}

/**
 * An id is taken when it follows 微信, VX, QQ … at once or after 号, 是, a colon; digits for QQ, for WeChat also a phone or a
 * word of letters that holds a digit or comes after one of those marks. 微信公众号 and 微信支付 are services, not people.
 */
export function findAccounts(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (const match of text.matchAll(cue)) {
    const kind: MaskKind = /[qQｑＱ扣鹅]/.test(match[0]) ? 'qq' : 'wechat'
    const after = match.index + match[0].length
    const marks = filler.exec(text.slice(after, after + longestFiller))?.[0] ?? ''
    const start = after + marks.length
    let end = start
    while (end < text.length && end - start <= longestId && isIdPart(text.charCodeAt(end))) end += 1
    const id = text.slice(start, end)
    if (isAccount(id, kind, /[号码是为:：]/.test(marks))) spans.push({ start, end, kind })
  }
  return spans
}

function isAccount(id: string, kind: MaskKind, marked: boolean): boolean {
  if (id.length < 5 || id.length > longestId) return false
  let digits = 0
  for (let at = 0; at < id.length; at += 1) if ((digitValues[id.charCodeAt(at)] as number) >= 0) digits += 1
  if (digits === id.length) return digits <= 13 && digits >= 5
  return kind === 'wechat' && isLetter(id.charCodeAt(0)) && (marked || digits > 0 || /[_＿]/.test(id))
}

const isLetter = (unit: number): boolean => {
  const half = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit
  return (half >= 65 && half <= 90) || (half >= 97 && half <= 122)
}
const isDigit = (unit: number): boolean => (unit >= 48 && unit <= 57) || (unit >= 0xff10 && unit <= 0xff19)
const isWordPart = (unit: number): boolean => isLetter(unit) || isDigit(unit)
const unitsOf = (marks: string): Set<number> => new Set(Array.from(marks, (mark) => mark.charCodeAt(0)))
const namePunctuation = unitsOf('._%+-．＿％＋－')
const idPunctuation = unitsOf('_-＿－')
const isNamePart = (unit: number): boolean => isWordPart(unit) || namePunctuation.has(unit)
const isIdPart = (unit: number): boolean => isWordPart(unit) || idPunctuation.has(unit) || (digitValues[unit] as number) >= 0
