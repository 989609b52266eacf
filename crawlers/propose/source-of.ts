/** The particulars of a proposed source: its id, name, channel and pace, from what the page and its address say. */
import type { SourceConfig } from '../../shared/district.ts'
import { cleanTitle, shorten } from '../../shared/text.ts'
import type { PrivateHosts } from '../../shared/node/http/guard.ts'
import { siteOf } from '../../shared/node/http/site.ts'
import type { Document } from './document.ts'

export interface Known {
  /** Names by which the district is known, in Chinese or letters: a site that bears one is its own. */
  districtNames: readonly string[]
  privateHosts: PrivateHosts
}

/** Seconds between visits and least milliseconds between requests, by what a kind of site bears. */
const paces: Record<string, { every: number; delay: number }> = {
  'feed': { every: 600, delay: 2_000 }, 'export': { every: 300, delay: 1_000 }, 'page': { every: 600, delay: 2_000 }, 'liuyan': { every: 1_800, delay: 5_000 },
  'tieba': { every: 600, delay: 5_000 }, 'weibo-search': { every: 900, delay: 5_000 }, 'weibo-user': { every: 900, delay: 5_000 }, 'weibo-hot': { every: 900, delay: 5_000 },
}
const channels: Record<string, string> = {
  'export': 'hotline', 'tieba': 'web', 'liuyan': 'board', 'weibo-search': 'weibo', 'weibo-user': 'weibo', 'weibo-hot': 'weibo',
  'feed': 'news', 'discuz': 'forum', 'nodebb': 'web', 'xiuno': 'web',
}

/** `hongze-gov-cn-letters`: the host's own names and what the address ends in. */
export function idOf(url: string, adapter: string): string {
  const { hostname, pathname } = new URL(url)
  const host = hostname.replace(/^www\./, '')
  const named = siteOf(host) === host || /[a-z]/.test(host) ? host : 'site'
  const last = pathname.split('/').findLast((part) => /^[a-z][a-z-]{1,20}$/i.test(part)) ?? adapter
  return `${named}-${last}`.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)
}

/** The name of a page: what stands before the site's name and the maker's in its title, with the site's name. */
export function nameOf(document: Document): string {
  const [first, second] = partsOf(document)
  const chosen = [first, namedSite(document) || second].filter((part) => part !== undefined)
  return shorten(cleanTitle([...new Set(chosen)].reverse().join(' ')), 40) || new URL(document.page.url).host
}

/** The name of the site alone, which ends the titles of its pages. */
export const siteNameOf = (document: Document): string => shorten(cleanTitle(namedSite(document) || (partsOf(document).at(-1) ?? '')), 40) || new URL(document.page.url).host

const namedSite = ({ $ }: Document): string => $('meta[property="og:site_name"], meta[name="SiteName"]').first().attr('content')?.trim() ?? ''

function partsOf({ title }: Document): string[] {
  return title.split(/\s*[-_|–—>]+\s+|\s+[-_|–—>]+\s*|_|(?<=\p{Script=Han})-(?=\p{Script=Han})/u).map((part) => part.trim()).filter((part) => part !== '' && !/Powered by|首页$/i.test(part))
}

export function channelOf(adapter: string, kind: string | undefined): string {
  return adapter === 'page' ? (kind === 'letter' ? 'letterbox' : kind === 'thread' ? 'web' : 'news') : channels[adapter] ?? 'web'
}

export function describeSource(
  { adapter, url, name, options, document }: { adapter: string; url: string; name: string; options: Record<string, unknown>; document: Document | null }, known: Known,
): SourceConfig {
  const { host } = new URL(url)
  const heard = [host, name, document?.title ?? ''].join(' ').toLowerCase()
  const broad = ['tieba', 'liuyan', 'weibo-search', 'weibo-user', 'weibo-hot'].includes(adapter)
  return {
    id: idOf(url, adapter), name: cleanTitle(name), adapter, channel: channelOf(adapter, typeof options.kind === 'string' ? options.kind : undefined), url, enabled: true,
    ...(paces[adapter] ?? { every: 300, delay: 2_000 }),
    local: !broad && known.districtNames.some((own) => own.length >= 2 && heard.includes(own.toLowerCase())),
    allowPrivate: known.privateHosts.includes(host), demo: false, options,
  }
}
