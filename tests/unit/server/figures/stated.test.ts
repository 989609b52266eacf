import { describe, expect, test } from 'vitest'
import type { Figure } from '../../../../shared/figures.ts'
import { sayDifferences, sayImpossibleChange } from '../../../../server/figures/stated.ts'
import { wilson } from '../../../../server/figures/wilson.ts'

const figure: Figure = { count: 38_347, of: null, rate: null, interval: null, rest: 'records', yearBefore: null, before: null, stated: null }
const stated = { change: null, changeIn: null, note: '' }
const counts = { kind: 'count', measure: '件' } as const
const rates = { kind: 'rate', measure: '件' } as const

describe('a published value', () => {
  test('that differs from the computed one is told with both and their difference', () => {
    expect(sayDifferences('受理量', counts, { ...figure, stated: { ...stated, value: 39_827 } }, true)).toEqual(['受理量：公布值39827件，按记录38347件，相差1480件'])
  })

  test('that is the same, or rounds to the same, is not mentioned', () => {
    expect(sayDifferences('受理量', counts, { ...figure, stated: { ...stated, value: 38_347 } }, true)).toEqual([])
    expect(sayDifferences('满意率', rates, { ...figure, count: 1_464, of: 1_660, rate: 1_464 / 1_660, stated: { ...stated, value: 0.882 } }, true)).toEqual([])
  })

  test('of a rate is told in points, its change as it was published', () => {
    const rate: Figure = {
      ...figure, count: 90, of: 100, rate: 0.9, stated: { value: 0.95, change: 0.1, changeIn: 'points', note: '' },
      yearBefore: { was: 0.85, change: 0.05, rest: 'records', doubt: null },
    }
    expect(sayDifferences('满意率', rates, rate, true)).toEqual(['满意率：公布值95.0%，按记录90.0%（90/100），相差5.0个百分点', '满意率：公布同比+10.0%，计算为+5.0个百分点'])
  })
})

describe('a published change of the whole', () => {
  const pairs = [{ name: '甲', now: 120, was: 100 }, { name: '乙', now: 50, was: 100 }, { name: '丙', now: 10, was: 9 }]

  test('that follows from the channels is not mentioned', () => {
    expect(sayImpossibleChange(180 / 209 - 1, pairs)).toBeNull()
  })

  test('that follows from some of them only is told with these', () => {
    expect(sayImpossibleChange(130 / 109 - 1, pairs)).toMatch(/^受理量：公布同比\+19\.3%不能由各渠道得出：3个有两期数据的渠道合计180件，上年同期209件，同比−13\.9%；只算其中2个渠道（甲、丙）则为\+19\.3%（130件对109件）/)
  })

  test('that follows from none of them is told without a guess', () => {
    expect(sayImpossibleChange(0.5, pairs)).toMatch(/同比−13\.9%$/)
  })
})

test('the interval of Wilson holds the rate and stays within 0 and 1', () => {
  expect(wilson(0, 30)[0]).toBeCloseTo(0, 10)
  expect(wilson(30, 30)[1]).toBeCloseTo(1, 10)
  const [low, high] = wilson(15, 30)
  expect([low, high].map((end) => end.toFixed(3))).toEqual(['0.332', '0.668'])
})
