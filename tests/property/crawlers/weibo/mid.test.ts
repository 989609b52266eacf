import fc from 'fast-check'
import { expect, test } from 'vitest'
import { second, toBeijingIso } from '../../../../shared/clock.ts'
import { readCreated } from '../../../../crawlers/weibo/created.ts'
import { bidOf, isLater, midOfBid, timeOfMid } from '../../../../crawlers/weibo/mid.ts'
import { midAt } from '../../../support/weibo.ts'

const mids = fc.bigInt({ min: 100_000n, max: 99_999_999_999_999_999_999n }).map(String)
const [from, to] = [Date.parse('2012-01-01T00:00:00+08:00') / second, Date.parse('2035-12-31T23:59:59+08:00') / second]
const instants = fc.integer({ min: from, max: to }).map((seconds) => seconds * second)

test('a bid leads back to its mid, for every mid', () => {
  fc.assert(fc.property(mids, (mid) => {
    expect(bidOf(mid)).toMatch(/^[0-9A-Za-z]+$/)
    expect(midOfBid(bidOf(mid))).toBe(mid)
  }))
})

test('letters that no mid has lead nowhere, and nothing throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Za-z]{1,14}$/)), (bid) => {
    const mid = midOfBid(bid)
    if (mid !== null) expect(midOfBid(bidOf(mid))).toBe(mid)
  }))
})

test('a mid knows the second in which it was made, whatever stands in its lower bits', () => {
  fc.assert(fc.property(instants, fc.integer({ min: 0, max: 2 ** 22 - 1 }), (at, nth) => {
    expect(timeOfMid(midAt(at, nth))).toBe(at)
  }))
})

test('of two mids the later is the greater number, and no mid is made before an earlier one', () => {
  fc.assert(fc.property(mids, mids, (one, other) => {
    expect(isLater(one, other)).toBe(BigInt(one) > BigInt(other))
    const [a, b] = [timeOfMid(one), timeOfMid(other)]
    if (isLater(one, other) && a !== null && b !== null) expect(a).toBeGreaterThanOrEqual(b)
  }))
})

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** The ways in which Weibo writes a time that hangs on no clock. */
const ways: ((iso: string) => string)[] = [
  (iso) => `Sun ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(8, 10)} ${iso.slice(11, 19)} +0800 ${iso.slice(0, 4)}`,
  (iso) => iso.slice(0, 10),
  (iso) => iso.slice(5, 10),
  (iso) => `${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日 ${iso.slice(11, 16)}`,
  (iso) => `${iso.slice(0, 4)}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日 ${iso.slice(11, 16)}`,
  (iso) => `\n   ${iso.slice(5, 7)}月${iso.slice(8, 10)}日\n ${iso.slice(11, 16)} `,
]

test('a date written in any of its ways agrees with its mid, also around new year and whenever the page was fetched', () => {
  fc.assert(fc.property(instants, fc.constantFrom(...ways), instants, (at, write, fetched) => {
    expect(readCreated(midAt(at), write(toBeijingIso(at)), fetched)).toEqual({ time: toBeijingIso(at), precision: 'second' })
  }))
})

test('a date with its year that is days away from the mid is never believed', () => {
  fc.assert(fc.property(instants, fc.integer({ min: 3, max: 4_000 }), fc.boolean(), fc.constantFrom(0, 1, 4), instants, (at, days, ahead, way, fetched) => {
    const other = toBeijingIso(at + (ahead ? 1 : -1) * days * 86_400 * second)
    expect(readCreated(midAt(at), ways[way]?.(other) ?? '', fetched)).toBeNull()
  }))
})

test('a time that hangs on the clock gives way to the mid', () => {
  const relative = fc.constantFrom('刚刚', '30秒前', '3分钟前', '15小时前', '今天 12:03', '今天09:29', '昨天 23:10', '', '上古')
  fc.assert(fc.property(instants, relative, instants, (at, written, fetched) => {
    expect(readCreated(midAt(at), written, fetched)).toEqual({ time: toBeijingIso(at), precision: 'second' })
  }))
})
