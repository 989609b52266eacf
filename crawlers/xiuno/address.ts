/** Addresses of a Xiuno BBS, in the four forms that a site can be set to. */
import type { Order, ThreadSite } from '../threads/visit.ts'

/** `?thread-1-2.htm`, `thread-1-2.htm`, `?/thread/1/2`, `/thread/1/2`: what stands before the words, between them and behind. */
interface Style {
  before: string
  between: string
  behind: string
}
const words = '(?:thread|forum|index|user|my|post)'
const mention = new RegExp(`(\\?/?|/)${words}(?=[-/.]|$)`)

const idIn = (url: string, word: string): string | null => new RegExp(`(?:^|[?/])${word}[-/](\\d{1,12})(?=[-/.?&#]|$)`).exec(url)?.[1] ?? null
export const threadOf = (url: string): string | null => idIn(url, 'thread')
export const boardOf = (url: string): string | null => idIn(url, 'forum')
export const isLogin = (url: string): boolean => /(?:^|[?/])user[-/]login/.test(url)

/** Where the site begins, and in which form it writes its addresses; the one with `?` is understood by every site. */
export function siteOf(url: string): { root: string; style: Style } {
  if (!URL.canParse(url)) return { root: '', style: { before: '?', between: '-', behind: '.htm' } }
  const { origin, pathname, search } = new URL(url)
  const path = `${pathname}${search}`
  const found = mention.exec(path)
  const root = origin + (found ? path.slice(0, found.index) : pathname.replace(/[^/]*$/, '')).replace(/\/?$/, '/')
  const before = found?.[1] === '/' ? '' : found?.[1] ?? '?'
  const slashed = new RegExp(`${words}/`).test(path)
  return { root, style: slashed ? { before, between: '/', behind: '' } : { before: before.replace('/', ''), between: '-', behind: '.htm' } }
}

function address(url: string, parts: (string | number)[], query = ''): string {
  const { root, style: { before, between, behind } } = siteOf(url)
  return `${root}${before}${parts.join(between)}${behind}${query && `${before.startsWith('?') ? '&' : '?'}${query}`}`
}

/** @param url any address of the site. */
export const threadUrl = (url: string, thread: string, page = 1): string => address(url, page > 1 ? ['thread', thread, page] : ['thread', thread])

const orders: Record<Order, string> = { opened: 'tid', answered: 'lastpid' }

/** @param url any address of the site. */
export function xiunoSite(url: string): ThreadSite {
  return {
    list: (board, page, order) => ({ url: address(url, ['forum', board, page], `orderby=${orders[order]}`) }),
    thread: (id, page) => ({ url: threadUrl(url, id, page) }),
  }
}
