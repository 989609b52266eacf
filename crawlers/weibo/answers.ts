/** Answers in JSON, each kind told by what it holds: a list of cards, an account, a long text, one posting, comments. */
import type { Page } from '../../shared/node/http/fetch.ts'
import { blankPosting, emptyReading, type Reading } from '../source.ts'
import { readCount } from '../counts.ts'
import { readHotAnswer } from './hot.ts'
import { field, membersAt, textAt, type Json } from '../json.ts'
import { readMblog, type ReadingContext } from './mblog.ts'
import { isMid } from './mid.ts'
import { gather } from './gather.ts'
import { readCodes } from './signals.ts'
import { wordsOf } from './words.ts'

/** Reads any answer of m.weibo.cn and weibo.com/ajax that a source of ours asks for. */
export function readAnswer(answer: Json, page: Page, context: ReadingContext): Reading {
  const codes = readCodes(answer)
  if (codes) return codes
  const data = field(answer, 'data')
  const hot = readHotAnswer(answer, page.fetchedAt)
  if (hot) return hot.length > 0 ? { ...emptyReading('list', 'ok'), postings: hot } : emptyReading('unknown', 'unknown-page', '热搜榜里一个词也读不出')
  if (Array.isArray(field(data, 'cards'))) return readCards(data, page, context)
  if (textAt(data, 'userInfo', 'id')) return emptyReading('index', 'ok')
  if (typeof field(data, 'longTextContent') === 'string') return readLongText(data, page)
  // Comments are replies of persons to a posting; they are not collected.
  if (Array.isArray(field(data, 'data')) && field(data, 'total_number') !== null) return emptyReading('list', 'ok')
  if (typeof field(data, 'text') === 'string') return gather('detail', [readMblog(data, context)])
  return emptyReading('unknown', 'unknown-page', textAt(answer, 'msg') ?? '微博的回答里没有认得出的内容')
}

/** A list. Postings stand in cards of their own (9) or in groups (11); albums, users and advertisements are other cards. */
function readCards(data: Json, page: Page, context: ReadingContext): Reading {
  const cards = membersAt(data, 'cards').flatMap((card) => [card, ...membersAt(card, 'card_group')])
  const postings = cards.filter((card) => textAt(card, 'card_type') === '9' || field(card, 'mblog') !== null)
  const reading = gather('list', postings.map((card) => readMblog(field(card, 'mblog'), context)))
  const next = reading.postings.length > 0 ? nextPage(data, page.url) : null
  return { ...reading, links: next ? [next] : [] }
}

/** Timelines go on from `since_id`, searches (container 100103) and old timelines by the number of the page. */
function nextPage(data: Json, url: string): string | null {
  if (!URL.canParse(url)) return null
  const next = new URL(url)
  const since = textAt(data, 'cardlistInfo', 'since_id')
  const counted = textAt(data, 'cardlistInfo', 'page') !== null || (next.searchParams.get('containerid')?.startsWith('100103') ?? false)
  if (since && since !== '0') next.searchParams.set('since_id', since)
  else if (counted) next.searchParams.set('page', String((Number(next.searchParams.get('page')) || 1) + 1))
  return next.href === url ? null : next.href
}

/** The whole words of a posting, whose id only the address tells. */
function readLongText(data: Json, page: Page): Reading {
  const id = URL.canParse(page.url) ? new URL(page.url).searchParams.get('id') : null
  const posting = {
    ...blankPosting,
    id: isMid(id) ? id : '',
    text: wordsOf(textAt(data, 'longTextContent') ?? ''),
    replies: readCount(field(data, 'comments_count')),
    reposts: readCount(field(data, 'reposts_count')),
    likes: readCount(field(data, 'attitudes_count')),
  }
  return { ...emptyReading('detail', 'ok'), postings: [posting] }
}
