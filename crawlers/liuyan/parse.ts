/**
 * A stored answer of 领导留言板 to what is in it.
 *
 * No capture of it was at hand: lists follow one record that stands in public code, letters the marks by which public code has
 * read them. Every field may be missing; an answer of another shape is an unknown page, never an empty list.
 */
import type { CheerioAPI } from 'cheerio/slim'
import { minute } from '../../shared/clock.ts'
import { isComplete } from '../../shared/node/http/complete.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { classifyHead, stateOfStatus } from '../discuz/classify.ts'
import { stateOfMessage } from '../discuz/message.ts'
import { loadHtml, textOf } from '../html.ts'
import { blankPosting, emptyReading, type Reading } from '../source.ts'
import { readTime } from '../times.ts'
import { parseJson, textAt, type Json } from '../json.ts'
import { letterOf, letterUrl, rootOf } from './address.ts'
import { entriesOf, readLetter } from './letters.ts'

/** The wall before the site lets nobody in for a good while after a burst; it answers 403, or 200 with nothing at all. */
const wallPauseMs = 30 * minute
const walled = (message: string): Reading => ({ ...emptyReading('message', 'blocked', message), pauseMs: wallPauseMs })

export function parseLiuyan(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  if (page.status === 403) return walled('站点的防火墙拒绝了请求（403）')
  if (page.status === 200 && page.bytes.length === 0) return { ...walled('站点给了空的应答，通常是请求过密'), state: 'rate-limited' }
  const head = classifyHead(page)
  if (head) return emptyReading(head.kind, head.state, head.message)
  const { text } = decodeBody(page.bytes, page.headers['content-type'], options.encoding)
  if (page.status >= 400) return emptyReading('message', stateOfStatus(page.status))
  if (!/^\s*[{[]/.test(text)) return fromHtml(loadHtml(text), text, page)
  const answer = parseJson(text)
  return answer === undefined ? emptyReading('unknown', 'incomplete') : fromJson(answer, page)
}

function fromJson(answer: Json, page: Page): Reading {
  const entries = entriesOf(answer)
  const root = rootOf(page.url)
  if (!entries) {
    const message = textAt(answer, 'resultDesc') ?? textAt(answer, 'message') ?? textAt(answer, 'msg')
    return emptyReading('message', stateOfMessage(message ?? ''), message)
  }
  if ('letter' in entries) {
    const postings = readLetter(entries.letter, root, page.fetchedAt)
    const [letter] = postings
    if (!letter) return emptyReading('detail', 'unknown-page')
    return { ...emptyReading('detail', 'ok'), postings, thread: { id: letter.id, title: letter.title, opening: letter.id } }
  }
  const letters = entries.list.map((entry) => readLetter(entry, root, page.fetchedAt))
  const lost = letters.filter(({ length }) => length === 0).length
  if (lost > 0 && lost === letters.length) return emptyReading('list', 'unknown-page', `${lost} 封留言都读不出`)
  return { ...emptyReading('list', 'ok'), postings: letters.flat(), degraded: lost > 0 ? `有 ${lost} 封留言读不出` : null }
}

const wallWords = /创宇盾|防火墙|已被拦截|访问被拦截|访问禁止|安全威胁/

/** The page of one letter. Only the words of the letter are taken from it: how answers stand there is not known. */
function fromHtml($: CheerioAPI, text: string, page: Page): Reading {
  const id = letterOf(page.url)
  const body = $('.content').first()
  const words = textOf(body.toArray())
  if (id && words && $('.context-title-text, h3.grey2').length > 0) {
    if (!isComplete(text)) return emptyReading('detail', 'incomplete')
    const title = textOf($('.context-title-text').first().toArray()).replace(/\s+/g, ' ') || null
    const signed = textOf($('h3.grey2').first().toArray())
    const written = /\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}/.exec(signed)?.[0]
    const opening = { ...blankPosting, id, url: letterUrl(rootOf(page.url), id), title, ...readTime(written, page.fetchedAt), text: words }
    return { ...emptyReading('detail', 'ok'), postings: [opening], thread: { id, title, opening: id } }
  }
  const said = textOf($('body').toArray()).slice(0, 400)
  const title = $('title').first().text().trim() || null
  if (wallWords.test(`${title ?? ''} ${said}`)) return walled(title ?? '站点的防火墙拦截了请求')
  if (!isComplete(text)) return emptyReading('unknown', 'incomplete')
  const state = said.length < 200 ? stateOfMessage(said) : 'unknown-page'
  return emptyReading('unknown', state, title)
}
