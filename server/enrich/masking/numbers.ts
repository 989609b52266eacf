/** Finds phones, landlines, identity cards and bank cards among the numbers of a text. */
import { findRuns } from './digits.ts'
import type { DigitRun } from './digits.ts'
import { wordsBefore } from './kinds.ts'
import type { MaskKind, MaskSpan } from './kinds.ts'

const shortest = 7
const phoneCue = /电话|座机|手机|联系|致电|拨打|来电|号码|传真|热线|tel/i
const bankCue = /卡号|账号|帐号|账户|帐户|银行|[工农中建交]行|信用社|借记卡|储蓄卡|信用卡/
const idCue = /身份证|证件号|公民身份/
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * A number is taken only from the edge of a group of digits to the edge of another, so that nothing is cut out of an order
 * number; dates, sums with thousands separators and house numbers stay. An identity card must have its province, a day that
 * exists and its check digit (without the check digit it needs the word 身份证 before it), a bank card its prefix and Luhn's.
 */
export function findNumbers(text: string): MaskSpan[] {
  return findRuns(text, shortest).flatMap((run) => readRun(text, run))
}

function readRun(text: string, run: DigitRun): MaskSpan[] {
  const spans: MaskSpan[] = []
  const { values, offsets } = run
  const isEdge = (index: number): boolean =>
    index === 0 || index === values.length || !areTogether(text, offsets, index)
  let at = 0
  let after = 0
  while (at + shortest <= values.length) {
    const found = isEdge(at) || at === after ? readNumber(text, run, at, isEdge) : null
    if (found) {
      const start = offsets[at] as number
      spans.push({ start: openBracket(text, start), end: found.end, kind: found.kind })
      at += found.digits
      after = at
    } else at += 1
  }
  return spans
}

/** Whether the digit at `index` stands right after the one before it, in the same script (一 after 8766 is the next word). */
function areTogether(text: string, offsets: number[], index: number): boolean {
  const at = offsets[index] as number
  const before = offsets[index - 1] as number
  return at === before + 1 && isChinese(text.charCodeAt(at)) === isChinese(text.charCodeAt(before))
}

const isChinese = (unit: number): boolean => unit >= 0x3007 && unit < 0xff00

interface Found { kind: MaskKind; digits: number; end: number }

/** What begins at digit `at`: the kinds that check themselves come before those that only have a shape. */
function readNumber(text: string, run: DigitRun, at: number, isEdge: (index: number) => boolean): Found | null {
  const { values, offsets } = run
  const take = (kind: MaskKind, count: number): Found => ({ kind, digits: count, end: (offsets[at + count - 1] as number) + 1 })
  const digits = (from: number, count: number): string => values.slice(at + from, at + from + count).join('')
  const cued = (cue: RegExp, reach: number): boolean => cue.test(wordsBefore(text, offsets[at] as number, reach))
  /** Whether `count` digits end at an edge and are grouped like a number, groups shorter than `least` being rare. */
  const fits = (count: number, least: number): boolean =>
    at + count <= values.length && isEdge(at + count) && isShaped(groupSizes(text, offsets, at, at + count), least)

  if (fits(17, 1)) {
    const end = (offsets[at + 16] as number) + 1
    const x = /^[\s\u200b_.．·•・—－-]{0,3}[xXｘＸ×](?![\da-z])/i.exec(text.slice(end, end + 5))
    if (x && isIdCard(`${digits(0, 17)}X`, cued(idCue, 12))) return { kind: 'idCard', digits: 17, end: end + x[0].length }
  }
  if (fits(18, 2) && isIdCard(digits(0, 18), cued(idCue, 12))) return take('idCard', 18)
  const bank = [19, 18, 17, 16].find((count) => fits(count, 3) && (isBankCard(digits(0, count)) || cued(bankCue, 12)))
  if (bank !== undefined) return take('bankCard', bank)
  const ahead = Math.min(values.length, at + 20)
  if (startsWithDate(text, values, offsets, at, ahead) || hasThousands(text, offsets, at, ahead)) return null
  for (const prefix of ['', '86', '0086', '0']) {
    const count = prefix.length + 11
    const is = digits(0, prefix.length) === prefix && isMobile(digits(prefix.length, 11))
    if (is && (fits(count, 2) || gluedMobiles(digits(0, 33)))) return take('phone', count)
  }
  const afterPoint = /[.．]/.test(text[(offsets[at] as number) - 1] ?? '')
  const land = [12, 11, 10].find((count) => !afterPoint && fits(count, 3) && isLandline(digits(0, count)))
  if (land !== undefined) return take('landline', land)
  if (fits(15, 2) && isOldIdCard(digits(0, 15))) return take('idCard', 15)
  const startsLocal = /^[2-8]/.test(digits(0, 1))
  const local = [8, 7].find((count) => startsLocal && fits(count, 3) && isLocal(groupSizes(text, offsets, at, at + count)))
  return local !== undefined && cued(phoneCue, 6) ? take('landline', local) : null
}

const isLocal = (groups: number[]): boolean => groups.every((size) => size >= 3)
const isMobile = (number: string): boolean => /^1[3-9]\d{9}$/.test(number)
/** Several mobiles written without a gap. */
const gluedMobiles = (number: string): boolean => /^(?:1[3-9]\d{9}){2,3}$/.test(number)
const isLandline = (number: string): boolean => /^0(?:10|2\d)[2-8]\d{7}$|^0[3-9]\d\d[2-8]\d{6,7}$/.test(number)

function isIdCard(number: string, cued: boolean): boolean {
  const part = (from: number, to: number): number => Number(number.slice(from, to))
  if (!isProvince(number) || !isDay(part(6, 10), part(10, 12), part(12, 14))) return false
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return '10X98765432'[sum % 11] === number[17] || cued
}

const isOldIdCard = (number: string): boolean =>
  isProvince(number) && isDay(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)))

const isProvince = (number: string): boolean => /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}/.test(number)

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** Prefixes of UnionPay, Visa, MasterCard, JCB and the old cards of ICBC; then Luhn's check over all digits. */
function isBankCard(number: string): boolean {
  if (!/^(?:62|4|5[1-5]|35|9558|60|81)/.test(number)) return false
  let sum = 0
  for (let index = 0; index < number.length; index += 1) {
    const doubled = Number(number[number.length - 1 - index]) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** 1998-10-12 …: a year, then groups of one or two digits. */
function startsWithDate(text: string, values: number[], offsets: number[], at: number, end: number): boolean {
  const groups = groupSizes(text, offsets, at, end)
  const year = Number(values.slice(at, at + 4).join(''))
  return groups[0] === 4 && year >= 1900 && year <= 2099 && (groups[1] ?? 9) <= 2
}

/** 13,812,345,678: groups of three after a comma. */
function hasThousands(text: string, offsets: number[], at: number, end: number): boolean {
  const groups = groupSizes(text, offsets, at, end)
  const first = groups[0] as number
  return groups[1] === 3 && first <= 3 && groups[2] === 3 && /[,，]/.test(text[(offsets[at + first - 1] as number) + 1] ?? '')
}

/** All digits apart, or groups of at least `least` with at most two shorter ones: floors and rooms (1-23-1-602) are no phone. */
function isShaped(groups: number[], least: number): boolean {
  return groups.every((size) => size === 1) || (groups.length <= 6 && groups.filter((size) => size < least).length <= 1)
}

/** Sizes of the groups of digits without anything between. */
function groupSizes(text: string, offsets: number[], at: number, end: number): number[] {
  const sizes = [1]
  for (let index = at + 1; index < end && sizes.length < 24; index += 1) {
    if (areTogether(text, offsets, index)) sizes[sizes.length - 1] = (sizes.at(-1) as number) + 1
    else sizes.push(1)
  }
  return sizes
}

/** A bracket or + that opens the number belongs to it: （0517）…, +86 …. */
const openBracket = (text: string, start: number): number => (/[(（+＋]/.test(text[start - 1] ?? '') ? start - 1 : start)
