import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { incompleteBeta, lnGamma, quantile, upperTail } from '../../../../server/trends/special.ts'

/** P(X ≥ k) by summing the probabilities below k. */
function summed(k: number, mean: number, size: number): number {
  const p = size / (size + mean)
  let mass = p ** size
  let below = 0
  for (let i = 0; i < k; i++) {
    below += mass
    mass *= ((i + size) / (i + 1)) * (1 - p)
  }
  return 1 - below
}

describe('special functions', () => {
  test('ln Γ is the logarithm of the factorial one below', () => {
    let factorial = 1
    for (let n = 1; n <= 20; n++) {
      expect(lnGamma(n)).toBeCloseTo(Math.log(factorial), 9)
      factorial *= n
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12)
  })

  test('the incomplete beta function has its known values', () => {
    expect(incompleteBeta(0.5, 3, 3)).toBeCloseTo(0.5, 12)
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12)
    expect(incompleteBeta(0.2, 2, 1)).toBeCloseTo(0.04, 12)
  })

  test('the upper tail is what the probabilities below leave over', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 50, noNaN: true }), fc.double({ min: 0.1, max: 200, noNaN: true }),
      (k, mean, size) => { expect(upperTail(k, mean, size)).toBeCloseTo(summed(k, mean, size), 7) }))
  })

  test('a quantile is the least count that reaches its probability', () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.01, max: 2_000, noNaN: true }), fc.double({ min: 0.2, max: 50, noNaN: true }),
      (probability, mean, size) => {
        const k = quantile(probability, mean, size)
        expect(1 - upperTail(k + 1, mean, size)).toBeGreaterThanOrEqual(probability)
        if (k > 0) expect(1 - upperTail(k, mean, size)).toBeLessThan(probability)
      }))
  })
})
