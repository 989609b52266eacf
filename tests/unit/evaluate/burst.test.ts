import { describe, expect, test } from 'vitest'
import { day } from '../../../shared/clock.ts'
import { createBurstLine, type BurstAlert } from '../../evaluate/burst-line.ts'
import { Cusum, cusumThreshold } from '../../evaluate/burst-cusum.ts'
import { simulate, type World, type WorldOptions } from '../../evaluate/burst-world.ts'

const options: WorldOptions = {
  seed: 4, begin: '2026-01-05', days: 90, rates: new Array<number>(12).fill(12), holidays: [{ from: 50, days: 7, factor: 2.5 }], wander: 0, own: 0,
  pool: Infinity, rises: new Map(),
}
function alertsOf(world: World): BurstAlert[] {
  const line = createBurstLine()
  return Array.from(world.times.keys()).flatMap((i) => {
    const time = world.times[i] ?? 0
    return line.take({ key: `${world.keys[i] ?? 0}`, time, arrived: time, reporter: `${world.reporters[i] ?? 0}` }) ?? []
  })
}

describe('the burst line', () => {
  test('raises each rise of a simulated world once at each level, soon after it begins', () => {
    const rises = new Map([[2, { from: 40, factor: 8 }], [7, { from: 60, factor: 4 }]])
    const world = simulate({ ...options, holidays: [], rises })
    const alerts = alertsOf(world)
    for (const [key, { from }] of rises) {
      const own = alerts.filter((alert) => alert.key === String(key) && alert.time >= world.start + from * day)
      expect(own[0]?.time).toBeLessThan(world.start + (from + 1.5) * day)
      expect(new Set(own.map(({ level }) => level)).size).toBe(own.length)
      expect(own[0]?.because).toMatch(/涉及\d+人，预计/u)
    }
    expect(alerts.filter(({ key }) => !rises.has(Number(key))).length).toBeLessThanOrEqual(3)
  })

  test('is as quiet as its world is, the holiday that no calendar knows included', () => {
    const alerts = [1, 2, 3].flatMap((seed) => alertsOf(simulate({ ...options, seed })))
    // Six key-years: half an alert a year each are three; seven would come by chance once in thirty.
    expect(alerts.length).toBeLessThanOrEqual(6)
    expect(alerts.filter(({ level }) => level === 'orange' || level === 'red')).toEqual([])
  })
})

describe('the CUSUM that knows both rates', () => {
  test('asks for more where more counts come by in a year, and falls back to nothing in silence', () => {
    expect(cusumThreshold(4, 2, 0.5, 1)).toBeGreaterThan(cusumThreshold(0.2, 2, 0.5, 1) + 1)
    const cusum = new Cusum(4)
    cusum.note(0)
    expect(cusum.note(10)).toBeCloseTo(Math.log(4), 9)
  })
})

describe('a simulated world', () => {
  test('is the same again from the same seed, and brings about what its rates say', () => {
    const [one, again] = [simulate(options), simulate(options)]
    expect(one.times).toEqual(again.times)
    const expected = options.rates.reduce((sum, _, key) => sum + one.expectedBetween(key, one.start, one.start + 90 * day), 0)
    expect(one.times.length / expected).toBeCloseTo(1, 1)
    expect(expected).toBeGreaterThan(12 * 12 * 90)
  })
})
