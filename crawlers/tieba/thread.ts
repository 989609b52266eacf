/** Floors of a Tieba thread, and the answers below one floor (楼中楼), which stand on pages of their own. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { blankPosting, type Reading } from '../source.ts'
import { all, every, first, hasClass, hasId, isTag } from '../walk.ts'
import { readCount } from '../counts.ts'
import { field, parseJson, textAt } from '../json.ts'
import { absoluteOf, replyUrl, threadOf, threadUrl } from './address.ts'
import { isSet, numberOf, pictureOf, readAuthor, readShown, readThreadPager, type PageContext } from './shown.ts'

export const floorMark = '.l_post[data-field]'

type ThreadReading = Pick<Reading, 'postings' | 'thread' | 'currentPage' | 'lastPage'> & { lost: number }

/** @returns postings whose `replies` counts the answers below them; of the opening one, all of the thread. `lost` ones had no id. */
export function readThread($: CheerioAPI, context: PageContext): ThreadReading {
  const { current, last } = readThreadPager($)
  const floors = $(floorMark).toArray()
  const named = [context.url, $('link[rel=canonical]').attr('href'), $('#lzonly_cntn').attr('href')].map((href) => threadOf(href ?? ''))
  const id = named.find((found) => found !== null) ?? textAt(parseJson(floors[0]?.attribs['data-field'] ?? ''), 'content', 'thread_id') ?? ''
  const heading = $('.core_title_txt').get(0)
  const title = (heading?.attribs.title ?? (heading ? textOf([heading]) : '')).replace(/\s+/g, ' ').trim() || null
  const postings = floors.flatMap((floor) => readFloor(floor, { ...context, thread: id, title, first: current === 1 }) ?? [])
  const opening = postings.find(({ parent }) => parent === null)
  if (opening) opening.replies = numberOf($('.l_reply_num .red').first().text())
  const lost = floors.length - postings.length
  return { postings, lost, thread: { id, title, opening: opening?.id ?? null }, currentPage: current, lastPage: last }
}

function readFloor(floor: Element, context: PageContext & { thread: string; title: string | null; first: boolean }): RawPosting | null {
  const data = parseJson(floor.attribs['data-field'] ?? '')
  const id = textAt(data, 'content', 'post_id') ?? floor.attribs['data-pid'] ?? null
  if (!id || !/^\d{1,20}$/.test(id)) return null
  const opens = context.first && textAt(data, 'content', 'post_no') === '1'
  const body = first(floor, hasId(`post_content_${id}`)) ?? first(floor, hasClass('d_post_content'))
  const tail = every(floor, hasClass('tail-info')).map((info) => textOf([info])).findLast((text) => /^\d{4}-\d{1,2}-\d{1,2}/.test(text))
  const signed = first(floor, hasClass('p_author_name'))
  return {
    ...blankPosting,
    id,
    parent: opens ? null : context.thread,
    url: opens ? threadUrl(context.root, context.thread) : replyUrl(context.root, context.thread, id),
    title: opens ? context.title : null,
    ...readAuthor([textAt(data, 'author', 'user_nickname'), textAt(data, 'author', 'user_name'), signed && (textOf([signed]) || null)],
      context.officials, isSet(field(data, 'content'), 'is_anonym')),
    // Older threads have it among the data only.
    ...readShown(tail ?? textAt(data, 'content', 'date'), context.at),
    // A folded floor is hidden as a whole; its words were sent all the same.
    text: body ? textOf(body.children, hasClass('replace_tip')) : null,
    replies: readCount(field(data, 'content', 'comment_num')),
    images: body ? readImages(body, context.url) : [],
    state: body ? 'visible' : 'shielded',
  }
}

/** Smileys are no pictures. */
function readImages(body: Element, url: string): string[] {
  const pictures = every(body, all(isTag('img'), hasClass('BDE_Image')))
  return [...new Set(pictures.flatMap(({ attribs }) => pictureOf(absoluteOf(attribs.bpic ?? attribs.src, url)) ?? []))]
}

export const commentMark = 'li.lzl_single_post'
export const commentEnd = 'li.lzl_li_pager'

/** A page of answers below one floor; they belong to its thread. */
export function readComments($: CheerioAPI, context: PageContext): ThreadReading {
  const thread = threadOf(context.url) ?? ''
  const pager = $(commentEnd).last()
  const current = numberOf(pager.find('.tP').first().text()) ?? 1
  const last = numberOf(textAt(parseJson(pager.attr('data-field') ?? ''), 'total_page') ?? undefined) ?? current
  const items = $(commentMark).toArray()
  const postings = items.flatMap((item): RawPosting[] => {
    const data = parseJson(item.attribs['data-field']?.replaceAll('\'', '"') ?? '')
    const id = textAt(data, 'spid') ?? first(item, ({ name, attribs }) => name === 'a' && attribs.name !== undefined)?.attribs.name ?? ''
    if (!/^\d{1,20}$/.test(id)) return []
    const body = first(item, hasClass('lzl_content_main'))
    return [{
      ...blankPosting,
      id,
      parent: thread || null,
      url: thread ? replyUrl(context.root, thread, id) : null,
      ...readAuthor([textAt(data, 'showname'), textAt(data, 'user_name')], context.officials),
      ...readShown(textOf(every(item, hasClass('lzl_time'))), context.at),
      // Whom a person answers is left out: it is a person's name.
      text: body ? textOf(body.children, all(isTag('a'), hasClass('at'))).replace(/^回复\s*[:：]\s*/, '') : null,
      state: body ? 'visible' : 'shielded',
    }]
  })
  const lost = items.length - postings.length
  return { postings, lost, thread: { id: thread, title: null, opening: null }, currentPage: current, lastPage: Math.max(current, last) }
}
