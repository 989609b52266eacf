/** Any stored answer of Weibo to what is on it; its kind is told by structure, so that all three sources read with one function. */
import { isComplete } from '../../shared/node/http/complete.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { absolute, loadHtml } from '../html.ts'
import { emptyReading, type CommonOptions, type Reading } from '../source.ts'
import { readAnswer } from './answers.ts'
import { cardsIn, readCard } from './cards.ts'
import { gather } from './gather.ts'
import { readHotTable } from './hot.ts'
import { parseJson } from '../json.ts'
import type { ReadingContext } from './mblog.ts'
import { readHead, readWall } from './signals.ts'

export function parseWeibo(page: Page, { encoding, officials }: Pick<CommonOptions, 'encoding' | 'officials'>): Reading {
  const head = readHead(page)
  if (head) return head
  const { text } = decodeBody(page.bytes, page.headers['content-type'], encoding)
  const context = { at: page.fetchedAt, officials }
  if (!/^[\s\ufeff]*[{[]/.test(text.slice(0, 200))) return readMarkup(text, page, context)
  const answer = parseJson(text)
  return answer === undefined ? emptyReading('unknown', 'incomplete', '微博的回答不完整') : readAnswer(answer, page, context)
}

/** s.weibo.com. A result without cards must say that it has none: walls and changed pages look empty too. */
function readMarkup(text: string, page: Page, context: ReadingContext): Reading {
  const $ = loadHtml(text)
  const cards = cardsIn($)
  const hot = cards.length === 0 ? readHotTable($, page.fetchedAt) : null
  const proven = cards.length > 0 || (hot?.length ?? 0) > 0 || $('.card-no-result').length > 0
  if (!proven) return readWall(text, $('title').first().text()) ?? emptyReading('unknown', 'unknown-page', '既没有检索结果，也没有“无结果”的说明')
  // A fragment of a page has no end that could be missing.
  if (/<html[\s>]|<!doctype/i.test(text.slice(0, 4_096)) && !isComplete(text)) return emptyReading('list', 'incomplete', '微博的页面不完整')
  if (hot && hot.length > 0) return { ...emptyReading('list', 'ok'), postings: hot }
  const next = absolute($('a.next').first().attr('href'), page.url)
  return { ...gather('list', cards.map((card) => readCard($, card, context))), links: next ? [next] : [] }
}
