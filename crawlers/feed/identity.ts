/** Which items of a feed are the same item: by its own id where that is one, else by its canonical address, else by its words. */
import { createHash } from 'node:crypto'

export interface Identified {
  guid: string | null
  link: string | null
  title: string | null
  text: string
}

const tracking = /^(?:utm_\w+|from|source|spm|share\w*|wechat_\w+|isappinstalled|timestamp|nsukey)$/i

/** An address for comparing: without fragment and without parameters that say only by which way a reader came. */
export function canonicalLink(link: string): string {
  if (!URL.canParse(link)) return link
  const url = new URL(link)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name)
  return url.href
}

/**
 * An id that outlives a move of the site to another port or to https: an address on the site's own host is kept as its path.
 * @param site the address of the source.
 */
export function withinSite(id: string, site: string): string {
  if (!/^https?:/i.test(id) || !URL.canParse(id) || !URL.canParse(site)) return id
  const url = new URL(id)
  return url.hostname === new URL(site).hostname ? `${url.pathname}${url.search}${url.hash}` : id
}

/**
 * Ids for the items of one feed, in their order. A guid counts unless two items share it, or it is the item's own address with a
 * fragment or parameters (`…/n.html#v2`), which changes at each edit.
 */
export function identify(items: readonly Identified[]): string[] {
  const uses = new Map<string, number>()
  for (const { guid } of items) if (guid) uses.set(guid, (uses.get(guid) ?? 0) + 1)
  return items.map(({ guid, link, title, text }) => {
    const canonical = link ? canonicalLink(link) : null
    const sameAsLink = guid !== null && canonical !== null && /^https?:/i.test(guid) && canonicalLink(guid) === canonical
    if (guid && uses.get(guid) === 1 && !sameAsLink) return guid
    return canonical ?? guid ?? createHash('sha256').update(`${title ?? ''}\n${text}`).digest('hex').slice(0, 32)
  })
}
