/** A stored Discuz! page to what is on it: decode, classify, then the reader of its kind. */
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { absolute, loadHtml } from '../html.ts'
import { emptyReading, type Reading } from '../source.ts'
import { readArchiverThread } from './archiver.ts'
import { siteRoot } from './address.ts'
import { classify, classifyAjax, classifyHead, unwrapAjax } from './classify.ts'
import { readRows } from './list.ts'
import { readPager } from './pager.ts'
import { readThread } from './thread.ts'

export function parseDiscuz(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  const head = classifyHead(page)
  if (head) return { ...emptyReading(head.kind, head.state, head.message), again: head.again }
  const decoded = decodeBody(page.bytes, page.headers['content-type'], options.encoding).text
  const wrapped = unwrapAjax(decoded)
  if (wrapped !== null && wrapped.length < 2_000) {
    const answer = classifyAjax(wrapped)
    return emptyReading(answer.kind, answer.state, answer.message)
  }
  const text = wrapped ?? decoded
  const $ = loadHtml(text)
  const { kind, state, message, again } = classify($, text, page)
  const reading: Reading = { ...emptyReading(kind, state, message), again }
  if (state !== 'ok' || (kind !== 'thread' && kind !== 'thread-list')) return reading

  const { current, last } = readPager($)
  const base = absolute($('base').attr('href'), page.url) ?? page.url
  const shown = { ...reading, currentPage: current, lastPage: last }
  const context = { url: page.url, base, root: siteRoot(base), at: page.fetchedAt, officials: options.officials, page: current }
  if (kind === 'thread') {
    const desktop = readThread($, context)
    return { ...shown, ...(desktop.postings.length > 0 ? desktop : readArchiverThread($, context)) }
  }
  const postings = readRows($, context)
  // A board in picture style has no table; the same board in table style is one parameter away.
  const pictures = postings.length === 0 && $('#waterfall').length > 0
  return { ...shown, postings, links: pictures ? ['forumdefstyle'] : [] }
}
