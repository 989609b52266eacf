import { expect, test } from 'vitest'
import { showCell } from '../../../../../server/imports/tables/show.ts'

test('a number is shown with all its digits', () => {
  expect(showCell(12_345_678_901_234)).toBe('12345678901234')
  expect(showCell(2 ** 80)).toBe('1208925819614629174706176')
  expect(showCell(-3.25)).toBe('-3.25')
  expect(showCell(0)).toBe('0')
})

test('a date is shown in Beijing time, no longer than it has to be', () => {
  expect(showCell({ date: Date.UTC(2024, 11, 31, 16) })).toBe('2025-01-01')
  expect(showCell({ date: Date.UTC(2025, 0, 1, 0, 5) })).toBe('2025-01-01 08:05')
  expect(showCell({ date: Date.UTC(2025, 0, 1, 0, 5, 9) })).toBe('2025-01-01 08:05:09')
})

test('truth values, errors, texts and blanks are shown as a person knows them', () => {
  expect([true, false, null, ' a ', { error: '#N/A' }].map(showCell)).toEqual(['是', '否', '', ' a ', '#N/A'])
})
