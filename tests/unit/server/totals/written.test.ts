import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findYear, readMonth, readWrittenChange, readWrittenCount, readWrittenPeriod, readWrittenValue } from '../../../../server/totals/written.ts'

describe('periods, counts and shares are read as clerks write them', () => {
  test.each([
    ['2017', '2017'], ['2017年', '2017'], ['2017年全年', '2017'], ['2017-03', '2017-03'], ['2017/3', '2017-03'], ['2017年3月', '2017-03'], ['2017年3月份', '2017-03'], ['201703', '2017-03'],
    ['２０１７年　3月', '2017-03'], ['3月', '2016-03'], ['十二月', '2016-12'], ['2017-13', null], ['去年', null], ['', null], ['13月', null],
  ])('%s is the period %s', (written, period) => {
    expect(readWrittenPeriod(written, '2016')).toBe(period)
  })

  test('a date stands for its month, a number for its year, a month without a year for nothing', () => {
    expect(readWrittenPeriod({ date: Date.parse('2018-02-28T17:00:00Z') }, null)).toBe('2018-03')
    expect(readWrittenPeriod(2018, null)).toBe('2018')
    expect(readWrittenPeriod('3月', null)).toBeNull()
  })

  test('every month of every year is read back', () => {
    fc.assert(fc.property(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const period = `${year}-${String(month).padStart(2, '0')}`
      for (const written of [period, `${year}年${month}月`, `${year}.${month}`]) expect(readWrittenPeriod(written, null)).toBe(period)
      expect(readMonth(`${month}月`)).toBe(month)
    }))
  })

  test('a title tells the year unless it names two', () => {
    expect(findYear(['总量', '2017年受理情况'])).toBe('2017')
    expect(findYear(['2017—2018年对比'])).toBeNull()
    expect(findYear(['电话12345'])).toBeNull()
  })

  test.each([['1,234', 1234], ['1234件', 1234], [12, 12], ['12.0', 12], ['约20', null], ['-3', null], ['1.5', null], ['', null]])('%s is the count %s', (written, count) => {
    expect(readWrittenCount(written)).toBe(count)
  })

  test.each([['97.5%', 0.975], [97.5, 0.975], [0.975, 0.975], ['100%', 1], ['', null], ['很高', undefined], ['101%', undefined]])('%s is the share %s', (written, value) => {
    expect(readWrittenValue(written, 'rate')).toBe(value)
  })

  test.each([
    ['+18.0%', 0.18, 'relative'], ['18.0', 0.18, 'relative'], [0.18, 0.18, 'relative'], ['下降38.2%', -0.382, 'relative'], ['同比上升23.8%', 0.238, 'relative'], ['-2.5%', -0.025, 'relative'],
    ['3.2个百分点', 0.032, 'points'],
  ])('%s is a change of %s (%s)', (written, change, changeIn) => {
    expect(readWrittenChange(written, 'count')).toEqual({ change, changeIn })
  })

  test('of a rate it is not said whether a change in per cent is relative or in points', () => {
    expect(readWrittenChange('30.0%', 'rate')).toEqual({ change: 0.3, changeIn: 'unsaid' })
    expect(readWrittenChange('-', 'rate')).toBeNull()
    expect(readWrittenChange('持平', 'rate')).toBeUndefined()
  })
})
