import { expect, test } from 'vitest'
import { featureNames } from '../../../../server/issues/features.ts'
import { weighSetting } from '../../../../server/issues/setting.ts'

const weigh = (place: number, category: number, sure: boolean): number => {
  const features = new Float64Array(featureNames.length)
  features[featureNames.indexOf('placeAgrees')] = place
  features[featureNames.indexOf('categoryAgrees')] = category
  return weighSetting(features, sure)
}

test('one leaf at one place of the gazetteer speaks for one matter, at two for two', () => {
  expect(weigh(1, 1, true)).toBeGreaterThan(4)
  expect(weigh(-1, 1, true)).toBeLessThan(-2)
})

test('two leaves at one place of the gazetteer speak against one matter, softer than two places do', () => {
  expect(weigh(1, -1, true)).toBeLessThan(0)
  expect(weigh(1, -1, true)).toBeGreaterThan(weigh(-1, 1, true))
})

test('a place known by its shape alone only ever speaks in favour', () => {
  expect(weigh(1, 1, false)).toBeGreaterThan(0)
  expect([weigh(1, -1, false), weigh(-1, 1, false), weigh(-1, -1, false)]).toEqual([0, 0, 0])
})

test('what nobody knows says nothing', () => {
  expect([weigh(0, 0, true), weigh(1, 0, true), weigh(0, 1, true), weigh(0, -1, true)]).toEqual([0, 0, 0, 0])
})
