/** The addresses that Weibo's own pages ask, and the headers that they send along; never a User-Agent or a cookie, which are the session's. */
import type { Ask } from '../source.ts'

/** Lists of every kind. */
const index = '/api/container/getIndex'
const ajax = { 'accept': 'application/json, text/plain, */*', 'x-requested-with': 'XMLHttpRequest', 'mweibo-pwa': '1' }

/** One of the mobile site's own requests. `site` is any address on it: https://m.weibo.cn/. */
function mobileAsk(site: string, path: string, parameters: Record<string, string>, referer: string): Pick<Ask, 'url' | 'headers'> {
  const url = new URL(path, site)
  url.search = new URLSearchParams(parameters).toString()
  return { url: url.href, headers: { ...ajax, referer: new URL(referer, site).href } }
}

/** Newest first (61); `t=0` and `page_type` as the mobile page sends them. */
export function searchAsk(site: string, question: string): Ask {
  const containerid = `100103type=61&q=${question}&t=0`
  const referer = `/search?containerid=${encodeURIComponent(containerid)}`
  return { ...mobileAsk(site, index, { containerid, page_type: 'searchall', page: '1' }, referer), role: 'list', key: question, page: 1, essential: true }
}

/** s.weibo.com, newest first. */
export function searchPageAsk(site: string, question: string): Ask {
  const url = new URL('/realtime', site)
  url.search = new URLSearchParams({ q: question, rd: 'realtime', tw: 'realtime', page: '1' }).toString()
  return { url: url.href, headers: { referer: new URL('/', site).href }, role: 'list', key: question, page: 1, essential: true }
}

export function accountAsk(site: string, uid: string): Ask {
  return { ...mobileAsk(site, index, { type: 'uid', value: uid }, `/u/${uid}`), role: 'account', key: uid, page: 1, essential: true }
}

export function timelineAsk(site: string, uid: string, containerid: string): Ask {
  return { ...mobileAsk(site, index, { type: 'uid', value: uid, containerid }, `/u/${uid}`), role: 'list', key: uid, page: 1, essential: true }
}

export function longTextAsk(site: string, mid: string): Ask {
  return { ...mobileAsk(site, '/statuses/extend', { id: mid }, `/status/${mid}`), role: 'long-text', key: mid, page: 1, essential: false }
}

/** The page after `ask`, where an answer names one on the same site: what a page links to is not trusted to stay there. */
export function nextAsk(ask: Ask, link: string | undefined): Ask | null {
  if (!link || !URL.canParse(link) || new URL(link).origin !== new URL(ask.url).origin || link === ask.url) return null
  return { ...ask, url: link, page: ask.page + 1 }
}
