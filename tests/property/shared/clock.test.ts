import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, dayOfWeek, hour, hourOfDay, hourOfWeek, parseInstant, second, startOfDay, startOfHour, startOfWeek, toBeijingIso, week } from '../../../shared/clock.ts'

/** 1991 (the last summer time in China) to 2100. */
const instants = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) })
const beijing = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', weekday: 'short', hourCycle: 'h23',
})
const partsOf = (at: number): Record<string, string> => Object.fromEntries(beijing.formatToParts(at).map(({ type, value }) => [type, value]))

test('the fixed offset agrees with the time-zone database for Shanghai', () => {
  fc.assert(fc.property(instants, (at) => {
    const parts = partsOf(at)
    expect(toBeijingIso(at)).toBe(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}+08:00`)
    expect(hourOfDay(at)).toBe(Number(parts.hour))
    expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][dayOfWeek(at)]).toBe(parts.weekday)
  }))
})

test('a window holds the instant it was made for, and begins where its neighbour ends', () => {
  fc.assert(fc.property(instants, (at) => {
    for (const [start, length] of [[startOfHour, hour], [startOfDay, day], [startOfWeek, week]] as const) {
      expect(at - start(at)).toBeGreaterThanOrEqual(0)
      expect(at - start(at)).toBeLessThan(length)
      expect(start(start(at) - 1)).toBe(start(at) - length)
    }
    expect(hourOfWeek(at)).toBe(dayOfWeek(at) * 24 + hourOfDay(at))
  }))
})

test('what was written as Beijing time is read back to the second', () => {
  fc.assert(fc.property(instants, (at) => {
    const iso = toBeijingIso(at)
    expect(parseInstant(iso)).toBe(at - (at % second))
    expect(parseInstant(iso.slice(0, 19).replace('T', ' '))).toBe(at - (at % second))
    expect(parseInstant(iso.slice(0, 10))).toBe(startOfDay(at))
  }))
})

test('what is no time is null', () => {
  expect(parseInstant('昨天')).toBeNull()
  expect(parseInstant('')).toBeNull()
})
