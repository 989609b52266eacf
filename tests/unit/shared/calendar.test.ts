import { describe, expect, test } from 'vitest'
import { createCalendar, holidaySchema, publicCalendar } from '../../../shared/calendar.ts'
import { day, dayOfWeek, parseInstant } from '../../../shared/clock.ts'
import rows from '../../../shared/holidays.json' with { type: 'json' }

const noon = (date: string): number => (parseInstant(date) ?? 0) + day / 2

describe('the calendar of public holidays', () => {
  test('knows the week of National Day, its first hour and its last', () => {
    expect(publicCalendar.holidayAt(noon('2026-10-01'))).toBe('国庆')
    expect(publicCalendar.holidayAt(parseInstant('2026-10-01') ?? 0)).toBe('国庆')
    expect(publicCalendar.holidayAt((parseInstant('2026-10-08') ?? 0) - 1)).toBe('国庆')
    expect(publicCalendar.holidayAt(parseInstant('2026-10-08') ?? 0)).toBeNull()
  })

  test('tells a worked weekend from one that is not', () => {
    expect(publicCalendar.isWorkingWeekend(noon('2026-02-14'))).toBe(true)
    expect([noon('2026-02-14'), noon('2026-03-14'), noon('2026-03-16'), noon('2026-10-05')].map((at) => publicCalendar.isRest(at))).toEqual([false, true, false, true])
  })

  test('moves working days to weekends only, and never into a holiday', () => {
    for (const { work } of holidaySchema.parse(rows)) {
      for (const date of work) {
        expect(dayOfWeek(noon(date)), date).toBeGreaterThanOrEqual(5)
        expect(publicCalendar.holidayAt(noon(date)), date).toBeNull()
      }
    }
  })

  test('has every statutory holiday of every year from 2018 to 2027, and says which were not announced yet', () => {
    const holidays = holidaySchema.parse(rows)
    for (let year = 2018; year <= 2027; year++) {
      const names = holidays.filter(({ to }) => to.startsWith(String(year))).map(({ name }) => name).join('、')
      for (const name of ['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆']) expect(names, String(year)).toContain(name)
    }
    expect(new Set(holidays.filter(({ announced }) => !announced).map(({ to }) => to.slice(0, 4)))).toEqual(new Set(['2027']))
  })

  test('has ordinary weeks where the table says nothing', () => {
    const empty = createCalendar([])
    expect([empty.holidayAt(noon('2026-10-01')), empty.isRest(noon('2026-10-01')), empty.isRest(noon('2026-10-03'))]).toEqual([null, false, true])
  })
})
