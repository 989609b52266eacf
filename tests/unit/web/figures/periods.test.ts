import { expect, test } from 'vitest'
import { daysOf, periodAs, periodNamed, periodText, periodWords, readPeriod } from '../../../../web/figures/periods.ts'

/** 2026-01-11 20:00, a Sunday, Beijing time. */
const now = Date.UTC(2026, 0, 11, 12)
const texts = ['2018', '2018-H2', '2018-Q1', '2018-03', '2018-01-05', '2018-01-05..2018-01-11']

test('what is asked for by name follows the day, over the turn of the year too', () => {
  expect(periodNamed('week', now, 4)).toBe('2026-01-09..2026-01-11')
  expect(periodNamed('lastWeek', now, 4)).toBe('2026-01-02..2026-01-08')
  expect(periodNamed('week', now, 0)).toBe('2026-01-05..2026-01-11')
  expect((['month', 'lastMonth', 'quarter', 'year', 'lastYear'] as const).map((name) => periodNamed(name, now, 4))).toEqual(['2026-01', '2025-12', '2026-Q1', '2026', '2025'])
})

test('an address gives back the period it was made of', () => {
  for (const text of texts.filter((each) => each !== '2018-01-05')) expect(periodText(readPeriod(text)!)).toBe(text)
  expect(readPeriod('2018-01-05')).toEqual({ kind: 'days', from: '2018-01-05', to: '2018-01-05' })
})

test.each(['', 'abc', '2018-13', '2018-Q5', '2018-H3', '2018-1', '2018-01-05..', '<script>'])('%j is no period', (text) => {
  expect(readPeriod(text)).toBeNull()
})

test('periods are said as the office says them', () => {
  expect(texts.map(periodWords)).toEqual(['2018年', '2018年下半年', '2018年一季度', '2018年3月', '2018年1月5日', '2018年1月5日至1月11日'])
  expect(periodWords('2017-12-29..2018-01-04')).toBe('2017年12月29日至2018年1月4日')
})

test('another kind of period begins where the one before began', () => {
  expect(periodText(periodAs('month', readPeriod('2018-Q3')!))).toBe('2018-07')
  expect(periodText(periodAs('half', readPeriod('2018-07-15..2018-08-01')!))).toBe('2018-H2')
  expect(periodText(periodAs('days', readPeriod('2020-02')!))).toBe('2020-02-01..2020-02-29')
  expect(periodText(periodAs('year', readPeriod('2020-02')!))).toBe('2020')
})

test('a period has its first and last day', () => {
  expect(texts.map((text) => daysOf(readPeriod(text)!))).toEqual([
    { from: '2018-01-01', to: '2018-12-31' }, { from: '2018-07-01', to: '2018-12-31' }, { from: '2018-01-01', to: '2018-03-31' },
    { from: '2018-03-01', to: '2018-03-31' }, { from: '2018-01-05', to: '2018-01-05' }, { from: '2018-01-05', to: '2018-01-11' },
  ])
})
