import { expect, test } from 'vitest'
import { mostOutlets } from '../../../server/reach.ts'
import { hour } from '../../../shared/clock.ts'

test('outlets count once each, and only those within one span of the hours', () => {
  const published = [{ at: 0, outlet: 'a' }, { at: hour, outlet: 'a' }, { at: 2 * hour, outlet: 'b' }, { at: 4 * hour, outlet: 'c' }, { at: 5 * hour, outlet: 'd' }]
  expect([mostOutlets(published, 2), mostOutlets(published, 3), mostOutlets([], 2)]).toEqual([2, 3, 0])
})
