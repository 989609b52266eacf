/** Where a Discuz! site keeps its lists and threads. */
import type { ThreadSite } from '../threads/visit.ts'
import { listUrl, siteRoot, threadUrl } from './address.ts'

/** @param url any address of the site. */
export function discuzSite(url: string): ThreadSite {
  const root = siteRoot(url)
  return {
    list: (board, page, order, plain) => ({ url: listUrl(root, board, page, order, plain) }),
    thread: (id, page) => ({ url: threadUrl(root, id, page) }),
    isStyled: ({ links }) => links.includes('forumdefstyle'),
  }
}
