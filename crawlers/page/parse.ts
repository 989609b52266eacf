/** A stored page of a list-and-detail site to what is on it, by the selectors of its configuration. */
import type { Cheerio, CheerioAPI } from 'cheerio/slim'
import type { AnyNode } from 'domhandler'
import { decodeBody } from '../../shared/node/http/decode.ts'
import { isComplete } from '../../shared/node/http/complete.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { classify, classifyHead } from '../discuz/classify.ts'
import { canonicalLink } from '../feed/identity.ts'
import { absolute, loadHtml, textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting, emptyReading, type Reading } from '../source.ts'
import { readTime } from '../times.ts'
import { every, isTag } from '../walk.ts'
import { wordsBeside } from './beside.ts'
import type { PageOptions } from './options.ts'
import { nameIn, readListTime, withoutLabel } from './signed.ts'
import { unfoldRecords } from './unfold.ts'

/** What stands in the place of an answer until there is one. */
const unanswered = /^(?:暂无|暂未|尚未|还未|未|等待|正在)?(?:回复|答复|办理|处理|受理)(?:中|内容)?[.。…！!]*$/

/** Longer than this, the words beside a row's link are a summary, which may speak of any day. */
const longestDate = 80

export function parsePage(page: Page, options: PageOptions): Reading {
  const head = classifyHead(page)
  if (head) return emptyReading(head.kind, head.state, head.message)
  const { text } = decodeBody(page.bytes, page.headers['content-type'], options.encoding)
  const $ = loadHtml(unfoldRecords(text))
  const { detail, list } = options
  const isDetail = detail !== undefined && $(detail.body).length > 0
  const rows = isDetail ? [] : $(list.item).toArray().map((row) => $(row))
  if (page.status >= 400 || (!isDetail && rows.length === 0)) {
    // Neither a row nor a body: what is it then? The words of message pages are much the same everywhere.
    const { state, message } = classify($, text, page)
    return emptyReading('unknown', state === 'ok' ? 'unknown-page' : state, message)
  }
  if (!isComplete(text)) return emptyReading(isDetail ? 'detail' : 'list', 'incomplete')
  const base = absolute($('base').attr('href'), page.url) ?? page.url
  if (isDetail) return { ...emptyReading('detail', 'ok'), ...readDetail($, page, base, options) }
  const next = list.next ? absolute($(list.next).first().attr('href'), base) : null
  return { ...emptyReading('list', 'ok'), postings: rows.flatMap((row) => readRow(row, page, base, options) ?? []), links: next ? [next] : [] }
}

function readRow(row: Cheerio<AnyNode>, page: Page, base: string, { list, officials }: PageOptions): RawPosting | null {
  const link = row.is(list.link) ? row : row.find(list.link).first()
  const url = absolute(link.attr('href'), base)
  if (!url) return null
  const date = list.date ? row.find(list.date).get(0) : undefined
  const shown = textOf((list.title ? row.find(list.title).first() : link).toArray(), (element) => element === date).replace(/\s+/g, ' ')
  const beside = list.date ? '' : wordsBeside(row.get(0) as AnyNode, link.get(0))
  const dated = date ? textOf([date]) : beside.length <= longestDate ? beside : ''
  // What else a row shows (状态：已答复) is kept for comparing: a change sends us to look.
  return {
    ...blankPosting, id: canonicalLink(url), url, title: wholeTitle(shown, link.attr('title')) || null, ...readListTime(dated, page.fetchedAt),
    text: textOf(row.toArray()).replace(/\s+/g, ' '), official: isOfficial(null, officials), state: 'partial',
  }
}

/** Lists cut long titles; many keep the whole one for the mouse to show. */
function wholeTitle(shown: string, kept: string | undefined): string {
  const whole = kept?.replace(/\s+/g, ' ').trim() ?? ''
  const start = shown.replace(/(?:\.{2,}|…+)$/, '')
  return start === '' || (start !== shown && whole.startsWith(start)) ? whole : shown
}

function readDetail($: CheerioAPI, page: Page, base: string, { detail, officials }: PageOptions): Pick<Reading, 'postings' | 'thread'> {
  if (!detail) return { postings: [], thread: null }
  const id = canonicalLink(page.url)
  const words = (selector: string | undefined, within: Cheerio<AnyNode> = $.root()) => {
    const found = selector ? within.find(selector).first() : null
    return (found?.is('meta') ? found.attr('content')?.trim() : found && textOf(found.toArray())) || null
  }
  const signed = (name: string | null) => {
    const author = nameIn(name)
    return { author, official: isOfficial(author, officials), anonymous: author === '匿名' }
  }
  const body = $(detail.body).first()
  // What is read as title, author, time or answer is not read as the words again, where it stands among them.
  const apart = new Set<AnyNode>([detail.title, detail.author, detail.time].flatMap((selector) => (selector ? $(selector).toArray().slice(0, 1) : [])))
  if (detail.reply) for (const answer of $(detail.reply.item).toArray()) apart.add(answer)
  for (const whole of body.toArray()) apart.delete(whole)
  const title = words(detail.title)?.replace(/\s+/g, ' ') ?? $('title').first().text().trim()
  const opening: RawPosting = {
    ...blankPosting, id, url: page.url, title: title || null, ...signed(words(detail.author)), ...readTime(words(detail.time), page.fetchedAt),
    text: withoutLabel(textOf(body.toArray(), (element) => apart.has(element))), images: [...new Set(every(body.get(0), isTag('img')).flatMap((image) => absolute(image.attribs.src, base) ?? []))],
  }
  const reply = detail.reply
  const answers = reply ? $(reply.item).toArray().map((element, index): RawPosting => {
    const answer = $(element)
    return {
      ...blankPosting, id: `${id}#${index + 1}`, parent: id, url: page.url, ...signed(words(reply.author, answer) ?? words(reply.author)), official: true,
      ...readTime(words(reply.time, answer) ?? words(reply.time), page.fetchedAt),
      text: withoutLabel((reply.body ? words(reply.body, answer) : textOf(answer.toArray())) ?? ''),
    }
  }) : []
  return { postings: [opening, ...answers.filter(({ text }) => text && !unanswered.test(text))], thread: { id, title: opening.title, opening: id } }
}
