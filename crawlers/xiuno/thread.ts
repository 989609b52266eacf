/** Posts of a Xiuno thread page: the opening one in a card of its own on the first page, replies in a list. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, textOf } from '../html.ts'
import { blankPosting, type Reading } from '../source.ts'
import { any, every, first, hasClass, isTag, isUnder, type Test } from '../walk.ts'
import { threadOf, threadUrl } from './address.ts'
import { besideIcon, type PageContext } from './list.ts'
import { signed, timeOf } from './signature.ts'

/** What a reply quotes, and the list of attached files. */
const isForeign = isTag('blockquote', 'fieldset')
const isFace: Test = (image) => hasClass('emoji', 'face')(image) || /\/(?:face|emoji|smil(?:ey|ies)|avatar)\b/i.test(image.attribs.src ?? '')

export function readThread($: CheerioAPI, page: number, context: PageContext): Pick<Reading, 'postings' | 'thread'> {
  const crumb = $('.breadcrumb a').toArray().find(({ attribs }) => threadOf(attribs.href ?? ''))
  const id = threadOf(context.url) ?? threadOf(crumb?.attribs.href ?? '') ?? $('[name=modtid]').attr('value') ?? ''
  const message = $('.message[isfirst]').get(0)
  const card = message ? cardOf(message) : null
  const heading = first(card, isTag('h4', 'h3', 'h2', 'h1')) ?? crumb
  const title = heading ? textOf([heading], any(hasClass('badge'), isTag('i'))).replace(/\s+/g, ' ') || null : null
  const opening = message && card && page === 1 ? readOpening(message, card, id, title, $('.posts').first().text(), context) : null
  const seen = new Set<string>()
  const replies = $('.postlist [data-pid], li.post[data-pid]').toArray().flatMap((post) => {
    const pid = post.attribs['data-pid'] ?? ''
    const body = first(post, hasClass('message'))
    // Buttons inside a post carry its id too.
    if (!body || pid === '' || seen.has(pid)) return []
    seen.add(pid)
    return [readReply(post, body, pid, id, page, context)]
  })
  return { postings: [...(opening ? [opening] : []), ...replies], thread: { id, title, opening: opening?.id ?? null } }
}

/** The page does not tell the id of the opening post; the thread's own is as good. */
function readOpening(message: Element, card: Element, id: string, title: string | null, posts: string, context: PageContext): RawPosting {
  const replies = /\d{1,9}/.exec(posts)?.[0]
  return {
    ...blankPosting,
    id,
    url: threadUrl(context.url, id),
    title,
    ...signed(first(card, hasClass('username')), context.officials),
    ...timeOf(first(card, hasClass('date')), context.at),
    ...wordsOf(message, context),
    replies: replies ? Number(replies) : null,
    views: besideIcon(card, 'icon-eye', 'icon-eye-open'),
  }
}

function readReply(post: Element, body: Element, pid: string, thread: string, page: number, context: PageContext): RawPosting {
  return {
    ...blankPosting,
    id: pid,
    parent: thread,
    url: threadUrl(context.url, thread, page),
    ...signed(first(post, hasClass('username')), context.officials, post.attribs['data-uid']),
    ...timeOf(first(post, hasClass('date')), context.at),
    ...wordsOf(body, context),
  }
}

function wordsOf(body: Element, { base }: PageContext): Pick<RawPosting, 'text' | 'images'> {
  const images = every(body, isTag('img')).filter((image) => !isFace(image) && !isUnder(image, body, isForeign))
    .flatMap(({ attribs }) => absolute(attribs['data-src'] ?? attribs['data-original'] ?? attribs.src, base) ?? [])
  return { text: textOf([body], isForeign), images: [...new Set(images)] }
}

/** The card around the opening words, which holds title, author and time as well. */
function cardOf(message: Element): Element {
  for (let parent = message.parent; parent; parent = parent.parent) {
    if ('attribs' in parent && (hasClass('card')(parent) || first(parent, isTag('h4')))) return parent
  }
  return message
}
