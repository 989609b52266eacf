/**
 * A stored feed to its items. One lenient reader for RSS, RDF and Atom alike: what is not well-formed (bare ampersands, undeclared
 * entities, control characters, a cut end) is common in the wild, and a second reader for the strict case would only differ from it.
 */
import type { CheerioAPI } from 'cheerio/slim'
import { decodeBody } from '../../shared/node/http/decode.ts'
import { isComplete } from '../../shared/node/http/complete.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { classifyHead } from '../discuz/classify.ts'
import { stateOfMessage } from '../discuz/message.ts'
import { loadHtml, loadXml, textOf } from '../html.ts'
import { emptyReading, type PageState, type Reading } from '../source.ts'
import { readJsonItems } from './json.ts'
import { readXmlItems } from './xml.ts'

const roots = 'rss, rdf\\:RDF, feed'

export function parseFeed(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  const head = classifyHead(page)
  if (head) return emptyReading('feed', head.state, head.message)
  const { text } = decodeBody(page.bytes, page.headers['content-type'], options.encoding)
  // Control characters end a strict parser and mean nothing.
  const clean = text.replace(/^\s+/, '').replace(/(?![\n\r\t])\p{Cc}/gu, '')
  if (page.status >= 400) return emptyReading('message', page.status >= 500 ? 'server-error' : page.status === 429 ? 'rate-limited' : page.status === 404 ? 'not-found' : 'forbidden')
  const context = { url: page.url, at: page.fetchedAt, officials: options.officials }
  if (clean.startsWith('{')) {
    const postings = readJsonItems(clean, context)
    return postings ? { ...emptyReading('feed', 'ok'), currentPage: 1, lastPage: 1, postings } : emptyReading('feed', isComplete(clean) ? 'not-a-feed' : 'incomplete')
  }
  const $ = loadXml(clean)
  if ($(roots).length === 0) return emptyReading('message', stateOfOther(clean), loadHtml(clean)('title').first().text().trim() || null)
  const whole = isComplete(clean)
  const postings = readXmlItems($, clean, context)
  // Cut before the first item ended: nothing can be said of it.
  if (!whole && postings.length === 0) return emptyReading('feed', 'incomplete')
  return { ...emptyReading('feed', 'ok'), currentPage: 1, lastPage: 1, postings, degraded: whole ? null : '订阅源不完整，只读到完整的条目' }
}

/** A page where a feed was expected. Only a message in its proper place tells more than that: any page may contain the words. */
function stateOfOther(text: string): PageState {
  const $: CheerioAPI = loadHtml(text)
  const message = textOf($('#messagetext, .alert_error, .alert_info').first().toArray())
  const state = message ? stateOfMessage(message) : 'unknown-page'
  return state === 'unknown-page' ? 'not-a-feed' : state
}
