/** When a posting was made: by what stands beside it, held against what its number says. */
import { day, toBeijingIso, type Instant } from '../../shared/clock.ts'
import { instantOf, readTime, type ReadTime } from '../times.ts'
import { timeOfMid } from './mid.ts'

/** `Tue Mar 05 12:03:00 +0800 2024`, `2018-12-31`, `2023年5月10日 12:00`. */
const withYear = /\d{4}[-/年.] ?\d|^[A-Z][a-z]{2} [A-Z][a-z]{2} \d/
/** `12-31`, `5月10日 12:00`. */
const withDay = /^\d{1,2}[-/月] ?\d/

/**
 * The time of a posting. A full date counts as it is written; anything less (`06-27`, `3分钟前`, nothing) gives way to the mid, which
 * is exact to the second and does not hang on when the page was fetched.
 * @param at when the page was fetched: only for what neither a date nor a mid tells.
 * @returns null when a written date and the mid differ by more than a day: then one of them was not read where it stands.
 */
export function readCreated(mid: string, written: string | null, at: Instant): ReadTime | null {
  const text = written?.replace(/\s+/g, ' ').trim() ?? ''
  const made = timeOfMid(mid)
  if (made === null) return readTime(text, at)
  const exact: ReadTime = { time: toBeijingIso(made), precision: 'second' }
  const full = withYear.test(text)
  if (!full && !withDay.test(text)) return exact
  // Against the next day, so that a date around new year is given its own year; a full date may lie anywhere.
  const read = readTime(text, full ? Math.max(at, made) : made + day)
  const start = instantOf(read.time)
  if (start === null || made < start - day || made > start + (read.precision === 'day' ? 2 : 1) * day) return null
  return full && read.precision === 'second' ? read : exact
}
