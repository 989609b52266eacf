/** Masking against ten thousand spellings that it was not written from. */
import { expect, test } from 'vitest'
import { mask } from '../../../../server/enrich/mask.ts'
import { emptyTally, tallyMasks } from '../../../evaluate/mask-score.ts'
import { makeMaskingVariants } from '../../../support/masking-variants/index.ts'

test('of 10,000 variants at least .995 are masked whole, .99 of each kind, and hardly anything else is', () => {
  const tally = emptyTally()
  for (const { text, spans } of makeMaskingVariants(10_000, 'spellings')) tallyMasks(tally, text, mask(text).spans, spans)
  expect(tally.spans).toBe(10_000)
  expect(tally.recalled / tally.spans).toBeGreaterThanOrEqual(0.995)
  for (const [kind, { spans, recalled }] of Object.entries(tally.byKind)) expect(recalled / spans, kind).toBeGreaterThanOrEqual(0.99)
  expect((tally.false * 1_000) / tally.characters).toBeLessThanOrEqual(0.05)
})

test('the same seed gives the same variants, another seed others', () => {
  const variants = makeMaskingVariants(50, 'a')
  expect(makeMaskingVariants(50, 'a')).toEqual(variants)
  expect(makeMaskingVariants(50, 'b')).not.toEqual(variants)
})

test('the span of a variant is its value and nothing beside it', () => {
  for (const { text, spans: [[start, end] = [0, 0]] } of makeMaskingVariants(500, 'spans')) {
    expect(text.slice(start, end)).not.toBe('')
    expect(text.slice(start, end)).toBe(text.slice(start, end).trim())
  }
})
