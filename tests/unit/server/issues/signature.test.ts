import { describe, expect, test } from 'vitest'
import { bands, shortestText, Signer } from '../../../../server/issues/signature.ts'
import { randomFrom, randomText } from '../../../support/texts.ts'

const signer = new Signer()
const bytesOf = (text: string): number[] => {
  signer.sign(text)
  return [...new Uint8Array(signer.signature.slice().buffer)]
}
const agreement = (one: string, other: string): number => {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  return a.filter((byte, i) => byte === b[i]).length / a.length
}

describe('signatures of texts', () => {
  test('agree as often as the texts have trigrams in common', () => {
    const random = randomFrom(3)
    // A shared beginning of so many trigrams, of 100 in each: as many in common of 200 less as many.
    for (const shared of [0, 20, 40, 60, 80, 95, 100]) {
      const estimates = Array.from({ length: 300 }, () => {
        const beginning = randomText(random, shared + 2)
        return agreement(beginning + randomText(random, 100 - shared), beginning + randomText(random, 100 - shared))
      })
      const mean = estimates.reduce((sum, estimate) => sum + estimate, 0) / estimates.length
      const truth = shared / (200 - shared)
      const deviation = Math.sqrt(estimates.reduce((sum, estimate) => sum + (estimate - mean) ** 2, 0) / estimates.length)
      // By chance eight bits agree once in 256.
      expect(Math.abs(mean - (truth + (1 - truth) / 256))).toBeLessThan(0.012)
      expect(deviation).toBeLessThan(0.075)
    }
  })

  test('do not see punctuation, white space, width or case, but do see order', () => {
    expect(agreement('洪泽湖大道ABC路灯不亮', '洪泽湖大道 ａｂｃ，路灯\n不亮！')).toBe(1)
    expect(agreement('洪泽湖大道的路灯不亮', '路灯不亮的洪泽湖大道')).toBeLessThan(0.8)
  })

  test('are of texts that say something, the first characters of endless ones', () => {
    expect(signer.sign('路灯不亮'.repeat(3).slice(0, shortestText - 1))).toBe(0)
    expect(signer.sign('路灯不亮'.repeat(3).slice(0, shortestText))).toBe(shortestText)
    const random = randomFrom(4)
    const long = randomText(random, 600)
    expect(agreement(long + randomText(random, 5_000), long + randomText(random, 5_000))).toBe(1)
    expect(signer.sign(' ，'.repeat(1_000_000))).toBe(0)
    expect(signer.signature).toHaveLength(bands)
  })

  test('take lone halves of surrogate pairs and control characters as they come', () => {
    expect(() => signer.sign('\ud800\u0000\udfff'.repeat(50))).not.toThrow()
  })
})
