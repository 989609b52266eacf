/** Who wrote something on a Xiuno BBS, and when: its times are mostly relative. */
import type { Element } from 'domhandler'
import { day, hour, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { readTime, type ReadTime } from '../times.ts'
import { first } from '../walk.ts'

const guests = ['游客', '匿名', 'Guest', 'guest']

/** A guest has the uid 0 and, for a name, a word of the page's language. */
export function signed(cell: Element | null | undefined, officials: readonly string[], uid?: string): Pick<RawPosting, 'author' | 'anonymous' | 'official'> {
  const name = cell ? textOf([cell]).replace(/\s+/g, ' ') : ''
  const anonymous = (uid ?? cell?.attribs.uid) === '0' || guests.includes(name)
  const author = anonymous || name === '' ? null : name
  return { author, anonymous, official: isOfficial(author, officials) }
}

/** Plugins give the full time as a title of what shows the relative one. */
export function timeOf(cell: Element | null | undefined, at: Instant): ReadTime {
  const titled = readTime(cell?.attribs.title ?? first(cell, ({ attribs }) => attribs.title !== undefined)?.attribs.title, at)
  return titled.time ? titled : writtenTime(cell ? textOf([cell]) : null, at)
}

/** Half of what each unit spans. */
const halves: [string, number][] = [['小时前', hour / 2], ['天前', day / 2], ['月前', 15 * day]]

/**
 * Units are rounded down here: `2天前` is anything from two to three days, so the middle of it is likeliest to fall on the right day.
 * Months are written `3月前`, which could be read as the month of March.
 */
export function writtenTime(written: string | null, at: Instant): ReadTime {
  const half = halves.find(([unit]) => written?.includes(unit))?.[1] ?? 0
  return readTime(written?.replace(/(\d)月前/, '$1个月前'), at - half)
}
