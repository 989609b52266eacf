import { describe, expect, test } from 'vitest'
import { parseInstant, type Instant } from '../../../shared/clock.ts'
import type { Unit } from '../../../shared/district.ts'
import { loadDistrict } from '../../../shared/node/district.ts'
import { createUnitNames, findRegistered, nameUnits, unitAt } from '../../../shared/units.ts'

const pack = loadDistrict('320813')
const at = (text: string): Instant => parseInstant(text) as Instant
const make = (id: string, given: Partial<Unit>): Unit => ({ id, name: `${id}单位`, aliases: [], kind: '部门', duties: '', validFrom: null, validTo: null, successor: null, basis: 'K', ...given })

describe('a unit in time', () => {
  const renamed = [make('old', { validTo: '2018-06', successor: 'new' }), make('new', { validFrom: '2018-07' })]
  const merged = [make('a', { validTo: '2019', successor: 'c' }), make('b', { validTo: '2019', successor: 'c' }), make('c', { validFrom: '2019' })]
  const nameAt = (units: Unit[], id: string, date: string): string => {
    const byId = new Map(units.map((unit) => [unit.id, unit]))
    return unitAt(byId.get(id)!, at(date), byId).id
  }

  test('that was renamed is told under the name of the time, from either side', () => {
    expect(nameAt(renamed, 'old', '2018-06-30')).toBe('old')
    expect(nameAt(renamed, 'new', '2018-06-30')).toBe('old')
    expect(nameAt(renamed, 'old', '2018-07-01')).toBe('new')
    expect(nameAt(renamed, 'new', '2018-07-01')).toBe('new')
  })

  test('that was merged of two keeps its name before it existed; the two keep theirs', () => {
    expect(['a', 'b', 'c'].map((id) => nameAt(merged, id, '2018-12-31'))).toEqual(['a', 'b', 'c'])
    expect(['a', 'b', 'c'].map((id) => nameAt(merged, id, '2020-01-01'))).toEqual(['c', 'c', 'c'])
  })

  test('in the year of a change of which only the year is known is the new one', () => {
    expect(['a', 'b', 'c'].map((id) => nameAt(merged, id, '2019-05-01'))).toEqual(['c', 'c', 'c'])
  })

  test('that went into one which was there before is told apart until it was dissolved', () => {
    const units = [make('small', { validTo: '2014', successor: 'big' }), make('big', {})]
    expect(nameAt(units, 'small', '2014-12-31')).toBe('small')
    expect(nameAt(units, 'small', '2015-01-01')).toBe('big')
    expect(nameAt(units, 'big', '2010-01-01')).toBe('big')
  })

  test('in a loop of successors does not hang', () => {
    const units = [make('x', { validTo: '2010', successor: 'y' }), make('y', { validTo: '2010', successor: 'x' })]
    expect(['x', 'y']).toContain(nameAt(units, 'x', '2020-01-01'))
  })
})

test('names are found as they stand, with the district before them, and inside longer ones', () => {
  const byName = nameUnits(pack.units)
  expect(['区住建局', '洪泽区住建局', '淮安市洪泽区住房和城乡建设局', '公安分局'].map((name) => findRegistered(name, byName)?.id)).toEqual(['zj', 'zj', 'zj', 'ga'])
  expect(findRegistered('外星联络处', byName)).toBeUndefined()
})

test('a name that no unit has is kept for display, without an id', () => {
  const find = createUnitNames(pack.units, at('2018-12-31'))
  expect(find('外星联络处')).toEqual({ id: null, name: '未识别：外星联络处', unit: null })
  expect(find('环保分局')).toMatchObject({ id: 'hbfj', name: '环保分局' })
  expect(find('洪泽生态环境局')).toMatchObject({ id: 'hbfj' })
  expect(createUnitNames(pack.units, at('2020-12-31'))('环保分局')).toMatchObject({ id: 'hb' })
})
