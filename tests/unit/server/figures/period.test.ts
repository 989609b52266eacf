import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, parseInstant, toBeijingIso, type Instant } from '../../../../shared/clock.ts'
import { GiveUp } from '../../../../shared/errors.ts'
import { cutAt, monthsOf, parsePeriod, periodBefore, yearBefore, type Period } from '../../../../server/figures/period.ts'

const daysOf = ({ from, to }: Pick<Period, 'from' | 'to'>): string => `${toBeijingIso(from).slice(0, 10)}..${toBeijingIso(to - day).slice(0, 10)}`
const at = (text: string): Instant => parseInstant(text) as Instant

test.each([
  ['2018', '2018-01-01..2018-12-31', '2017-01-01..2017-12-31', '2017-01-01..2017-12-31'],
  ['2018-H1', '2018-01-01..2018-06-30', '2017-07-01..2017-12-31', '2017-01-01..2017-06-30'],
  ['2018-H2', '2018-07-01..2018-12-31', '2018-01-01..2018-06-30', '2017-07-01..2017-12-31'],
  ['2018-Q1', '2018-01-01..2018-03-31', '2017-10-01..2017-12-31', '2017-01-01..2017-03-31'],
  ['2018-03', '2018-03-01..2018-03-31', '2018-02-01..2018-02-28', '2017-03-01..2017-03-31'],
  ['2020-02', '2020-02-01..2020-02-29', '2020-01-01..2020-01-31', '2019-02-01..2019-02-28'],
  ['2021-02', '2021-02-01..2021-02-28', '2021-01-01..2021-01-31', '2020-02-01..2020-02-29'],
  ['2018-01-05', '2018-01-05..2018-01-05', '2018-01-04..2018-01-04', '2017-01-05..2017-01-05'],
  ['2018-01-05..2018-01-11', '2018-01-05..2018-01-11', '2017-12-29..2018-01-04', '2017-01-05..2017-01-11'],
  ['2020-02-29', '2020-02-29..2020-02-29', '2020-02-28..2020-02-28', '2019-02-28..2019-02-28'],
  ['2021-02-22..2021-02-28', '2021-02-22..2021-02-28', '2021-02-15..2021-02-21', '2020-02-22..2020-02-28'],
])('%s is %s, after %s and a year after %s', (text, own, before, earlier) => {
  const period = parsePeriod(text)
  expect([daysOf(period), daysOf(periodBefore(period)), daysOf(yearBefore(period))]).toEqual([own, before, earlier])
})

test.each(['', '18', '2018-13', '2018-00', '2018-Q5', '2018-H3', '2018-02-30', '2018-01-11..2018-01-05', '2010-01-01..2018-01-01', '去年', '2018-1'])('“%s” is refused in words', (text) => {
  expect(() => parsePeriod(text)).toThrow(GiveUp)
  expect(() => parsePeriod(text)).toThrow(/统计期/)
})

test('a period that is not over is compared with as many days', () => {
  const cut = (text: string, now: string): string[] => {
    const period = cutAt(parsePeriod(text), at(now))
    return [daysOf(period), daysOf(periodBefore(period)), daysOf(yearBefore(period))]
  }
  expect(cut('2026', '2026-11-23T09:00:00')).toEqual(['2026-01-01..2026-11-23', '2025-01-01..2025-11-23', '2025-01-01..2025-11-23'])
  expect(cut('2026-03', '2026-03-30T23:59:00')).toEqual(['2026-03-01..2026-03-30', '2026-02-01..2026-02-28', '2025-03-01..2025-03-30'])
  expect(cut('2026-03', '2026-04-01T00:00:00')).toEqual(['2026-03-01..2026-03-31', '2026-02-01..2026-02-28', '2025-03-01..2025-03-31'])
})

test('the months of a period lie end to end in it', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 1_000 }), (start, length) => {
    const from = at('2015-01-01') + start * day
    const months = monthsOf({ from, to: from + length * day })
    expect(months[0]!.from).toBe(from)
    expect(months.at(-1)!.to).toBe(from + length * day)
    for (const [index, month] of months.entries()) if (index > 0) expect(month.from).toBe(months[index - 1]!.to)
  }))
})
