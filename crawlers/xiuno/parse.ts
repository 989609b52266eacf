/** A stored Xiuno page to what is on it. */
import type { CheerioAPI } from 'cheerio/slim'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { classifyHead } from '../discuz/classify.ts'
import { absolute, loadHtml } from '../html.ts'
import { emptyReading, type Reading } from '../source.ts'
import { isLogin } from './address.ts'
import { classify } from './classify.ts'
import { readRows } from './list.ts'
import { readThread } from './thread.ts'

export function parseXiuno(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  if (page.status >= 300 && page.status < 400 && isLogin(page.headers.location ?? '')) return emptyReading('message', 'login-required')
  const head = classifyHead(page)
  if (head) return emptyReading(head.kind, head.state, head.message)
  const text = decodeBody(page.bytes, page.headers['content-type'], options.encoding).text
  const $ = loadHtml(text)
  const { kind, state, message } = classify($, text, page.status)
  const reading = emptyReading(kind, state, message)
  if (state !== 'ok') return reading
  const { current, last } = readPager($)
  const context = { url: page.url, base: absolute($('base').attr('href'), page.url) ?? page.url, at: page.fetchedAt, officials: options.officials }
  const shown = { ...reading, currentPage: current, lastPage: last }
  if (kind !== 'thread') return { ...shown, postings: readRows($, context) }
  const read = readThread($, current, context)
  // Postings of a thread that is not known by its number could not be told from another's.
  return read.thread?.id ? { ...shown, ...read } : emptyReading('thread', 'unknown-page', '主题编号读不出')
}

/** Past its end a board marks its last page, above an empty list. */
function readPager($: CheerioAPI): { current: number; last: number } {
  const numberOf = (text: string) => Number(/\d{1,6}/.exec(text)?.[0] ?? 0)
  const pager = $('ul.pagination').first()
  const current = numberOf(pager.find('.active').first().text()) || 1
  return { current, last: Math.max(current, ...pager.find('li').toArray().map((item) => numberOf($(item).text()))) }
}
