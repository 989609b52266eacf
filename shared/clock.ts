/**
 * Beijing time (+08:00, no daylight saving) for every window and report; instants are epoch milliseconds in UTC.
 *
 * A fixed offset is exact for mainland China since 1991 and costs a hundredth of what a time-zone library does.
 * Domain code never reads the machine's clock: it is given a `Clock`, so that a test or a replay can own time.
 */

/** An instant: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** Where the present comes from; the only implementation that reads the machine is `systemClock`. */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => Date.now() }

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
export const week = 7 * day

const beijingOffset = 8 * hour
/** 1970-01-01 was a Thursday; weeks here begin on Monday 00:00 Beijing time unless a pack says else. */
const mondayOffset = 3 * day

/** The start of the Beijing hour, day or Monday-based week that holds `at`. */
export const startOfHour = (at: Instant): Instant => at - modulo(at, hour)
export const startOfDay = (at: Instant): Instant => at - modulo(at + beijingOffset, day)
export const startOfWeek = (at: Instant): Instant => at - modulo(at + beijingOffset + mondayOffset, week)

/** 0–23, Beijing time. */
export const hourOfDay = (at: Instant): number => Math.floor(modulo(at + beijingOffset, day) / hour)
/** 0 = Monday … 6 = Sunday, Beijing time. */
export const dayOfWeek = (at: Instant): number => Math.floor(modulo(at + beijingOffset + mondayOffset, week) / day)
/** 0–167, counted from Monday 00:00 Beijing time. */
export const hourOfWeek = (at: Instant): number => Math.floor(modulo(at + beijingOffset + mondayOffset, week) / hour)

/** `2026-11-22T08:30:00+08:00`, to the second. */
export function toBeijingIso(at: Instant): string {
  return new Date(at + beijingOffset).toISOString().slice(0, 19) + '+08:00'
}

/** Milliseconds of an ISO 8601 text; a text without a zone is read as Beijing time. Null when it is no time. */
export function parseInstant(text: string): Instant | null {
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text.trim())
  const normal = text.trim().replace(' ', 'T')
  const at = Date.parse(zoned ? normal : `${normal.length === 10 ? `${normal}T00:00:00` : normal}+08:00`)
  return Number.isNaN(at) ? null : at
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
