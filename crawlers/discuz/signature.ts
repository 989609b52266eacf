/** Who wrote something and when, as Discuz! signs it. */
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { readTime, type ReadTime } from '../times.ts'
import { first, isTag } from '../walk.ts'

/** 匿名 is shown without a link; a linked account of that name is a name like any other. */
export function nameIn(cell: Element | null | undefined, officials: readonly string[]): Pick<RawPosting, 'author' | 'anonymous' | 'official'> {
  const link = first(cell, (element) => isTag('a')(element) && element.attribs.href !== undefined && textOf([element]) !== '')
  const plain = link || !cell ? '' : textOf([cell]).split('\n')[0]?.trim() ?? ''
  const anonymous = plain === '匿名' || plain === 'Anonymous'
  const author = link ? textOf([link]) : anonymous || plain === '' ? null : plain
  return { author, anonymous, official: isOfficial(author, officials) }
}

const ranks = ['none', 'month', 'day', 'minute', 'second']

/** The title attribute holds the day or minute in full, the text beside it at times more: 昨天 00:26. The more exact one is taken. */
export function timeIn(cell: Element | null | undefined, at: Instant): ReadTime {
  const titled = readTime(first(cell, ({ name, attribs }) => name === 'span' && attribs.title !== undefined)?.attribs.title ?? cell?.attribs.title, at)
  const written = readTime(cell ? textOf([cell]) : null, at)
  return ranks.indexOf(written.precision) > ranks.indexOf(titled.precision) ? written : titled
}
