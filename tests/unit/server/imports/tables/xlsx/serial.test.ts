import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf, timeOf } from '../../../../../../server/imports/tables/xlsx/serial.ts'
import { serialOf } from '../../../../../support/spreadsheets/cells.ts'

const beijing = (...at: [number, number, number, number?, number?, number?]): { date: number } => ({ date: Date.UTC(...at) - 8 * 3_600_000 })

test('known serials are the days that Excel shows', () => {
  expect(dateOf(45_000, false)).toEqual(beijing(2023, 2, 15))
  expect(dateOf(1, false)).toEqual(beijing(1900, 0, 1))
  expect(dateOf(59, false)).toEqual(beijing(1900, 1, 28))
  expect(dateOf(61, false)).toEqual(beijing(1900, 2, 1))
  expect(dateOf(43_538, true)).toEqual(beijing(2023, 2, 15))
  expect(dateOf(2_958_465, false)).toEqual(beijing(9999, 11, 31))
})

test('every second comes back, whichever year the days count from and however few digits stand there', () => {
  fc.assert(fc.property(fc.integer({ min: Date.UTC(1990, 0, 1) / 1_000, max: Date.UTC(2090, 0, 1) / 1_000 }), fc.constantFrom(1900 as const, 1904 as const), (seconds, epoch) => {
    const serial = serialOf(seconds * 1_000, epoch)
    expect(dateOf(serial, epoch === 1904)).toEqual({ date: seconds * 1_000 })
    expect(dateOf(Number(serial.toFixed(6)), epoch === 1904)).toEqual({ date: seconds * 1_000 })
  }))
})

test('a number that is no day of a spreadsheet stays a number, a time without a day is a text', () => {
  expect([-1, 2_958_466, 20_250_101].map((serial) => dateOf(serial, false))).toEqual([-1, 2_958_466, 20_250_101])
  expect([0, 0.5, 0.35434].map((serial) => dateOf(serial, false))).toEqual(['00:00', '12:00', '08:30:15'])
  expect(timeOf(1.5)).toBe('36:00')
})
