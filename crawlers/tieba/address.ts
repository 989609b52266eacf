/** Addresses of 百度贴吧: what they name, and how to make them. Names of boards (吧) stand in them percent-encoded, in GBK or UTF-8. */
import { decodeBody } from '../../shared/node/http/decode.ts'
import { absolute } from '../html.ts'
import type { ThreadSite } from '../threads/visit.ts'

/** Rows of a list page; `pn` counts rows there, and pages everywhere else. */
const listRows = 50
/** What stands before the words of a search where the name of a board is meant otherwise. */
const searchMark = '?'

/** Where the site is; a stored page without an address is one of Tieba's own. */
export const rootOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'https://tieba.baidu.com')

/** The thread that an address names; always text: ids have up to 19 digits. */
export const threadOf = (url: string): string | null => /\/p\/(\d{1,20})/.exec(url)?.[1] ?? /[?&](?:tid|kz)=(\d{1,20})/.exec(url)?.[1] ?? null

export function roleOf(url: string): 'thread' | 'comments' | 'search' | 'list' | 'other' {
  if (/\/p\/(?:total)?comment/i.test(url)) return 'comments'
  if (threadOf(url)) return 'thread'
  return /\/f\/search\//.test(url) ? 'search' : /\/f\?/.test(url) ? 'list' : 'other'
}

/** The page number that an address asks for. */
export function pageOf(url: string): number {
  const pn = Number(/[?&]pn=(\d{1,7})/.exec(url)?.[1] ?? 0)
  return roleOf(url) === 'list' ? pageOfRow(pn) : Math.max(pn, 1)
}

/** The page of a board's list that begins with this row. */
export const pageOfRow = (row: number): number => Math.floor(row / listRows) + 1

/** The board that an address names, without 吧 behind it; null where it names none. */
export function boardOf(url: string): string | null {
  const written = /[?&](?:kw|word)=([^&#]{1,400})/.exec(url)?.[1]
  if (!written) return null
  const escaped = written.replaceAll('+', ' ').toWellFormed().replace(/[^ -~]+/g, encodeURIComponent)
  const bytes = Buffer.from(escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
  const { text } = decodeBody(bytes, null, /[?&]ie=utf-?8/i.test(url) ? 'utf-8' : null)
  return text.trim() || null
}

export const threadUrl = (root: string, thread: string, page = 1): string => `${root}/p/${thread}${page > 1 ? `?pn=${page}` : ''}`

export const replyUrl = (root: string, thread: string, post: string): string => `${root}/p/${thread}?pid=${post}&cid=0#${post}`

/** The answers below one floor (楼中楼). */
export const commentsUrl = (root: string, thread: string, post: string, page: number): string =>
  `${root}/p/comment?tid=${thread}&pid=${post}&pn=${page}`

function listUrl(root: string, board: string, page: number): string {
  if (!board.startsWith(searchMark)) return `${root}/f?kw=${encodeURIComponent(board)}&ie=utf-8&pn=${(page - 1) * listRows}`
  // Threads only, the newest first.
  return `${root}/f/search/res?ie=utf-8&isnew=1&qw=${encodeURIComponent(board.slice(searchMark.length))}&rn=20&sm=1&only_thread=1&pn=${page}`
}

/** A search as the visit of boards knows it. */
export const boardOfSearch = (words: string): string => `${searchMark}${words}`

/** An address as a page writes it, at times without a scheme. */
export const absoluteOf = (href: string | null | undefined, url: string): string | null => absolute(href, `${rootOf(url)}/`)

/** @param url any address of the site. Its lists have one order, that of the last reply; none by creation is offered to guests. */
export function tiebaSite(url: string): ThreadSite {
  const root = rootOf(url)
  return {
    order: 'answered',
    list: (board, page) => ({ url: listUrl(root, board, page) }),
    thread: (id, page) => ({ url: threadUrl(root, id, page) }),
  }
}
