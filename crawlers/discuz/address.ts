/** Addresses of a Discuz! site: what they name, in plain and rewritten form, and how to make them. */
import type { Order } from '../threads/visit.ts'

/** The id of the thread, board or page that an address names; null where it names none. */
export const threadOf = (url: string): string | null => numberIn(url, /[?&](?:p?tid)=(\d{1,12})/) ?? numberIn(url, /thread-(\d{1,12})-\d/) ?? numberIn(url, /[?/]tid-(\d{1,12})/)
export const boardOf = (url: string): string | null => numberIn(url, /[?&]fid=(\w{1,20})/) ?? numberIn(url, /forum-(\w{1,20})-\d/) ?? numberIn(url, /[?/]fid-(\d{1,12})/)
export const pageOf = (url: string): number => Number(numberIn(url, /[?&]page=(\d{1,6})/) ?? numberIn(url, /thread-\d+-(\d{1,6})-/) ?? numberIn(url, /forum-\w+-(\d{1,6})\./) ?? 1)

/** What kind of page an address asks for. */
export function roleOf(url: string): 'thread' | 'thread-list' | 'login' | 'other' {
  if (/mod=logging|\/login/.test(url)) return 'login'
  if (/mod=viewthread|thread-\d+-\d|[?/]tid-\d/.test(url)) return 'thread'
  if (/mod=(?:forumdisplay|guide)|forum-\w+-\d+\.|[?/]fid-\d/.test(url)) return 'thread-list'
  return 'other'
}

/** Where the site's scripts live: `http://host/bbs/` for any address below it. */
export function siteRoot(url: string): string {
  const root = new URL(url)
  root.search = root.hash = ''
  root.pathname = root.pathname.replace(/(?:archiver\/)?[^/]*$/, '')
  return root.href
}

/** A page of a board; in the order in which threads were opened nothing moves between two pages. */
export function listUrl(root: string, board: string, page: number, order: Order, tableStyle = false): string {
  const url = new URL('forum.php', root)
  url.search = `mod=forumdisplay&fid=${encodeURIComponent(board)}`
  if (order === 'opened') url.search += '&filter=author&orderby=dateline'
  if (tableStyle) url.search += '&forumdefstyle=yes'
  if (page > 1) url.search += `&page=${page}`
  return url.href
}

export function threadUrl(root: string, thread: string, page = 1): string {
  return new URL(`forum.php?mod=viewthread&tid=${thread}${page > 1 ? `&page=${page}` : ''}`, root).href
}

export const replyUrl = (root: string, thread: string, post: string): string =>
  new URL(`forum.php?mod=redirect&goto=findpost&ptid=${thread}&pid=${post}`, root).href

function numberIn(url: string, pattern: RegExp): string | null {
  return pattern.exec(url)?.[1] ?? null
}
