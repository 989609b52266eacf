import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Kin, nothing, type Known } from '../../../../server/trends/kin.ts'

const learnt = (pasts: readonly Known[], days = 28): Kin => {
  const kin = new Kin()
  for (let i = 0; i < days; i++) kin.learn(pasts)
  return kin
}
/** Sixty members of one rate, with about as much difference as chance gives. */
const alike = (rate: number, days: number): Known[] =>
  Array.from({ length: 60 }, (_, i) => ({ postings: Math.round(rate * days + ((i % 5) - 2) * 0.7 * Math.sqrt(rate * days)), days }))
const meanOf = ({ postings, days }: Known): number => postings / days

describe('the kin', () => {
  test('says nothing before it has learnt, and nothing of a single member', () => {
    const past = { postings: 6, days: 30 }
    expect(new Kin().priorOf(past)).toEqual(nothing)
    expect(learnt([past]).priorOf(past)).toEqual(nothing)
  })

  test('of one rate believes that rate of each member, also of one that has just risen', () => {
    const prior = learnt(alike(0.2, 40)).priorOf({ postings: 14, days: 40 })
    expect(meanOf(prior)).toBeGreaterThan(0.15)
    expect(meanOf(prior)).toBeLessThan(0.27)
    expect(prior.postings).toBeGreaterThan(8)
  })

  test('of several rates believes of each member those near its own', () => {
    const kin = learnt([...alike(0.2, 40), ...alike(4, 40)])
    expect(meanOf(kin.priorOf({ postings: 9, days: 40 }))).toBeLessThan(0.3)
    expect(meanOf(kin.priorOf({ postings: 150, days: 40 }))).toBeGreaterThan(3)
  })

  test('of members of all rates, or of a few, says next to nothing', () => {
    const all = Array.from({ length: 90 }, (_, i) => ({ postings: 1.08 ** i, days: 40 }))
    expect(learnt(all).priorOf({ postings: 20, days: 40 }).postings).toBeLessThan(2)
    expect(learnt(alike(0.2, 40).slice(0, 3)).priorOf({ postings: 8, days: 40 }).postings).toBeLessThan(6)
  })

  test('does not take rising for the usual when members rise one by one', () => {
    const kin = learnt(alike(0.2, 40))
    for (let i = 0; i < 30; i++) kin.learn([...alike(0.2, 40).slice(30), ...alike(0.8, 40).slice(30)])
    expect(meanOf(kin.priorOf({ postings: 9, days: 40 }))).toBeLessThan(0.3)
  })

  test('believes a positive finite rate, whatever members have brought', () => {
    const past = fc.record({ postings: fc.double({ min: 0, max: 1e6, noNaN: true }), days: fc.double({ min: 0, max: 365, noNaN: true }) })
    fc.assert(fc.property(fc.array(past, { maxLength: 40 }), past, (pasts, one) => {
      const { postings, days } = learnt(pasts, 3).priorOf(one)
      expect(Number.isFinite(postings) && Number.isFinite(days)).toBe(true)
      expect(postings).toBeGreaterThanOrEqual(nothing.postings)
      expect(days).toBeGreaterThanOrEqual(nothing.days)
    }))
  })
})
