/** Due times in working days (工作日): weekends that are not worked and public holidays do not count. */
import { publicCalendar, type Calendar } from './calendar.ts'
import { day, startOfDay, type Instant } from './clock.ts'

/**
 * The last instant of the `count`-th working day after the day of `at`: what is received on Friday and due in three working days is
 * due when Wednesday ends. The day of receipt itself does not count.
 * @param count from 1 on.
 */
export function endOfWorkingDay(at: Instant, count: number, calendar: Calendar = publicCalendar): Instant {
  let left = count
  let date = startOfDay(at)
  while (left > 0) {
    date += day
    if (!calendar.isRest(date)) left -= 1
  }
  return date + day - 1
}
