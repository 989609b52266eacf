/** Working days and office hours, for due times and for when units act. */
import { publicCalendar } from '../../../shared/calendar.ts'
import { day, hour, startOfDay, type Instant } from '../../../shared/clock.ts'
import { endOfWorkingDay } from '../../../shared/working-days.ts'

const opens = 8.5 * hour
const closes = 17.5 * hour

/** True on a day on which offices are open. */
export const isWorkday = (at: Instant): boolean => !publicCalendar.isRest(at)

/** The end of office hours on the `count`-th working day after `at`. */
export const dueAfter = (at: Instant, count: number): Instant => startOfDay(endOfWorkingDay(at, count)) + closes

/** `at` itself in office hours, else the next opening, with the same distance past it so that no pile forms at 8:30. */
export function inOfficeHours(at: Instant): Instant {
  const into = at - startOfDay(at)
  if (isWorkday(at) && into >= opens && into < closes) return at
  let date = into < opens ? startOfDay(at) : startOfDay(at) + day
  while (!isWorkday(date)) date += day
  return date + opens + (at % (closes - opens))
}
