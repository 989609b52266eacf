/** Dates as spreadsheets keep them: days since an epoch, in the local time of whoever wrote them, which is Beijing's. */
import { day, hour } from '../../../../shared/clock.ts'
import type { Cell } from '../table.ts'

/** 1970-01-01 in days since the 0th of January 1900, as Excel counts. */
const unixDay = 25_569
/** Days between the two epochs. */
const days1904 = 1_462
/** 9999-12-31, the last day of a spreadsheet; and the 29th of February 1900, which Excel believes in. */
const lastDay = 2_958_466
const leapDay = 60

/**
 * The date of a serial, to the second: exporters write fewer digits than a second needs. A time without a day (below 1) comes as text
 * (08:30, 08:30:15), a number that is no date of a spreadsheet as the number.
 */
export function dateOf(serial: number, from1904: boolean): Cell {
  if (serial < 0 || serial >= lastDay) return serial
  if (serial < 1 && !from1904) return timeOf(serial)
  const days = from1904 ? serial + days1904 : serial < leapDay ? serial + 1 : serial
  return { date: Math.round((days - unixDay) * 86_400) * 1_000 - 8 * hour }
}

/** A span of time as its format shows it: hours may pass 24. */
export function timeOf(serial: number): string {
  const seconds = Math.round(serial * day / 1_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const rest = seconds % 60
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}${rest > 0 ? `:${two(rest)}` : ''}`
}
