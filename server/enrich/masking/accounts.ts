/** Finds the WeChat and QQ ids that follow the name of the service, in any of the names people give it. */
import { areEven, digitValues, groupDigits, numeral, runOf } from './digits.ts'
import type { MaskKind, MaskSpan } from './kinds.ts'

const wechat = '[微薇威维徽] ?[信芯讯]|卫星号?|绿泡泡|[v薇微w] ?[信芯❤♥♡]|(?<![a-z])(?:v ?x|w ?x|weixin|wei xin|we ?chat)|微号|加(?:我|一下)? ?[v微薇](?: ?x(?![a-z]))?|(?<![a-z])v(?=:)|[微薇](?=:)|\\+ ?v(?![a-z])|(?<![a-z])v号'
const qq = `(?<![a-z])q ?q|[扣抠] ?[扣抠]|球球|企鹅|(?<![a-z])q(?=号|群|[: ]{0,2}${numeral})|加(?:我)?q ?q?|扣号|[扣企](?=: ?${numeral}{5})|加(?:我)?[扣抠] ?[扣抠]?`
const cue = new RegExp(`(${qq})|${wechat}`, 'g')
/** What WeChat itself gives to whoever chooses none. */
const given = /wxid_[a-z0-9_-]{6,20}/g
/** What may stand between the service and the id. */
const filler = /^(?:信|号码|账号|帐号|账户|用户名|联系|添加|搜索|可以|同号|也是|就是|我的|id|[号码群名是为叫加我他她：\s:=("'[{<>|,.·~*→-])*/
const longestFiller = 12
const longestId = 24
/** Letters alone that follow 微信 and are no id. */
const services = /^(?:wechat|weixin|wxid|android|iphone|windows|online|mini|app|html|http|https|www|ios|pay|iso|dns|wifi|ipad|email|e-mail|mail|tel|phone|qq)/
/** After a number these make it a sum, a count or a date. */
const measures = /^ ?(?:元|块|万|人|年|名|位|个|月|日|号楼|多|余|%|点|次|条|家)/
const mostDigits = 12

/**
 * An id is taken when it follows 微信, VX, QQ … at once or after 号, 是, a colon; digits for QQ, for WeChat also a word of
 * letters. 微信公众号 and 微信支付 are services, not people.
 */
export function findAccounts(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (const match of text.matchAll(cue)) {
    const kind: MaskKind = match[1] === undefined ? 'wechat' : 'qq'
    const after = match.index + match[0].length
    const start = after + (filler.exec(text.slice(after, after + longestFiller))?.[0].length ?? 0)
    const isGlued = start === after && isLetter(text.charCodeAt(after - 1))
    const end = (kind === 'wechat' ? readHandle(text, start, isGlued) : null) ?? readNumber(text, start)
    if (end !== null) spans.push({ start, end, kind })
  }
  for (const match of text.matchAll(given)) spans.push({ start: match.index, end: match.index + match[0].length, kind: 'wechat' })
  return spans
}

/** A word of letters, digits and lines, the first a letter; glued to a Latin cue (vxzhang88) it needs a digit. */
function readHandle(text: string, start: number, isGlued: boolean): number | null {
  if (!isLetter(text.charCodeAt(start))) return null
  let end = start
  let telling = false
  while (end < text.length && end - start <= longestId) {
    const unit = text.charCodeAt(end)
    if (!isLetter(unit)) {
      if (!isAsciiDigit(unit) && unit !== 0x5f && unit !== 0x2d) break
      telling = true
    }
    end += 1
  }
  while (text[end - 1] === '-') end -= 1
  if (end - start < 5 || end - start > longestId) return null
  return telling || (!isGlued && !services.test(text.slice(start, end))) ? end : null
}

/**
 * Five to twelve digits, alone or in groups with one mark between. What stands apart by a comma, a stop or a line belongs to
 * the number only when the first part is too short for one, or the parts are as long as each other and no measure follows.
 */
function readNumber(text: string, start: number): number | null {
  const offsets: number[] = []
  let at = start
  while (offsets.length <= mostDigits + 1 && at < text.length) {
    const next = nextDigit(text, at, offsets.length === 0 ? 0 : 3)
    if (next === null) break
    offsets.push(next)
    at = next + 1
  }
  if (offsets.length < 5) return null
  const run = runOf(text, offsets)
  const { sizes } = groupDigits(run, 0, offsets.length)
  let taken = 0
  let end: number | null = null
  for (const size of sizes) {
    const count = taken + size
    const stop = (offsets[count - 1] as number) + 1
    const { gaps } = groupDigits(run, 0, count)
    if (count > mostDigits || !areEven(gaps) || measures.test(text.slice(stop, stop + 4))) break
    if (taken >= 5 && /[,。;、:\n]/.test(gaps.at(-1) ?? '') && Math.abs(size - (sizes[0] as number)) > 1) break
    taken = count
    if (taken >= 5) end = stop
  }
  return end
}

/** Offset of the next digit with at most `most` marks before it. */
function nextDigit(text: string, from: number, most: number): number | null {
  for (let at = from; at <= from + most && at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if ((digitValues[unit] as number) >= 0) return at
    if (isLetter(unit) || unit >= 0x4e00 || unit === 0x3014) return null
  }
  return null
}

const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122
const isAsciiDigit = (unit: number): boolean => unit >= 48 && unit <= 57
