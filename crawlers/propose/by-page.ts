/** Pages that one of the adapters knows by their structure: exports, feeds, forums. */
import type { Proposal } from '../../shared/errand.ts'
import { cleanTitle } from '../../shared/text.ts'
import { openSource } from '../configured.ts'
import { boardOf as discuzBoard } from '../discuz/address.ts'
import { absolute, loadXml, textOf } from '../html.ts'
import { boardOf as nodebbBoard } from '../nodebb/address.ts'
import type { Reading } from '../source.ts'
import { findSource } from '../sources/index.ts'
import { every, isTag } from '../walk.ts'
import { boardOf as xiunoBoard } from '../xiuno/address.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Document } from './document.ts'
import { describeSource, nameOf, siteNameOf } from './source-of.ts'
import { proposeWith, type Trying } from './trying.ts'

const forums: { adapter: string; boardOf: (url: string) => string | null }[] = [
  { adapter: 'discuz', boardOf: discuzBoard }, { adapter: 'xiuno', boardOf: xiunoBoard }, { adapter: 'nodebb', boardOf: nodebbBoard },
]
/** Boards that one source takes, and that are proposed each for itself. */
const mostBoards = 40
const mostSingles = 4

/** How an adapter reads a page that nobody has configured it for; null where it fails at it. */
function readAs(adapter: string, { page }: Document, trying: Trying): Reading | null {
  if (!findSource(adapter)) return null
  try {
    return openSource(describeSource({ adapter, url: page.url, name: adapter, options: {}, document: null }, trying.known), trying.watch).parse(page)
  } catch {
    return null
  }
}

const draw = async (trying: Trying, draft: Parameters<typeof proposeWith>[1]): Promise<Proposal[]> => {
  const drawn = await proposeWith(trying, draft)
  return drawn ? [drawn.proposal] : []
}

export async function proposeExports(document: Document, trying: Trying): Promise<Proposal[]> {
  const reading = readAs('export', document, trying)
  if (reading?.state !== 'ok' || reading.kind !== 'exports') return []
  return draw(trying, {
    adapter: 'export', url: document.page.url, name: nameOf(document), options: {}, document, most: { lists: 1, details: 1 },
    because: `页面上有 ${reading.links.length} 个导出文件（CSV），文件的列是工单`,
  })
}

/** The page itself as a feed. @param because why it was looked at as one. */
export async function proposeFeed(document: Document, trying: Trying, because = '这个地址本身就是订阅源（RSS / Atom / JSON Feed）'): Promise<Proposal[]> {
  const reading = readAs('feed', document, trying)
  if (reading?.state !== 'ok' || reading.kind !== 'feed') return []
  const text = decodeBody(document.page.bytes, document.page.headers['content-type']).text
  const name = cleanTitle(loadXml(text)('channel > title, feed > title').first().text()) || /"title"\s*:\s*"([^"\\]{1,80})"/.exec(text.slice(0, 4_000))?.[1] || new URL(document.page.url).host
  return draw(trying, {
    adapter: 'feed', url: document.page.url, name, options: {}, document, because, most: { lists: 1, details: 0 },
    warning: reading.postings.length === 0 ? '订阅源里现在没有条目' : reading.degraded,
  })
}

/** Feeds that a page announces, in its head or by a link that says so. */
export function announcedFeeds({ root, base, page }: Document): string[] {
  const announced = every(root, isTag('link')).filter(({ attribs }) => /alternate/i.test(attribs.rel ?? '') && /rss|atom|feed\+json|application\/json/i.test(attribs.type ?? '') && !/oembed/i.test(attribs.type ?? ''))
  const linked = every(root, isTag('a')).filter((link) => /(?:rss|atom|feed)(?:\.xml|\.json|\/)?$|\.rss$|[?&](?:mod|type)=rss/i.test(link.attribs.href ?? '') || /^RSS/i.test(textOf([link])))
  return [...new Set([...announced, ...linked].flatMap(({ attribs }) => absolute(attribs.href, base) ?? []))].filter((url) => url !== page.url).slice(0, 2)
}

export async function proposeForum(document: Document, trying: Trying): Promise<Proposal[]> {
  for (const { adapter, boardOf } of forums) {
    const reading = readAs(adapter, document, trying)
    const proposals = reading?.state === 'ok' ? await proposeAs(adapter, boardOf, reading, document, trying) : []
    if (proposals.length > 0) return proposals
  }
  return []
}

async function proposeAs(adapter: string, boardOf: (url: string) => string | null, reading: Reading, document: Document, trying: Trying): Promise<Proposal[]> {
  const boards = boardsOn(document, boardOf)
  const board = boardOf(document.page.url)
  if (reading.kind === 'thread-list' && reading.postings.length > 0 && board !== null) {
    return proposeBoards(document, trying, adapter, [boards.find(({ id }) => id === board) ?? { id: board, name: '', url: document.page.url }], '这个地址是论坛的一个版块')
  }
  if (reading.kind === 'thread') {
    // The path above a thread ends in its board.
    const above = crumbs(document, boardOf).at(-1) ?? boards[0]
    return above ? proposeBoards(document, trying, adapter, [above], '这个地址是论坛的一个主题，取其所在版块') : []
  }
  // The index, or a list across boards.
  const named = boards.filter(({ name }) => name !== '')
  const leads = reading.kind === 'index' || (reading.kind === 'thread-list' && reading.postings.length > 0)
  return leads && named.length > 0 ? proposeBoards(document, trying, adapter, named.slice(0, mostBoards), `这个地址列出了论坛的 ${named.length} 个版块`) : []
}

interface Board {
  id: string
  name: string
  url: string
}

function boardsOn({ root, base, page }: Document, boardOf: (url: string) => string | null): Board[] {
  const boards = new Map<string, Board>()
  for (const link of every(root, isTag('a'))) {
    const url = absolute(link.attribs.href?.split('#')[0], base)
    const id = url === null || new URL(url).host !== new URL(page.url).host || /mod=(?:post|misc|rss)|action=|login|logging|register/.test(url) ? null : boardOf(url)
    const name = textOf([link]).replace(/\s+/g, ' ')
    if (url === null || id === null) continue
    const known = boards.get(id)
    const named = /^\d*$/.test(name) || /[?&](?:filter|typeid)=/.test(url) ? '' : name
    // The shortest address of a board is its plain one.
    boards.set(id, { id, name: known?.name || named, url: known && known.url.length <= url.length ? known.url : url })
  }
  return [...boards.values()]
}

/** Boards in the path that leads to a page. */
function crumbs(document: Document, boardOf: (url: string) => string | null): Board[] {
  const path = document.$('#pt, .breadcrumb, .breadcrumbs, [component="breadcrumb"], .crumb, nav[aria-label="breadcrumb"]').get(0)
  return path ? boardsOn({ ...document, root: path }, boardOf) : []
}

async function proposeBoards(document: Document, trying: Trying, adapter: string, boards: Board[], because: string): Promise<Proposal[]> {
  const site = siteNameOf(document)
  const all = boards.length > 1
  const together = await draw(trying, {
    adapter, url: boards.length === 1 ? boards[0]?.url ?? document.page.url : document.page.url, document,
    name: all || !boards[0]?.name || site.includes(boards[0].name) ? site : `${site} ${boards[0].name}`,
    options: { boards: boards.map(({ id }) => id) }, sampling: { pages: 1, boards: boards.slice(0, 3).map(({ id }) => id) }, most: { lists: Math.min(boards.length, 3), details: 2 },
    because: all ? `${because}：${boards.slice(0, 8).map(({ name }) => name).join('、')}${boards.length > 8 ? ' 等' : ''}` : because,
  })
  const single = all && together.length > 0 ? boards.slice(0, mostSingles) : []
  const alone = []
  for (const board of single) {
    // Boards that were read for the first proposal cost no more requests.
    alone.push(...await draw(trying, {
      adapter, url: board.url, name: `${site} ${board.name}`, document, options: { boards: [board.id] }, sampling: { pages: 1 }, most: { lists: 1, details: 0 }, because: `只取版块“${board.name}”`,
    }))
  }
  return [...together, ...alone]
}
