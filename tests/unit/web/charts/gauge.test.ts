import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawGauge } from '../../../../web/charts/gauge.ts'

test('what is past the band reaches to the end, what is within it leaves the end to the band', () => {
  expect(drawGauge({ seen: 20, low: 1, high: 5 })).toEqual({ from: 5, to: 25, seen: 100 })
  expect(drawGauge({ seen: 3, low: 2, high: 8 })).toEqual({ from: 25, to: 100, seen: 37.5 })
})

test('nothing seen where nothing was to be expected is an empty line', () => {
  expect(drawGauge({ seen: 0, low: 0, high: 0 })).toEqual({ from: 0, to: 0, seen: 0 })
})

test('no length leaves the line, and what is past the band is drawn past it', () => {
  fc.assert(fc.property(fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), (seen, a, b) => {
    const gauge = drawGauge({ seen, low: Math.min(a, b), high: Math.max(a, b) })
    expect(Object.values(gauge).every((percent) => percent >= 0 && percent <= 100)).toBe(true)
    expect(gauge.from).toBeLessThanOrEqual(gauge.to)
    expect(gauge.seen > gauge.to).toBe(seen > Math.max(a, b))
  }))
})
