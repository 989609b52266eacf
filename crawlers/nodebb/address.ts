/** Addresses of a NodeBB site: every page has a second one below /api that gives the same as JSON. */
import type { Order, ThreadSite } from '../threads/visit.ts'

const places = '(?:category|topic|post|user|recent|popular|top|unread|tags|categories|groups|world)'
const page = new RegExp(`^(.*?/)(?:api/)?${places}(?:/|\\.rss$|$)`)

/** Where the site begins: `http://host/` or `http://host/forum/` for any address of it. */
export function siteRoot(url: string): string {
  if (!URL.canParse(url)) return ''
  const { origin, pathname } = new URL(url)
  const below = page.exec(pathname)?.[1] ?? pathname.replace(/api\/?$/, '')
  return `${origin}${below.endsWith('/') ? below : `${below}/`}`
}

/** The board (cid) or thread (tid) that an address names; null where it names none. */
export const boardOf = (url: string): string | null => /\/category\/([\w-]{1,40})/.exec(url)?.[1] ?? null
export const topicOf = (url: string): string | null => /\/topic\/([\w-]{1,40})/.exec(url)?.[1] ?? null

export const topicUrl = (root: string, topic: string): string => `${root}topic/${topic}`
/** A post's own address; posts that came from another server are named by their address there. */
export const postUrl = (root: string, post: string): string => (/^https?:/.test(post) ? post : `${root}post/${encodeURIComponent(post)}`)

/** Before NodeBB 1.18 the first is not known, and the last replies come first in either case. */
const sorts: Record<Order, string> = { opened: 'recently_created', answered: 'recently_replied' }

/**
 * @param url any address of the site. A board's page redirects to its full address, in some versions without the page number:
 *   the name behind the id is kept where the address has it.
 * @param api whether JSON is asked for where robots.txt allows it, or never.
 */
export function nodebbSite(url: string, api: boolean): ThreadSite {
  const root = siteRoot(url)
  const named = /\/category\/([\w-]{1,40})(\/[^/?#]{1,400})/.exec(url)
  const both = (path: string) => (api ? { url: `${root}api/${path}`, otherwise: `${root}${path}` } : { url: `${root}${path}` })
  return {
    list: (board, number, order) => both(`category/${board}${named?.[1] === board ? named[2] : ''}?page=${number}&sort=${sorts[order]}`),
    // The order of a thread is a setting of the site.
    thread: (id, number) => both(`topic/${id}?page=${number}&sort=oldest_to_newest`),
  }
}
