import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, hour } from '../../../../shared/clock.ts'
import { publicCalendar } from '../../../../shared/calendar.ts'
import { learnRhythm, measure, weightAt, type Window } from '../../../../server/trends/index.ts'

const at = Date.parse('2026-11-16T00:00:00+08:00')
const window = (more: Partial<Window>): Window => ({
  subject: { kind: 'issue', id: '7' }, hours: 24, seen: 0, people: 0, history: new Array<number>(672).fill(0), weightAt: () => 1, at, ...more,
})
const histories = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 })

describe('a trend', () => {
  test('of a steady subject expects its own rate and calls it ordinary', () => {
    const trend = measure(window({ seen: 24, people: 24, history: new Array<number>(672).fill(1) }))
    expect(trend.expected).toBeGreaterThan(22)
    expect(trend.expected).toBeLessThan(25)
    expect(trend.score).toBeLessThan(0.7)
    expect([trend.low <= 24, trend.high >= 24, trend.small]).toEqual([true, true, false])
  })

  test('at four times the usual is improbable, at the usual it is not', () => {
    const history = new Array<number>(672).fill(1)
    expect(measure(window({ seen: 96, people: 90, history })).score).toBeGreaterThan(0.9999)
    expect(measure(window({ seen: 26, people: 25, history })).score).toBeLessThan(0.9)
  })

  test('follows the rhythm: a night expects less than a day', () => {
    const rhythm = Array.from({ length: 168 }, (_, i) => (i % 24 >= 8 && i % 24 < 20 ? 1.8 : 0.2))
    const weigh = (time: number): number => weightAt(rhythm, publicCalendar, time)
    const history = Array.from({ length: 672 }, (_, i) => ((i % 24) >= 8 && i % 24 < 20 ? 4 : 0))
    const night = measure(window({ hours: 6, seen: 10, people: 10, history, weightAt: weigh, at: at + 6 * hour }))
    const noon = measure(window({ hours: 6, seen: 10, people: 10, history, weightAt: weigh, at: at + 16 * hour }))
    expect(night.expected).toBeLessThan(noon.expected / 4)
    expect(night.score).toBeGreaterThan(noon.score)
  })

  test('one person posting twenty times is worth one voice', () => {
    fc.assert(fc.property(histories, fc.integer({ min: 1, max: 50 }), (history, seen) => {
      expect(measure(window({ seen, people: 1, history })).score).toBeCloseTo(measure(window({ seen: 1, people: 1, history })).score, 12)
    }))
  })

  test('a burst yesterday does not hide one today', () => {
    const calm = new Array<number>(672).fill(0).map((_, i) => (i % 12 === 0 ? 1 : 0))
    const after = calm.map((count, i) => (i >= 648 ? count + 10 : count))
    expect(measure(window({ seen: 30, people: 30, history: after })).expected).toBeLessThan(4)
  })

  test('more seen never scores less, the band holds the expectation, and nothing leaves 0–1', () => {
    fc.assert(fc.property(histories, fc.integer({ min: 0, max: 300 }), fc.constantFrom(1, 24, 168), (history, seen, hours) => {
      const one = measure(window({ seen, people: seen, history, hours }))
      const more = measure(window({ seen: seen + 1, people: seen + 1, history, hours }))
      expect(more.score).toBeGreaterThanOrEqual(one.score - 1e-9)
      expect(one.score).toBeGreaterThanOrEqual(0)
      expect(one.score).toBeLessThanOrEqual(1)
      expect(one.low).toBeLessThanOrEqual(one.expected + 1)
      expect(one.high).toBeGreaterThanOrEqual(Math.floor(one.expected))
      expect(one.expected).toBeGreaterThan(0)
    }))
  })
})

describe('a rhythm', () => {
  test('has 168 weights above 0 with mean 1, whatever was counted', () => {
    fc.assert(fc.property(histories, fc.integer({ min: 0, max: 400 }), (hourly, hours) => {
      const rhythm = learnRhythm(hourly, at + hours * hour)
      expect(rhythm).toHaveLength(168)
      expect(Math.min(...rhythm)).toBeGreaterThan(0)
      expect(rhythm.reduce((sum, weight) => sum + weight, 0) / 168).toBeCloseTo(1, 9)
    }))
  })

  test('learns day and night, and a quiet weekend', () => {
    const end = at + 56 * day
    const hourly = Array.from({ length: 56 * 24 }, (_, i) => (i % 24 >= 8 && i % 24 < 20 ? 6 : 1) * (i % 168 >= 120 ? 0.5 : 1))
    const rhythm = learnRhythm(hourly, end)
    expect(rhythm[12]).toBeGreaterThan(3 * (rhythm[3] ?? 1))
    expect(rhythm[12]).toBeGreaterThan(1.5 * (rhythm[132] ?? 1))
  })

  test('of one day is hardly bolder than flat for the other days', () => {
    const rhythm = learnRhythm(Array.from({ length: 24 }, (_, i) => (i === 10 ? 5 : 0)), at)
    expect(Math.max(...rhythm)).toBeLessThan(4)
  })
})
