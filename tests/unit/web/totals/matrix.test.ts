import { expect, test } from 'vitest'
import type { TotalView } from '../../../../shared/figures.ts'
import { yearsOf } from '../../../../web/totals/matrix.ts'

const total = (period: string, channel: string | null, count: number, more: Partial<TotalView> = {}): TotalView =>
  ({ period, channel, by: 'all', key: null, count, origin: 'entered', note: '', enteredBy: 'admin', enteredAt: 0, unused: null, ...more })
const months = (count: number) => Array.from({ length: count }, (_, index) => total(`2017-${String(index + 1).padStart(2, '0')}`, 'hotline', 10 + index))

test('months stand in their columns; a month that nobody entered is empty, not zero', () => {
  const [year] = yearsOf([total('2017-03', 'hotline', 7), total('2017-11', 'hotline', 0)], ['hotline'])
  expect(year?.rows[0]?.months.map((month) => month?.count ?? null)).toEqual([null, null, 7, null, null, null, null, null, null, null, 0, null])
})

test('twelve months make a year, eleven do not, and a year entered as a whole stands apart', () => {
  expect(yearsOf(months(12), [])[0]?.rows[0]).toMatchObject({ sum: 186, year: null })
  expect(yearsOf(months(11), [])[0]?.rows[0]).toMatchObject({ sum: null, year: null })
  expect(yearsOf([total('2017', 'hotline', 99)], [])[0]?.rows[0]).toMatchObject({ sum: null, year: { count: 99 } })
})

test('the latest year stands first; all channels together before each, in the order of the office, unknown ones last', () => {
  const years = yearsOf([total('2016', 'old', 1), total('2016', 'letterbox', 2), total('2017', 'hotline', 3), total('2016', null, 4), total('2016', 'hotline', 5)], ['hotline', 'letterbox'])
  expect(years.map(({ year }) => year)).toEqual(['2017', '2016'])
  expect(years[1]?.rows.map(({ channel }) => channel)).toEqual([null, 'hotline', 'letterbox', 'old'])
})

test('totals by unit are listed and are no row of the matrix; those not used are counted', () => {
  const [year] = yearsOf([total('2017', null, 4), total('2017', null, 3, { by: 'unit', key: 'glj', unused: '已有记录' })], [])
  expect(year?.rows).toHaveLength(1)
  expect(year).toMatchObject({ others: [{ key: 'glj' }], unused: 1 })
  expect(year?.all).toHaveLength(2)
})
