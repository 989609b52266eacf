/** Rows of a board: the list that the server writes into a comment of its page, and the cards that scripts draw since 2026. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { RawPosting } from '../../shared/posting.ts'
import { loadHtml, textOf } from '../html.ts'
import { blankPosting } from '../source.ts'
import { all, every, first, hasClass, isTag } from '../walk.ts'
import { readCount } from '../counts.ts'
import { field, parseJson, textAt } from '../json.ts'
import { threadOf, threadUrl } from './address.ts'
import { isSet, readAuthor, readShown, type PageContext } from './shown.ts'

const pagelet = 'id="pagelet_html_frs-list/pagelet/thread_list"'

/**
 * The list of a page. The server sends it inside an HTML comment, which scripts take out and put in its place; a browser hands over
 * the page after that. Null where there is none; `cut` when the comment has no end.
 */
export function findList($: CheerioAPI, text: string): { $: CheerioAPI; cut: boolean } | null {
  const at = text.indexOf(pagelet)
  const opened = at < 0 ? -1 : text.indexOf('<!--', at)
  const closed = opened < 0 ? -1 : text.indexOf('-->', opened)
  if (opened >= 0 && closed < 0) return { $, cut: true }
  if (opened >= 0) {
    const inner = loadHtml(text.slice(opened + 4, closed))
    if (inner('#thread_list, li.j_thread_list').length > 0) return { $: inner, cut: false }
  }
  return $('ul#thread_list, li.j_thread_list').length > 0 ? { $, cut: false } : null
}

/** `lost` rows name no thread: advertisements and live shows, or a list that has changed its shape. */
export function readRows($: CheerioAPI, context: PageContext): { postings: RawPosting[]; lost: number } {
  const rows = $('li.j_thread_list').toArray()
  const postings = rows.flatMap((row) => readRow(row, context) ?? [])
  return { postings, lost: rows.length - postings.length }
}

function readRow(row: Element, context: PageContext): RawPosting | null {
  const data = parseJson(row.attribs['data-field'] ?? '')
  const link = first(row, all(isTag('a'), hasClass('j_th_tit')))
  const id = textAt(data, 'id') ?? row.attribs['data-tid'] ?? threadOf(link?.attribs.href ?? '')
  if (!id || !/^\d{1,20}$/.test(id)) return null
  const signed = first(row, hasClass('tb_icon_author'))?.attribs.title?.replace(/^主题作者[:：]\s*/, '').trim() || null
  return {
    ...blankPosting,
    id,
    url: threadUrl(context.root, id),
    title: (link?.attribs.title ?? words(link)).replace(/\s+/g, ' ').trim() || null,
    ...readAuthor([textAt(data, 'author_nickname'), textAt(data, 'author_name'), signed], context.officials),
    ...readShown(words(first(row, hasClass('is_show_create_time'))), context.at),
    pinned: isSet(data, 'is_top') || isSet(data, 'is_membertop') || hasClass('thread_top')(row),
    replies: readCount(field(data, 'reply_num')) ?? readCount(words(first(row, hasClass('threadlist_rep_num')))),
    lastReplyAt: readShown(words(first(row, hasClass('threadlist_reply_date'))), context.at).time,
  }
}

/** The cards are known from the tests of public code only, not from a capture: what a card does not show is null. */
export function readCards($: CheerioAPI, context: PageContext): { postings: RawPosting[]; lost: number } {
  const cards = $('div.threadcardclass').toArray()
  const postings = cards.flatMap((card): RawPosting[] => {
    const id = every(card, isTag('a')).map(({ attribs }) => threadOf(attribs.href ?? '')).find((found) => found !== null)
    if (!id) return []
    const head = every(first(card, hasClass('top-title')), isTag('span'))
    const opened = head.map((span) => /^发布于\s*(.{4,30})/u.exec(words(span))?.[1]).find((found) => found !== undefined)
    return [{
      ...blankPosting,
      id,
      url: threadUrl(context.root, id),
      title: words(first(card, hasClass('title-wrap'))).replace(/\s+/g, ' ') || null,
      ...readAuthor([words(first(card, hasClass('forum-attention'))) || null], context.officials),
      ...readShown(opened, context.at),
      text: words(first(card, hasClass('abstract-wrap'))) || null,
      replies: readCount(words(first(first(card, hasClass('comment-link-zone')), hasClass('action-number')))),
      state: 'partial',
    }]
  })
  return { postings, lost: cards.length - postings.length }
}

const words = (element: Element | null): string => (element ? textOf([element]) : '')
