import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawSpark } from '../../../../web/charts/spark.ts'

test('the curve ends above the wedge when more came than was expected', () => {
  const spark = drawSpark({ hours: [0, 2, 8], low: 1, high: 5 }, 90, 40)
  expect(spark).toEqual({ curve: 'M0 40L30 40L60 32L90 0', band: 'M0 40L90 20L90 36Z', end: { x: 90, y: 0 } })
})

test('nothing counted by the hour is no curve at all', () => {
  expect(drawSpark({ hours: [], low: 0, high: 1 }, 90, 40)).toBeNull()
})

test('a curve never falls and never leaves its box', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 48 }), fc.nat(900), fc.nat(900), (hours, a, b) => {
      const spark = drawSpark({ hours, low: Math.min(a, b), high: Math.max(a, b) }, 120, 36)
      const heights = spark?.curve.slice(1).split('L').map((point) => Number(point.split(' ')[1])) ?? []
      expect(heights).toHaveLength(hours.length + 1)
      expect(heights).toEqual(heights.toSorted((x, y) => y - x))
      expect(heights.every((height) => height >= 0 && height <= 36)).toBe(true)
    }),
  )
})
