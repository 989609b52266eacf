/** A stored page of Tieba to what is on it: told by its structure; a page without the list it was asked for is a wall, never an empty list. */
import type { CheerioAPI } from 'cheerio/slim'
import { minute } from '../../shared/clock.ts'
import { isComplete } from '../../shared/node/http/complete.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { classifyHead, stateOfStatus } from '../discuz/classify.ts'
import { stateOfMessage } from '../discuz/message.ts'
import { loadHtml, textOf } from '../html.ts'
import { emptyReading, type PageKind, type PageState, type Reading } from '../source.ts'
import { parseJson } from '../json.ts'
import { roleOf, rootOf } from './address.ts'
import { readAnswer } from './answer.ts'
import { findList, readCards, readRows } from './list.ts'
import { hitMark, readHits } from './search.ts'
import { readListPager, type PageContext } from './shown.ts'
import { commentEnd, commentMark, floorMark, readComments, readThread } from './thread.ts'

/** Where Baidu sends whoever it takes for a machine. */
const isCheck = (url: string): boolean => /\/\/(?:wappass|seccaptcha)\.baidu\.com|\/static\/captcha\//.test(url)

export function parseTieba(page: Page, options: { encoding?: string | undefined; officials: readonly string[] }): Reading {
  if (isCheck(page.url) || isCheck(page.headers.location ?? '')) return captcha
  const head = classifyHead(page)
  if (head) return emptyReading(head.kind, head.state, head.message)
  const { text } = decodeBody(page.bytes, page.headers['content-type'], options.encoding)
  const context = { url: page.url, root: rootOf(page.url), at: page.fetchedAt, officials: options.officials }
  if (/^\s*[{[]/.test(text)) {
    const answer = parseJson(text)
    if (answer === undefined) return emptyReading('unknown', 'incomplete')
    return page.status >= 400 ? emptyReading('message', stateOfStatus(page.status)) : readAnswer(answer, context)
  }
  const $ = loadHtml(text)
  return (page.status < 400 ? readContent($, text, context) : null) ?? emptyOf($, text, page)
}

/** Whoever goes on asking meets the check again. */
const wallPauseMs = 30 * minute
const captcha: Reading = { ...emptyReading('message', 'captcha', '百度要求安全验证'), pauseMs: wallPauseMs }
const blocked = (message: string): Reading => ({ ...emptyReading('message', 'blocked', message), pauseMs: wallPauseMs })

/** A page that shows what was asked for is that page, whatever else stands on it. */
function readContent($: CheerioAPI, text: string, context: PageContext): Reading | null {
  if ($(floorMark).length > 0) return told('thread', isComplete(text), () => readThread($, context))
  if ($(commentMark).length > 0 || $(commentEnd).length > 0) {
    // A fragment without a document around it: the pager stands at its end.
    return told('thread', $(commentEnd).length > 0 && isClosed(text, 'li'), () => readComments($, context))
  }
  const list = findList($, text)
  if (list) {
    const pager = readListPager(list.$)
    return told('thread-list', !list.cut && isComplete(text), () => ({ ...readRows(list.$, context), ...pager }))
  }
  if ($(hitMark).length > 0 || $('.s_post_list, .search_noresult').length > 0) {
    const pager = readListPager($)
    return told('thread-list', isComplete(text) && isClosed(text, 'div'), () => ({ ...readHits($, text, context), ...pager }))
  }
  // Cards grow as one scrolls: there is no second page to ask for.
  return $('div.threadcardclass').length > 0 ? told('thread-list', isComplete(text), () => readCards($, context)) : null
}

function told(kind: PageKind, whole: boolean, read: () => Pick<Reading, 'postings'> & Partial<Reading> & { lost?: number }): Reading {
  if (!whole) return emptyReading(kind, 'incomplete')
  const { lost = 0, ...reading } = read()
  // Rows that name no thread are advertisements; a page of nothing but such rows has changed its shape.
  const other = reading.postings.length === 0 && lost > 0
  if (other) return emptyReading(kind, 'unknown-page', `${lost} 条内容都读不出`)
  return { ...emptyReading(kind, 'ok'), ...reading }
}

/** Whether as many elements end as begin: fragments have no end of their own. */
const isClosed = (text: string, tag: 'div' | 'li'): boolean =>
  text.split(new RegExp(`<${tag}[\\s>]`)).length === text.split(`</${tag}>`).length

/** A page without content, by its title and the words in the place of the content. */
function emptyOf($: CheerioAPI, text: string, page: Page): Reading {
  const title = $('title').first().text().trim()
  const words = textOf($('body').toArray()).slice(0, 400)
  const say = (state: PageState, message: string | null) => emptyReading('message', state, message)
  if (/^百度安全验证/.test(title) || text.includes('wappass.baidu.com/static/captcha')) return captcha
  if (text.trim() === 'blocked') return blocked('百度拒绝了请求')
  const first = words.split('\n').find((line) => line.length > 6) ?? null
  if (/^贴吧404/.test(title) || page.status === 404) return say(roleOf(page.url) === 'thread' ? 'gone' : 'not-found', first)
  if (/本吧(?:暂不开放|已关闭|被关闭)/.test(words)) return say('site-closed', first)
  if (/本吧尚未(?:建立|创建)/.test(words)) return say('not-found', first)
  if (page.status >= 400) return say(stateOfStatus(page.status), title || null)
  if (!isComplete(text)) return emptyReading('unknown', 'incomplete')
  // The frame of a page of Tieba's without what it is there for: so it looks to those it does not trust.
  if (text.includes('PageData') && /贴吧/.test(title)) return blocked('页面里没有内容，多半是被要求验证')
  if (first && words.length < 200 && stateOfMessage(first) !== 'unknown-page') return say(stateOfMessage(first), first)
  return emptyReading('unknown', 'unknown-page', $('#app').length > 0 ? '页面要靠脚本才有内容，可在选项里打开 browser' : title || null)
}
