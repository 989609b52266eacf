import { expect, test } from 'vitest'
import type { Change, Figure, IndicatorView } from '../../../../shared/figures.ts'
import { comparisonOf, countedElsewhere, intervalWords, listedWords, partsWords, shortWords, statedDiffers, statedWords, valueWords } from '../../../../web/figures/words.ts'

const received: IndicatorView = { id: 'received', name: '受理量', kind: 'count', measure: '件', basis: '' }
const satisfied: IndicatorView = { id: 'satisfied', name: '满意率', kind: 'rate', measure: '件', basis: '' }
const none: Figure = { count: null, of: null, rate: null, interval: null, rest: 'none', yearBefore: null, before: null, stated: null }
const counted: Figure = { ...none, count: 39_827, rest: 'records' }
const rated: Figure = { ...none, count: 1_464, of: 1_660, rate: 1_464 / 1_660, interval: [0.866, 0.897], rest: 'records' }
const change = (was: number | null, by: number | null, rest: Change['rest'] = 'records', doubt: string | null = null): Change => ({ was, change: by, rest, doubt })

test('what is unknown is said to be so and is never a zero', () => {
  expect([received, satisfied].map((indicator) => shortWords(indicator, none))).toEqual(['暂无', '暂无'])
  expect(valueWords(received, { ...none, count: 0, rest: 'records' })).toEqual({ value: '0', unit: '件' })
})

test('a rate is told with what it is made of, and not told of fewer than thirty', () => {
  expect(valueWords(satisfied, rated)).toEqual({ value: '88.2', unit: '%' })
  expect(partsWords(satisfied, rated)).toBe('1,464/1,660件')
  expect(intervalWords(rated)).toBe('误差范围 86.6%～89.7%')
  expect(shortWords(satisfied, { ...none, count: 11, of: 13, rest: 'records' })).toBe('不足30件')
  expect(shortWords(satisfied, { ...none, count: 0, of: 0, rest: 'records' })).toBe('无')
  expect(partsWords(received, counted)).toBeNull()
})

test('counts change in per cent, rates in points, each against what it is compared to', () => {
  expect(comparisonOf('同比', received, change(33_752, 0.18, 'totals'))).toEqual({ name: '同比', arrow: '↑ ', words: '上升18.0%', against: '上年同期33,752件，据总量', doubt: null })
  expect(comparisonOf('环比', satisfied, change(0.905, -0.023))).toMatchObject({ arrow: '↓ ', words: '下降2.3个百分点', against: '上期90.5%' })
  expect(comparisonOf('环比', received, change(40, 0.0001, 'records', '基数不足30件'))).toMatchObject({ arrow: '', words: '持平', doubt: '基数不足30件' })
})

test('without a base there is no change, and of nothing none in per cent', () => {
  expect(comparisonOf('同比', received, null)).toMatchObject({ words: '暂无', against: '没有上年同期数据' })
  expect(comparisonOf('同比', received, change(0, null))).toMatchObject({ words: '不算比例', against: '上年同期0件' })
})

test('a published value is told with its change as it was published', () => {
  const said = { value: 39_827, change: 0.18, changeIn: 'relative' as const }
  expect(statedWords(received, said)).toBe('公布值 39,827件，同比上升18.0%')
  expect(statedWords(satisfied, { value: 0.882, change: 0.3, changeIn: 'points' })).toBe('公布值 88.2%，同比上升30.0个百分点')
  expect(statedWords(satisfied, { value: 0.882, change: 0.3, changeIn: 'unsaid' })).toBe('公布值 88.2%，同比上升30.0%（未说明是相对变化还是百分点）')
  expect(statedWords(received, { ...said, value: null })).toBe('公布值同比上升18.0%')
})

test('that a published value is another than ours is noticed in value and in change', () => {
  const stated = { value: 39_827, change: 0.18, changeIn: 'relative' as const, note: '' }
  expect(statedDiffers(received, { ...counted, stated, yearBefore: change(40_848, -0.025) })).toBe(true)
  expect(statedDiffers(received, { ...counted, stated, yearBefore: change(33_752, 0.17999) })).toBe(false)
  expect(statedDiffers(received, { ...counted, count: 38_287, stated: { ...stated, change: null } })).toBe(true)
  expect(statedDiffers(satisfied, { ...rated, stated: { ...stated, value: 0.882, change: null } })).toBe(false)
  expect(statedDiffers(received, { ...none, stated })).toBe(false)
})

test('the records of a rate say whether they are its numerator or what it is out of', () => {
  expect(listedWords(satisfied, 'count')).toContain('分子')
  expect(listedWords(satisfied, 'of')).toContain('分母')
  expect(listedWords(received, 'count')).not.toMatch(/分子|分母/)
})

test('records that are not as many as the figure say why', () => {
  expect(countedElsewhere(received, counted, 'count', 39_827)).toBeNull()
  expect(countedElsewhere(received, { ...counted, rest: 'mixed' }, 'count', 30_000)).toContain('来自总量')
  expect(countedElsewhere(received, counted, 'count', 39_828)).toContain('其后记录有变化')
  expect(countedElsewhere(received, undefined, 'count', 3)).toBeNull()
})
