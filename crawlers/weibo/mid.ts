/** What the number of a posting (mid) tells by itself: when it was written, and how its address spells it (bid). */
import { second, type Instant } from '../../shared/clock.ts'

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** A bid is the mid cut into groups of seven decimal digits from its end, each written in base 62 with four. */
const group = { decimal: 7, letters: 4 }

/** Seconds from 1970 to the zero of the clock in the upper bits of a mid; on 55 dated postings of 2018–2026 right to two seconds. */
const midEpoch = 515_483_463n
/** Weibo opened in August 2009 and numbered otherwise at first: a time before this, or one so far ahead, was not in the number. */
const opened = Date.parse('2009-08-14T00:00:00+08:00')
const farAhead = Date.parse('2100-01-01T00:00:00+08:00')
/** Text of some twenty digits: longer is no mid. */
export const isMid = (text: string | null | undefined): text is string => typeof text === 'string' && /^[1-9]\d{5,19}$/.test(text)

/** When a posting was made, to the second; null for what is no mid, or one of the early years. */
export function timeOfMid(mid: string): Instant | null {
  if (!isMid(mid)) return null
  const at = Number((BigInt(mid) >> 22n) + midEpoch) * second
  return at >= opened && at < farAhead ? at : null
}

/** Whether one posting was made after another. */
export const isLater = (mid: string, other: string): boolean => (mid.length === other.length ? mid > other : mid.length > other.length)

/** The letters by which addresses call a posting: https://weibo.com/UID/BID. */
export function bidOf(mid: string): string {
  let bid = ''
  for (let end = mid.length; end > 0; end -= group.decimal) {
    const letters = base62(Number(mid.slice(Math.max(0, end - group.decimal), end)))
    bid = (end > group.decimal ? letters.padStart(group.letters, '0') : letters) + bid
  }
  return bid
}

/** The mid of a bid; null where the letters are none. */
export function midOfBid(bid: string): string | null {
  if (!/^[0-9A-Za-z]{1,12}$/.test(bid)) return null
  let mid = ''
  for (let end = bid.length; end > 0; end -= group.letters) {
    const decimal = String([...bid.slice(Math.max(0, end - group.letters), end)].reduce((sum, letter) => sum * 62 + digits.indexOf(letter), 0))
    if (decimal.length > group.decimal) return null
    mid = (end > group.letters ? decimal.padStart(group.decimal, '0') : decimal) + mid
  }
  return isMid(mid) ? mid : null
}

function base62(value: number): string {
  let letters = ''
  for (let rest = value; rest > 0 || letters === ''; rest = Math.floor(rest / 62)) letters = (digits[rest % 62] ?? '') + letters
  return letters
}
