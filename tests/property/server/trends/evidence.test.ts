import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstSight, rateOf, weigh, type Rate } from '../../../../server/trends/evidence.ts'
import { falsePerYear } from '../../../../server/trends/false-alarms.ts'
import { nothing } from '../../../../server/trends/kin.ts'
import { Recent } from '../../../../server/trends/recent.ts'
import { CommonWander, Wander } from '../../../../server/trends/wander.ts'

const rate = (postings: number, days: number): Rate => ({ postings, days, memory: 365, frozen: false, prior: nothing })
/** Ten a day for so many days, and then the window of sixty postings that is looked at. */
const tenADay = (days: number, gap: number): Rate => rate(10 * days + 60, days + 60 * gap)
/** `count` postings, `gap` average days apart, the last of them now. */
function every(gap: number, count: number): { recent: Recent; mark: number } {
  const recent = new Recent()
  for (let i = 0; i < count; i++) recent.insert(i, i * gap, `r${i}`)
  return { recent, mark: (count - 1) * gap }
}
const logOf = (gap: number, known: Rate, wander = 0): number => {
  const { recent, mark } = every(gap, 60)
  return weigh(recent, mark, known, 60, wander, firstSight)?.log ?? -Infinity
}

describe('the evidence of a rise', () => {
  test('is none at the usual rate, and grows with the rate', () => {
    expect(logOf(0.1, tenADay(60, 0.1))).toBeLessThan(3)
    expect(logOf(0.05, tenADay(60, 0.05))).toBeGreaterThan(5)
    expect(logOf(0.025, tenADay(60, 0.025))).toBeGreaterThan(logOf(0.05, tenADay(60, 0.05)) + 10)
  })

  test('is weaker the less is known of the rate, and the more rates wander', () => {
    expect(logOf(0.05, tenADay(6, 0.05))).toBeLessThan(logOf(0.05, tenADay(60, 0.05)))
    expect(logOf(0.05, tenADay(60, 0.05), 0.05)).toBeLessThan(logOf(0.05, tenADay(60, 0.05)))
  })

  test('weighs voices, not postings, and knows where the rise began', () => {
    const { recent, mark } = every(0.01, 60)
    const alone = weigh(recent, mark, rate(600, 60), 60, 0, { ...firstSight, voices: () => 1 })
    const all = weigh(recent, mark, rate(600, 60), 60, 0, firstSight)
    expect(alone?.log ?? 0).toBeLessThan(3)
    expect(all?.seen).toBe(all?.onset)
    expect(all?.expected).toBeLessThan(10)
  })

  test('fades when all others show that more was usual', () => {
    const { recent, mark } = every(0.05, 60)
    const seen = (stretch: number) => weigh(recent, mark, tenADay(60, 0.05), 60, 0, { ...firstSight, stretch: () => stretch })?.log ?? -Infinity
    expect(seen(2)).toBeLessThan(seen(1) - 5)
  })

  test('is a finite number, or none, whatever the postings', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(fc.property(gaps, fc.double({ min: 0, max: 5000, noNaN: true }), fc.double({ min: 0, max: 365, noNaN: true }), (between, postings, days) => {
      const recent = new Recent()
      let mark = 0
      between.forEach((gap, i) => recent.insert(i, (mark += gap), null))
      const found = weigh(recent, mark, rate(postings, days), recent.length, 0.01, firstSight)
      if (found) expect(Number.isFinite(found.log)).toBe(true)
      expect(rateOf(rate(postings, days))).toBeGreaterThan(0)
    }))
  })
})

describe('false alarms a year', () => {
  test('fall with the evidence and rise with the postings that come to be looked at', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0.001, max: 3000, noNaN: true }), (log, usual) => {
      expect(falsePerYear(log + 1, usual)).toBeLessThan(falsePerYear(log, usual))
      expect(falsePerYear(log, usual * 2)).toBeGreaterThan(falsePerYear(log, usual))
    }))
  })
})

describe('how far rates wander', () => {
  test('is believed small of what keeps to its rate, larger of what does not', () => {
    const steady = new CommonWander()
    const restless = new CommonWander()
    for (let i = 0; i < 500; i++) {
      steady.add(50 + (i % 2 ? 7 : -7), 50, 1e9)
      restless.add(50 + (i % 2 ? 20 : -20), 50, 1e9)
    }
    expect(steady.variance).toBeLessThan(0.003)
    expect(restless.variance).toBeGreaterThan(0.05)
  })

  test('of one subject begins with that of all and follows its own', () => {
    const all = new CommonWander()
    const one = new Wander()
    const before = one.varianceBeside(all)
    for (let i = 0; i < 600; i++) one.pass(i % 2 ? 70 : 30, 50, 1e9, all)
    expect(one.varianceBeside(all)).toBeGreaterThan(3 * before)
  })
})
