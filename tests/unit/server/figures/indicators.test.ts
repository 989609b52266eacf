import { expect, test } from 'vitest'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { indicators } from '../../../../server/figures/indicators/index.ts'

const pack = loadDistrict('320813')

test.each(indicators.map((indicator) => [indicator.id, indicator] as const))('%s has a name, a basis in Chinese and a population that fits its kind', (_, { name, kind, measure, counting, basis }) => {
  expect(name).toMatch(/^\p{Script=Han}+$/u)
  expect(basis(pack)).toMatch(/。$/)
  expect(basis(pack).length).toBeGreaterThan(30)
  expect(measure).toBe(counting.from === 'posts' ? '条' : '件')
  if (counting.from === 'orders') expect(counting.of === null).toBe(kind === 'count')
  if (counting.from === 'repeats') expect(counting.rate).toBe(kind === 'rate')
})

test('ids are told once', () => {
  expect(new Set(indicators.map(({ id }) => id)).size).toBe(indicators.length)
})
