/** Finds phones, landlines, identity cards and bank cards among the numbers of a text. */
import { areMobiles, isBankCard, isForeignLandline, isIdCard, isLandline, isMobile, isOldIdCard } from './checks.ts'
import { areEven, areSoft, findRuns, groupDigits, isHanDigit, numeral } from './digits.ts'
import type { DigitRun, Grouping } from './digits.ts'
import { wordsBefore } from './kinds.ts'
import type { MaskKind, MaskSpan } from './kinds.ts'

const shortest = 7
const cardLengths = [19, 18, 17, 16]
/** As many as three mobiles without a gap have. */
const mostDigits = 33
const phoneCue = /电话|座机|固话|手机|联系|致电|拨打|来电|(?<![票单证编户])号码|传真|热线|办公室|值班室|tel/
/** Of these the words that are said of nothing but a phone reach further. */
const phoneWord = /电话|座机|固话|传真|tel/
/** What makes a number a sum or a measure. */
const measure = /^ ?(?:元|块|万|平|㎡|人|户|米|吨|亩|年|多)/
/** After eleven digits only these: a phone may stand before 人 and 年. */
const sum = /^ ?(?:元|万元|平方|平米|㎡|吨|亩|公里)/
const isDate = (digits: string): boolean => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/.test(digits)
const bankCue = /卡号|账号|帐号|账户|帐户|银行|[工农中建交]行|信用社|借记卡|储蓄卡|信用卡|工资卡/
const idCue = /身份证|证件|公民身份|sfz|id/
/** Numbers of papers and things: eleven digits from 13 to 19 after one of these are no phone. */
const paperCue = /编号|单号|订单|工单|案号|文号|流水号|票号|户号|学号|工号|合同|受理号|表号|证书|运单|序号|条码|批号/
/** Latin letters right before a number make it a code (HZ1381…), unless they announce a phone. */
const code = /(?<![a-z])(?!(?:tel|tele|phone|mobile|mob|cell|call|ph|t|m|p|hp|sj|dh|vx|wx|v|w|q|qq|weixin|wechat|lx)$)[a-z]+$/
/** The check digit X behind seventeen others. */
const crossed = /^[ _.·\-,/~*、。|=:+…]{0,3}[x×](?![\da-z])/
/** Groups in which people write a phone with commas, colons or stops in it; a list of house numbers has others. */
const phoneGroups = new Set(['3,4,4', '4,3,4', '3,8', '7,4', '3,3,5', '3,2,2,2,2', '5,6', '6,5', '4,4,3', '4,7', '8,3', '2,3,3,3'])
const extension = new RegExp(`^ ?(?:(?:转分机|转接|转|分机号?|ext\\.?)[: ]{0,2}${numeral}{1,6}|(?:--?|[*#x]) ?${numeral}{2,5})(?!${numeral}|[年月日元号])`)

/**
 * A number is taken only from the edge of a group of digits to the edge of another, so that nothing is cut out of an order
 * number; dates, sums with thousands separators, lists of house numbers and codes stay. An identity card must have its
 * province, a day that exists and its check digit (without the check digit it needs the word 身份证 before it), a bank card
 * its prefix and Luhn's.
 */
export function findNumbers(text: string): MaskSpan[] {
  return findRuns(text, shortest).flatMap((run) => readRun(text, run))
}

function readRun(text: string, run: DigitRun): MaskSpan[] {
  const spans: MaskSpan[] = []
  const { offsets } = run
  let at = 0
  let after = 0
  while (at + shortest <= offsets.length) {
    const isSibling = at === after && spans.at(-1)?.kind === 'landline'
    const found = at === after || (isEdge(text, offsets, at) && !isInRow(offsets, at)) ? readNumber(text, run, at, isSibling) : null
    if (found) {
      const start = openBracket(text, offsets[at] as number)
      const end = found.kind === 'landline' ? found.end + (extension.exec(text.slice(found.end, found.end + 14))?.[0].length ?? 0) : found.end
      spans.push({ start, end, kind: found.kind })
      do at += 1
      while (at < offsets.length && (offsets[at] as number) < end)
      after = at
    } else at += 1
  }
  return spans
}

/** Whether a number may begin or end before digit `index`: not between two that stand together in one script (一 after 8766 is the next word). */
function isEdge(text: string, offsets: readonly number[], index: number): boolean {
  if (index === 0 || index === offsets.length) return true
  const [before, at] = [offsets[index - 1] as number, offsets[index] as number]
  return at !== before + 1 || isHanDigit(text.charCodeAt(at)) !== isHanDigit(text.charCodeAt(before))
}

/** Whether digit `index` is one of many that stand alone at the same distance (1 3 8 1 2 …): only the first of them begins a number. */
function isInRow(offsets: readonly number[], index: number): boolean {
  const distance = (at: number): number => (offsets[at] as number) - (offsets[at - 1] as number)
  return index > 0 && index + 1 < offsets.length && distance(index) > 1 && distance(index) === distance(index + 1) && (index === 1 || distance(index - 1) > 1)
}

interface Found { kind: MaskKind; end: number }

/** What begins at digit `at`: the kinds that check themselves come before those that only have a shape. */
function readNumber(text: string, run: DigitRun, at: number, isSibling: boolean): Found | null {
  const { offsets } = run
  const first = offsets[at] as number
  const digits = run.digits.slice(at, at + mostDigits)
  const take = (kind: MaskKind, count: number): Found => ({ kind, end: (offsets[at + count - 1] as number) + 1 })
  const called = (cue: RegExp, reach: number): boolean => cue.test(wordsBefore(text, first, reach))
  const ends = (count: number): boolean => count <= digits.length && (isEdge(text, offsets, at + count) || isNextWord(text, offsets, at + count))
  const groups = (from: number, count: number): Grouping => groupDigits(run, at + from, at + count)
  /** Whether `count` digits are grouped like a number, groups shorter than `least` being rare. */
  const fits = (count: number, least: number): boolean => {
    if (!ends(count)) return false
    const { sizes, gaps } = groups(0, count)
    return areEven(gaps) && isShaped(sizes, least)
  }

  const x = digits.length >= 17 ? crossed.exec(text.slice((offsets[at + 16] as number) + 1, (offsets[at + 16] as number) + 6)) : null
  if (x && isIdCard(`${digits.slice(0, 17)}X`, () => called(idCue, 12)) && fits(17, 2)) {
    return { kind: 'idCard', end: (offsets[at + 16] as number) + 1 + x[0].length }
  }
  const isId = (isCalled: () => boolean): boolean => fits(18, 2) && isIdCard(digits.slice(0, 18), isCalled)
  const findCard = (isCard: (number: string) => boolean): number | undefined =>
    cardLengths.find((count) => fits(count, 3) && isCardShaped(groups(0, count)) && isCard(digits.slice(0, count)))
  const card = findCard(isBankCard)
  // Where the nineteenth digit stands like those before it, eighteen that check themselves as an identity card are no whole number.
  if (isId(() => false) && !(card === 19 && isAlike(groups(0, 19).sizes))) return take('idCard', 18)
  if (card !== undefined) return take('bankCard', card)
  if (isId(() => called(idCue, 12))) return take('idCard', 18)
  const account = findCard(() => called(bankCue, 12))
  if (account !== undefined) return take('bankCard', account)
  const near = groups(0, Math.min(digits.length, 20))
  if (startsWithDate(near.sizes, digits) || hasThousands(near)) return null
  const isPhoneCalled = (): boolean => called(phoneCue, 6) || called(phoneWord, 12)
  const phone = ['', '86', '0086', '0'].find((prefix) => {
    if (!digits.startsWith(prefix) || !isMobile(digits.slice(prefix.length, prefix.length + 11))) return false
    const count = prefix.length + 11
    return areMobiles(digits.slice(0, 33)) || (ends(count) && (isPhoneShaped(groups(prefix.length, count)) || (isPhoneCalled() && fits(count, 2))))
  })
  if (phone !== undefined) {
    const found = take('phone', phone.length + 11)
    return isCode(text, first, called) || sum.test(text.slice(found.end, found.end + 4)) ? null : found
  }
  const fitsLandline = (area: number, count: number): boolean =>
    ends(count) && isLandlineShaped(groups(0, area), groups(area, count))
      && (isEdge(text, offsets, at + area) || areSoft(groups(0, count).gaps) || isPhoneCalled())
  const isApart = (area: number, count: number): boolean => isEdge(text, offsets, at + area) || groups(0, count).sizes.length === 1
  const land = readLandline(digits, fitsLandline, (area, count) => isApart(area, count) && called(phoneCue, 6), text[first - 1] ?? '')
  if (land !== null) return isCode(text, first, called) ? null : take('landline', land)
  if (isOldIdCard(digits.slice(0, 15)) && fits(15, 3) && (near.gaps.length === 0 || called(idCue, 12))) return take('idCard', 15)
  const local = /^[2-8]/.test(digits) ? [8, 7].find((count) => fits(count, 3) && isLocal(groups(0, count).sizes, digits.slice(0, count))) : undefined
  if (local === undefined || isCode(text, first, called)) return null
  const found = take('landline', local)
  if (measure.test(text.slice(found.end, found.end + 3))) return null
  return isSibling || called(phoneWord, 12) || (called(phoneCue, 6) && !isDate(digits.slice(0, local))) ? found : null
}

/** Whether a number of `count` digits, the first `area` of them its code, meets a condition. */
type Fits = (area: number, count: number) => boolean

/** Digits of the landline at the head of `digits`, if any; called one, it may have any local part. */
function readLandline(digits: string, fits: Fits, isCalled: Fits, before: string): number | null {
  if (before === '.') return null
  const area = /^0(?:10|2)/.test(digits) ? 3 : 4
  if (digits.startsWith('0') && digits[1] !== '0') {
    const found = [12, 11, 10].find((count) => fits(area, count) && (isLandline(digits.slice(0, count)) || isCalled(area, count)))
    if (found !== undefined) return found
  }
  const code = digits.startsWith('0086') ? 4 : digits.startsWith('86') ? 2 : 0
  if (code === 0) return null
  const isForeign = (count: number): boolean => isForeignLandline(digits.slice(0, count)) && (code === 4 || before === '+' || isCalled(code, count))
  return [15, 14, 13, 12].find((count) => fits(code, count) && isForeign(count)) ?? null
}

/** An order's, a case's or a contract's number: it is called so, or Latin letters stand right before it. */
const isCode = (text: string, first: number, called: (cue: RegExp, reach: number) => boolean): boolean =>
  code.test(text.slice(Math.max(0, first - 10), first)) || (called(paperCue, 6) && !called(phoneCue, 6))

const isPhoneShaped = ({ sizes, gaps }: Grouping): boolean =>
  areSoft(gaps) ? isShaped(sizes, 2) : areEven(gaps) && (sizes.every((size) => size === 1) || phoneGroups.has(sizes.join(',')))

/** All digits apart, or the last not alone. */
const isAlike = (sizes: readonly number[]): boolean => sizes.at(-1) !== 1 || sizes.every((size) => size === 1)

/** 812、501、213 are buses: with such marks between, the groups are of four or more. */
const isCardShaped = ({ sizes, gaps }: Grouping): boolean => areSoft(gaps) || (sizes[0] as number) !== 3

/** The area code stands together; the local part, wherever the area code ends, is grouped evenly. */
const isLandlineShaped = (area: Grouping, local: Grouping): boolean =>
  areEven(local.gaps) && isShaped(local.sizes, 2) && (area.sizes.length === 1 || area.sizes.every((size) => size === 1))

/** 8722-1234, but not 2018-2023, and not 2019.520. */
const isLocal = (sizes: readonly number[], digits: string): boolean =>
  sizes.every((size) => size >= 3) && !(sizes.length === 2 && /^(?:19|20)\d\d(?:(?:19|20)\d\d|\d{3}$)/.test(digits))

/** 一三八……七八一直没人接: of Han digits without a gap one or two more are the word after the number. */
function isNextWord(text: string, offsets: readonly number[], index: number): boolean {
  const left = offsets.slice(index, index + 3)
  const from = offsets[index] as number
  const together = left.filter((offset, at) => offset === from + at && isHanDigit(text.charCodeAt(offset))).length
  return together > 0 && together < 3
}

/** 1998-10-12 …: a year, then groups of one or two digits. */
function startsWithDate(sizes: readonly number[], digits: string): boolean {
  const year = Number(digits.slice(0, 4))
  return sizes[0] === 4 && year >= 1900 && year <= 2099 && (sizes[1] ?? 9) <= 2
}

/** 13,812,345,678: groups of three after a comma. */
const hasThousands = ({ sizes, gaps }: Grouping): boolean =>
  sizes[1] === 3 && (sizes[0] as number) <= 3 && sizes[2] === 3 && gaps[0] === ','

/** All digits apart, or groups of at least `least` with at most one shorter one: floors and rooms (1-23-1-602) are no phone. */
function isShaped(sizes: readonly number[], least: number): boolean {
  return sizes.every((size) => size === 1) || (sizes.length <= 6 && sizes.filter((size) => size < least).length <= 1)
}

/** A bracket or + that opens the number belongs to it: （0517）…, +86 …. */
const openBracket = (text: string, start: number): number => (/[(+[]/.test(text[start - 1] ?? '') ? start - 1 : start)
