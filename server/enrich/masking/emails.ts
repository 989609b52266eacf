/** Finds e-mail addresses, with an @ or with what is written for one: 艾特, (at), #. */
import { digitValues } from './digits.ts'
import type { MaskSpan } from './kinds.ts'

/** In brackets and between lines “at” is an @; bare it needs a space on both sides. */
const at = /@|[([{<_-]{1,2} ?(?:at?|艾特|圈a) ?[)\]}>_-]{1,2}|艾特|圈a|小老鼠| at |#/g
const label = '[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?'
const dot = '(?: {0,2}[.·。点丶] {0,2}| {0,2}[([{<] ?(?:dot|点|dian) ?[)\\]}>] {0,2}|[ -]{1,2}dot[ -]{1,2})'
const host = new RegExp(`(?:${label}${dot}){1,4}[a-z]{2,8}(?![a-z])`, 'y')
/** Hosts that are known with nothing after them: zhang@qq. */
const provider = /(?:qq|163|126|139|189|sina|gmail|foxmail|outlook|hotmail|yeah|aliyun|vip)(?:com|cn)?(?![a-z0-9])/y
const longestName = 64

/** An address is a name, an @ or its stand-in, and a host with a dot or of a known provider. A # needs a host that is known or ends like one. */
export function findEmails(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  for (const match of text.matchAll(at)) {
    const left = skipSpaces(text, match.index, -1)
    const right = skipSpaces(text, match.index + match[0].length, 1)
    let start = left
    while (start > 0 && left - start < longestName && isNamePart(text.charCodeAt(start - 1))) start -= 1
    if (start === left) continue
    const end = readHost(text, right, match[0] === '#')
    if (end !== null) spans.push({ start, end, kind: 'email' })
  }
  return spans
}

function readHost(text: string, from: number, isWeak: boolean): number | null {
  host.lastIndex = from
  const named = host.exec(text)?.[0]
  if (named !== undefined && (!isWeak || /(?:com|cn|net|org|edu)$/.test(named))) return from + named.length
  provider.lastIndex = from
  const known = isWeak ? undefined : provider.exec(text)?.[0]
  return known === undefined ? null : from + known.length
}

const skipSpaces = (text: string, from: number, step: 1 | -1): number => {
  let to = from
  while (Math.abs(to - from) < 2 && text[step === 1 ? to : to - 1] === ' ') to += step
  return to
}

const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122
const marks = new Set(Array.from('._%+-·', (mark) => mark.charCodeAt(0)))
const isNamePart = (unit: number): boolean => isLetter(unit) || (digitValues[unit] as number) >= 0 || marks.has(unit)
