/** The calendar of public holidays: which days are off though they are weekdays, and which weekends are worked (调休). */
import { z } from 'zod'
import { day, dayOfWeek, parseInstant, startOfDay, type Instant } from './clock.ts'
import holidayRows from './holidays.json' with { type: 'json' }

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/)

/**
 * Days off from `from` to `to`, and the weekend days worked in exchange, as the State Council announced them. `announced` false
 * = not announced yet when this was written: the statutory days by the lunar calendar, without the weekends that are moved.
 */
export const holidaySchema = z.array(z.strictObject({ name: z.string(), from: date, to: date, work: z.array(date), announced: z.boolean() }))
export type Holiday = z.infer<typeof holidaySchema>[number]

export interface Calendar {
  /** The name of the holiday that holds `at`; null on any other day. */
  holidayAt(at: Instant): string | null
  /** A weekend day on which people work in exchange for a holiday. */
  isWorkingWeekend(at: Instant): boolean
  /** Whether offices are shut: weekends that are not worked, and holidays. */
  isRest(at: Instant): boolean
}

/** Looks days up in the table of `holidays`; years that it does not hold have ordinary weeks. */
export function createCalendar(holidays: readonly Holiday[]): Calendar {
  const off = new Map<Instant, string>()
  const worked = new Set<Instant>()
  for (const { name, from, to, work } of holidays) {
    for (let at = parseInstant(from) ?? 0; at <= (parseInstant(to) ?? -1); at += day) off.set(at, name)
    for (const at of work) worked.add(parseInstant(at) ?? 0)
  }
  const holidayAt = (at: Instant): string | null => off.get(startOfDay(at)) ?? null
  const isWorkingWeekend = (at: Instant): boolean => worked.has(startOfDay(at))
  return { holidayAt, isWorkingWeekend, isRest: (at) => holidayAt(at) !== null || (dayOfWeek(at) >= 5 && !isWorkingWeekend(at)) }
}

/** China's own, 2018–2027. */
export const publicCalendar: Calendar = createCalendar(holidaySchema.parse(holidayRows))
