import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextVisitIn, quietUntil, revisitDue } from '../../../crawlers/schedule.ts'
import { revisitSteps } from '../../../shared/source.ts'
import { day, hour, minute } from '../../../shared/clock.ts'
import { sourceStates } from '../../../shared/source.ts'

const wait = (over: Partial<Parameters<typeof nextVisitIn>[0]> = {}) =>
  nextVisitIn({ state: 'OK', failures: 0, everyMs: 2_000, floorMs: 0, random: 0, ...over })

test('a thread is looked at again after 1 h, 6 h, 1 d, 3 d and 7 d, then no more', () => {
  expect(revisitSteps.map((_, step) => revisitDue(0, step))).toEqual([hour, 6 * hour, day, 3 * day, 7 * day])
  expect(revisitDue(0, revisitSteps.length)).toBeNull()
})

test('a healthy source is visited as often as it is configured', () => { expect(wait()).toBe(2_000) })

test('what a site asks for is a floor', () => { expect(wait({ state: 'RATE_LIMITED', failures: 1, floorMs: 5 * minute })).toBe(5 * minute) })

test('a blocked source is probed after ten minutes, then less and less often, at least twice a day', () => {
  expect([1, 2, 3, 20].map((failures) => wait({ state: 'BLOCKED', failures }))).toEqual([10 * minute, 20 * minute, 40 * minute, 12 * hour])
})

test('no state, failure or chance makes a visit come early or never', () => {
  fc.assert(fc.property(fc.constantFrom(...sourceStates), fc.nat(10_000), fc.integer({ min: 1_000, max: day }), fc.double({ min: 0, max: 1, noNaN: true }),
    (state, failures, everyMs, random) => {
      const ms = wait({ state, failures, everyMs, random })
      expect(ms).toBeGreaterThanOrEqual(everyMs)
      expect(ms).toBeLessThanOrEqual(Math.max(everyMs, 12 * hour) * 1.1 + 1)
    }))
})

test('quiet hours end at their hour in Beijing, over midnight too, and cover just their hours', () => {
  const at = (hourOfDay: number) => Date.parse('2026-11-22T00:30:00+08:00') + hourOfDay * hour
  expect(quietUntil({ from: 23, to: 6 }, at(23))).toBe(Date.parse('2026-11-23T06:00:00+08:00'))
  expect(quietUntil({ from: 23, to: 6 }, at(5))).toBe(Date.parse('2026-11-22T06:00:00+08:00'))
  fc.assert(fc.property(fc.nat(23), fc.nat(24), fc.nat(23), (from, to, hourOfDay) => {
    const end = quietUntil({ from, to }, at(hourOfDay))
    const within = from <= to ? hourOfDay >= from && hourOfDay < to : hourOfDay >= from || hourOfDay < to
    expect(end !== null).toBe(within)
    if (end === null) return
    expect(end).toBeGreaterThan(at(hourOfDay))
    expect(end - at(hourOfDay)).toBeLessThanOrEqual(day)
    if (!(from === 0 && to === 24)) expect(quietUntil({ from, to }, end)).toBeNull()
  }))
})
