/** A stored NodeBB page, HTML or JSON, to what is on it: told by structure, never by address or version. */
import type { CheerioAPI } from 'cheerio/slim'
import { isComplete } from '../../shared/node/http/complete.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { classifyHead, stateOfStatus } from '../discuz/classify.ts'
import { absolute, loadHtml } from '../html.ts'
import { emptyReading, type PageState, type Reading } from '../source.ts'
import { siteRoot } from './address.ts'
import { parseJson, readContent, type Content } from './data.ts'
import { markupPager, markupRows, markupThread, marks } from './markup.ts'
import { postOf, rowOf, titleOf, type PageContext } from './posts.ts'

export function parseNodebb(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  const head = classifyHead(page)
  if (head) return emptyReading(head.kind, head.state, head.message)
  const text = decodeBody(page.bytes, page.headers['content-type'], options.encoding).text
  const context = { base: page.url, root: siteRoot(page.url), at: page.fetchedAt, officials: options.officials }
  if (/^\s*[{["]/.test(text)) return fromJson(text, page, context)
  const $ = loadHtml(text)
  const embedded = readContent(parseJson($('#ajaxify-data').first().text()))
  if (embedded) return fromContent(embedded, page, context)
  return fromMarkup($, text, page, { ...context, base: absolute($('base').attr('href'), page.url) ?? page.url })
}

function fromJson(text: string, page: Page, context: PageContext): Reading {
  const data = parseJson(text)
  if (data === undefined) return emptyReading('unknown', 'incomplete')
  if (typeof data === 'string') {
    // A bare word is a refusal, a bare path the address that the API redirects to.
    return data.startsWith('/') ? emptyReading('message', 'moved', data) : emptyReading('message', stateOfStatus(page.status), data)
  }
  const content = readContent(data)
  return content ? fromContent(content, page, context) : emptyReading('unknown', stateOfStatus(page.status))
}

function fromContent(content: Content, page: Page, context: PageContext): Reading {
  if (content.kind === 'other' || page.status >= 400) return told(content, page.status)
  if (content.kind === 'index') return emptyReading('index', 'ok')
  const found = content.kind === 'thread' ? content.posts.length : content.topics.length
  // Entries without an id: none that could be read is another shape of page, a few are a page read in part.
  if (content.lost > 0 && found === 0) return emptyReading(content.kind, 'unknown-page', `${content.lost} 条内容都读不出`)
  const { current, last } = content.shown
  const reading = {
    ...emptyReading(content.kind, 'ok'), currentPage: current, lastPage: last, degraded: content.lost > 0 ? `有 ${content.lost} 条内容读不出` : null,
  }
  if (content.kind === 'thread-list') return { ...reading, postings: content.topics.map((topic) => rowOf(topic, context)) }
  const { topic, posts, mainPid } = content
  const opening = posts.find(({ pid, index }) => (mainPid === null ? index === 0 : pid === mainPid))?.pid ?? null
  return { ...reading, postings: posts.map((post) => postOf(post, topic, post.pid === opening, context)), thread: { id: topic.tid, title: titleOf(topic), opening } }
}

/** Pages that say only why there is nothing to read. */
function told(content: Content, status: number): Reading {
  if (content.kind !== 'other') return emptyReading('message', stateOfStatus(status))
  const { template, message } = content
  if (content.maintenance || template === '503') return emptyReading('message', 'site-closed', message)
  if (template === 'login' || template === 'register') return emptyReading('message', 'login-required', message)
  return emptyReading(status < 400 ? 'unknown' : 'message', templates[template ?? ''] ?? stateOfStatus(status), message)
}

const templates: Record<string, PageState> = { '403': 'forbidden', '404': 'not-found', '500': 'server-error' }

function fromMarkup($: CheerioAPI, text: string, page: Page, context: PageContext): Reading {
  const title = $('title').first().text().trim() || null
  const state = isComplete(text) ? 'ok' : 'incomplete'
  if (page.status >= 400) {
    const maintained = page.status === 503 && ($(marks.maintenance).length > 0 || /maintenance|维护/i.test(title ?? ''))
    return emptyReading('message', maintained ? 'site-closed' : stateOfStatus(page.status), title)
  }
  const kind = $(marks.thread).length > 0 ? 'thread' : $(marks.list).length > 0 || $(marks.emptyList).length > 0 ? 'thread-list' : null
  if (kind) return state === 'ok' ? readMarkup($, kind, page.url, context) : emptyReading(kind, state)
  if ($(marks.login).length > 0) return emptyReading('message', 'login-required', title)
  return emptyReading('unknown', state === 'ok' || text.trim() === '' ? 'unknown-page' : 'incomplete', title)
}

function readMarkup($: CheerioAPI, kind: 'thread' | 'thread-list', url: string, context: PageContext): Reading {
  const { current, last } = markupPager($)
  const shown = { ...emptyReading(kind, 'ok'), currentPage: current, lastPage: last }
  if (kind === 'thread-list') return { ...shown, postings: markupRows($, context) }
  const read = markupThread($, url, context)
  // Postings of a thread that is not known by its number could not be told from another's.
  return read.thread.id === '' ? emptyReading('thread', 'unknown-page', '主题编号读不出') : { ...shown, ...read }
}
