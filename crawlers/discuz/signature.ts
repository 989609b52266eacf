/** Who wrote something and when, as Discuz! signs it. */
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { readTime, type ReadTime } from '../times.ts'
import { first, isTag } from '../walk.ts'

/** What stands for the name of somebody who gave none. */
const nameless = ['匿名', 'Anonymous', '游客', 'Guest']

/**
 * 匿名 is shown without a link, a guest with one that leads nowhere; a linked account of that name is a name like any other.
 * What stands beside the name in `<em>` (a guest's IP address, “该用户已被删除”) is no part of it.
 */
export function nameIn(cell: Element | null | undefined, officials: readonly string[]): Pick<RawPosting, 'author' | 'anonymous' | 'official'> {
  const link = first(cell, (element) => isTag('a')(element) && element.attribs.href !== undefined && textOf([element]) !== '')
  const written = link ?? cell
  const name = written ? textOf([written], isTag('em')).split('\n')[0]?.trim() ?? '' : ''
  const anonymous = nameless.includes(name) && (link === null || /^javascript:/i.test(link.attribs.href ?? ''))
  const author = anonymous || name === '' ? null : name
  return { author, anonymous, official: isOfficial(author, officials) }
}

const ranks = ['none', 'month', 'day', 'minute', 'second']

/** The title attribute holds the day or minute in full, the text beside it at times more: 昨天 00:26. The more exact one is taken. */
export function timeIn(cell: Element | null | undefined, at: Instant): ReadTime {
  const titled = readTime(first(cell, ({ name, attribs }) => name === 'span' && attribs.title !== undefined)?.attribs.title ?? cell?.attribs.title, at)
  const written = readTime(cell ? textOf([cell]) : null, at)
  return ranks.indexOf(written.precision) > ranks.indexOf(titled.precision) ? written : titled
}
