import { describe, expect, test } from 'vitest'
import { createTide, type Tide } from '../../../../server/trends/tide.ts'
import { randomFrom } from '../../../evaluate/burst-world.ts'

const keys = Array.from({ length: 20 }, (_, key) => `key-${key}`)
const stepsADay = 144

/** Days in which each key brings `rate` postings, times what `factorOf` says of it. */
function live(tide: Tide, days: number, rate: number, random: () => number, factorOf: (key: string) => number = () => 1): void {
  for (let step = 0; step < days * stepsADay; step++) {
    tide.pass(1 / stepsADay)
    for (const key of keys) {
      const chance = (rate * factorOf(key)) / stepsADay
      for (let tried = 0; tried < 10; tried++) if (random() < chance / 10) tide.note(key)
    }
    tide.step()
    if (step % 6 === 5) tide.learn()
  }
}

function ordinary(): { tide: Tide; random: () => number } {
  const tide = createTide()
  const random = randomFrom(11)
  live(tide, 30, 20, random)
  return { tide, random }
}

describe('the tide', () => {
  test('is none on ordinary days', () => {
    const { tide, random } = ordinary()
    for (let day = 0; day < 10; day++) {
      live(tide, 1, 20, random)
      expect(tide.factor).toBe(1)
    }
  })

  test('rises with all keys within hours, and has fallen with them a day later', () => {
    const { tide, random } = ordinary()
    live(tide, 0.25, 20, random, () => 2.5)
    expect(tide.factor).toBeGreaterThan(1.9)
    expect(tide.factor).toBeLessThan(3)
    live(tide, 1, 20, random)
    expect(tide.factor).toBe(1)
  })

  test('holds through a week of holiday, which is not learnt as the usual', () => {
    const { tide, random } = ordinary()
    live(tide, 7, 20, random, () => 2.5)
    expect(tide.factor).toBeGreaterThan(2)
    live(tide, 1, 20, random)
    expect(tide.factor).toBe(1)
  })

  test('stands no higher than any holiday, whatever all keys bring', () => {
    const { tide, random } = ordinary()
    live(tide, 0.5, 20, random, () => 8)
    expect(tide.factor).toBe(3)
    expect(tide.without('key-3')).toBe(3)
    expect(tide.lookBack('key-3')(36)).toBeLessThan(3)
  })

  test('is not raised by the burst of one key or two', () => {
    const { tide, random } = ordinary()
    live(tide, 0.5, 20, random, (key) => (key === 'key-3' || key === 'key-4' ? 8 : 1))
    expect(tide.factor).toBe(1)
  })

  test('stands lower for a key without that key, and a key in a burst of its own is no part of it', () => {
    const { tide, random } = ordinary()
    live(tide, 0.5, 20, random, (key) => (key === 'key-3' ? 8 : 2.5))
    expect(tide.without('key-3')).toBeLessThan(tide.without('key-5'))
    tide.leave('key-3')
    expect(tide.isAway('key-3')).toBe(true)
    tide.join('key-3', 20)
    expect(tide.isAway('key-3')).toBe(false)
  })

  test('knows in hindsight of the first hour of a holiday', () => {
    const { tide, random } = ordinary()
    expect(tide.lookBack('key-3')(6)).toBe(1)
    live(tide, 0.1, 20, random, () => 3)
    const lookBack = tide.lookBack('key-3')
    expect(lookBack(14)).toBeGreaterThan(1)
    expect(lookBack(14)).toBeLessThan(3.5)
  })

  test('says nothing in its first week', () => {
    const tide = createTide()
    live(tide, 5, 20, randomFrom(3), () => 3)
    expect(tide.factor).toBe(1)
  })
})
