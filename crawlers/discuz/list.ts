/** Rows of a Discuz! thread list: the desktop table, the mobile list, search hits and the archiver. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, decodeNumericAgain, textOf } from '../html.ts'
import { blankPosting } from '../source.ts'
import { all, every, first, hasClass, isTag, type Test } from '../walk.ts'
import { threadOf } from './address.ts'
import { nameIn, timeIn } from './signature.ts'

export interface ListContext {
  base: string
  at: Instant
  officials: readonly string[]
}

const isThreadLink: Test = ({ name, attribs }) => name === 'a' && threadOf(attribs.href ?? '') !== null && !(attribs.href ?? '').includes('mod=redirect')
const words = (element: Element | null | undefined): string => (element ? textOf([element]) : '')

export function readRows($: CheerioAPI, context: ListContext): RawPosting[] {
  const desktop = $('tbody[id^=normalthread_], tbody[id^=stickthread_]').toArray().flatMap((row) => readRow(row, context) ?? [])
  if (desktop.length > 0) return desktop
  const mobile = $('.threadlist li').toArray().flatMap((row) => readMobileRow(row, context) ?? [])
  if (mobile.length > 0) return mobile
  const hits = $('#threadlist li.pbw').toArray().flatMap((row) => readHit(row, context) ?? [])
  if (hits.length > 0) return hits
  return $('#content ul[type="1"] li').toArray().flatMap((row) => readArchiverRow(row, context) ?? [])
}

function readRow(row: Element, context: ListContext): RawPosting | null {
  const head = first(row, isTag('th'))
  const base = rowOf(first(head, all(isTag('a'), hasClass('xst'))) ?? first(head, isThreadLink), context)
  if (!base) return null
  // Guide pages put the board's name in a cell of the same class, without <cite>.
  const signed = every(row, all(isTag('td'), hasClass('by'))).filter((cell) => first(cell, isTag('cite')))
  const [opened, last] = [signed[0], signed.at(-1)]
  const numbers = first(row, all(isTag('td'), hasClass('num')))
  return {
    ...base,
    ...nameIn(first(opened, isTag('cite')), context.officials),
    ...timeIn(first(opened, isTag('em')), context.at),
    pinned: (row.attribs.id ?? '').startsWith('stickthread_'),
    replies: count(words(first(numbers, isTag('a')))),
    views: count(words(first(numbers, isTag('em')))),
    lastReplyAt: signed.length > 1 ? timeIn(first(last, isTag('em')), context.at).time : null,
  }
}

function readMobileRow(row: Element, context: ListContext): RawPosting | null {
  const link = first(row, isThreadLink)
  const base = rowOf(link, context)
  if (!base || !link) return null
  // X3.5 sets the title in <em>; X3.4 has it bare in the link, among spans.
  const marked = first(row, all(isTag('em'), ({ parent }) => parent !== null && 'attribs' in parent && (parent.name === 'a' || hasClass('threadlist_tit')(parent))))
  const title = marked ? words(marked) : textOf([link], ({ name }) => name === 'span')
  const foot = every(first(row, hasClass('threadlist_foot')), isTag('li'))
  const beside = (icon: string) => count(words(foot.find((cell) => first(cell, ({ attribs }) => (attribs.class ?? '').includes(icon)))))
  return {
    ...base,
    title: tidyTitle(title),
    ...nameIn(first(first(row, hasClass('muser')), isTag('h3')) ?? first(row, hasClass('by')), context.officials),
    ...timeIn(first(row, hasClass('mtime', 'time')), context.at),
    // The same place holds the sign of a digest.
    pinned: hasClass('list_top')(row) || first(first(row, hasClass('icon_top')), ({ attribs }) => /icon_top/.test(attribs.src ?? '')) !== null,
    views: beside('eye'),
    replies: beside('chat') ?? count(words(first(row, hasClass('num')))),
  }
}

/** A hit of the forum's search: numbers, the beginning of the words, then time, author and board. */
function readHit(row: Element, context: ListContext): RawPosting | null {
  const base = rowOf(first(first(row, isTag('h3')), isTag('a')), context)
  const [numbers, excerpt, signed] = every(row, isTag('p'))
  const [stamp, author] = every(signed, isTag('span'))
  return base && {
    ...base,
    ...nameIn(author, context.officials),
    ...timeIn(stamp, context.at),
    text: words(excerpt) || null,
    state: 'partial',
    replies: count(words(numbers)),
    views: count(/(\d{1,9}) 次/.exec(words(numbers))?.[1] ?? ''),
  }
}

function readArchiverRow(row: Element, context: ListContext): RawPosting | null {
  const base = rowOf(first(row, isTag('a')), context)
  return base && { ...base, replies: count(/\((\d{1,7})/.exec(words(row))?.[1] ?? '') }
}

function rowOf(link: Element | null, context: ListContext): RawPosting | null {
  const href = link?.attribs.href ?? ''
  const id = threadOf(href)
  return id === null ? null : { ...blankPosting, id, url: absolute(href, context.base), title: tidyTitle(words(link)) }
}

const tidyTitle = (title: string): string => decodeNumericAgain(title).replace(/\s+/g, ' ').trim()

/** Numbers as shown; `-` (of a moved thread) and empty cells are unknown. */
function count(text: string): number | null {
  const found = /^\s*(\d{1,9})/.exec(text)
  return found ? Number(found[1]) : null
}
