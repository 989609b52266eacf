/** Rows of a Xiuno board: list items since 4.0.4, table rows before. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, textOf } from '../html.ts'
import { blankPosting } from '../source.ts'
import { all, every, first, hasClass, isTag, type Test } from '../walk.ts'
import { threadOf, threadUrl } from './address.ts'
import { signed, timeOf, writtenTime } from './signature.ts'

export interface PageContext {
  url: string
  base: string
  at: Instant
  officials: readonly string[]
}

const hasIcon = (...names: string[]): Test => ({ attribs }) => names.some((name) => (attribs.class ?? '').split(/\s+/).includes(name))
const isTop: Test = ({ attribs }) => /(?:^|\s)(?:icon-|thread_)?top[-_][1-9](?:\s|$)/.test(attribs.class ?? '')
const isThreadLink: Test = ({ name, attribs }) => name === 'a' && threadOf(attribs.href ?? '') !== null

export const readRows = ($: CheerioAPI, context: PageContext): RawPosting[] =>
  $('.thread[data-tid], .thread[href], .threadlist .thread').toArray().flatMap((row) => readRow(row, context) ?? [])

function readRow(row: Element, context: PageContext): RawPosting | null {
  // Plugins put tags and boards beside the title: the first link that leads to a thread is the title.
  const link = first(first(row, hasClass('subject')), isThreadLink) ?? first(row, isThreadLink)
  const id = row.attribs['data-tid'] ?? threadOf(link?.attribs.href ?? row.attribs['data-href'] ?? row.attribs.href ?? '')
  if (!id) return null
  const names = every(row, hasClass('username'))
  const dates = every(row, hasClass('date'))
  const last = names.length > 1 ? names.at(-1) : undefined
  return {
    ...blankPosting,
    id,
    url: absolute(link?.attribs.href, context.base) ?? threadUrl(context.url, id),
    title: link ? textOf([link]).replace(/\s+/g, ' ') || null : null,
    ...signed(names[0], context.officials),
    ...timeOf(dates[0], context.at),
    pinned: isTop(row) || first(row, all(isTag('i'), isTop)) !== null,
    replies: besideIcon(row, 'icon-comment-o', 'icon-comment', 'icon-comments'),
    views: besideIcon(row, 'icon-eye', 'icon-eye-open'),
    lastReplyAt: last ? writtenTime(textOf([...following(last)]), context.at).time : null,
  }
}

/** The number that stands in the same element as an icon. */
export function besideIcon(root: Element, ...icons: string[]): number | null {
  const icon = first(root, all(isTag('i'), hasIcon(...icons)))
  const written = icon?.parent && 'attribs' in icon.parent ? textOf([icon.parent]).replace(/,/g, '') : ''
  const digits = /\d{1,9}/.exec(written)?.[0]
  return digits ? Number(digits) : null
}

function* following(element: Element) {
  for (let node = element.next; node; node = node.next) yield node
}
