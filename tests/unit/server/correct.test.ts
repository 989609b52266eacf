import { describe, expect, test } from 'vitest'
import { loadDistrict } from '../../../shared/node/district.ts'
import { correctedFields } from '../../../shared/ruling.ts'
import { countedAnew } from '../../../server/archive/recount.ts'
import { createCorrector } from '../../../server/correct.ts'
import { fieldsOf } from '../../../server/live-state/effects.ts'
import { makeGrouped } from '../../support/grouped.ts'

const pack = loadDistrict('320813')
const { refuse, correct } = createCorrector(pack)
const posting = makeGrouped({ id: 1 })
const known = { category: '0301', unit: 'zj', purpose: '咨询', place: 't-hj' } as const

describe('corrections', () => {
  test('what the pack does not know is refused in words, and changes nothing where it has come in all the same', () => {
    for (const field of correctedFields) {
      expect(refuse(field, 'unheard-of')).toContain('unheard-of')
      expect(correct(posting.enrichment, field, 'unheard-of')).toBe(posting.enrichment)
      expect(refuse(field, known[field])).toBeNull()
    }
  })

  test('a corrected unit leads, and is among the suggestions once', () => {
    const units = ['cg', 'zj', 'gs'].map((unit) => ({ unit, confidence: 0.5, reason: '主办单位' }))
    const corrected = correct({ ...posting.enrichment, units }, 'unit', 'zj')
    expect(corrected.units.map(({ unit }) => unit)).toEqual(['zj', 'cg', 'gs'])
    expect(corrected.units[0]).toEqual({ unit: 'zj', confidence: 1, reason: '人工更正' })
    expect(correct({ ...posting.enrichment, units }, 'unit', 'ga').units.map(({ unit }) => unit)).toEqual(['ga', 'cg', 'zj'])
  })

  test('a corrected place brings its township', () => {
    expect(correct(posting.enrichment, 'place', 't-hj').place).toMatchObject({ id: 't-hj', name: '黄集街道', township: 'hj' })
  })

  test('every figure that a correction can change can be counted anew', () => {
    const before = new Set(fieldsOf(posting))
    for (const field of correctedFields) {
      const after = fieldsOf({ ...posting, enrichment: correct(posting.enrichment, field, known[field]) })
      for (const changed of after.filter((each) => !before.has(each))) expect(Object.keys(countedAnew)).toContain(changed.split(':')[0])
    }
  })
})
