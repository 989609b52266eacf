/**
 * Proposes how to crawl an address that somebody pasted: what its address names, what an adapter knows by its structure, what it
 * announces, a list that can be inferred; and where the page is one of many (a thread, a letter, a report), the list above it.
 */
import type { Proposal, TryAnswer } from '../../shared/errand.ts'
import { textOf } from '../html.ts'
import { absolute } from '../html.ts'
import { findSource } from '../sources/index.ts'
import { every, isTag } from '../walk.ts'
import { proposeByAddress } from './by-address.ts'
import { proposeList } from './by-list.ts'
import { announcedFeeds, proposeExports, proposeFeed, proposeForum } from './by-page.ts'
import { openDocument, type Document } from './document.ts'
import { metInstead, refusalOfError, refusalOfState } from './refusals.ts'
import type { Trying } from './trying.ts'

/** Pages above the pasted one that are looked at. */
const mostAbove = 2
const mostProposals = 6

/** @returns proposals, the likeliest first, or why there are none; never throws for what a site does. */
export async function proposeSources(url: string, trying: Trying): Promise<TryAnswer> {
  const refuse = (refusal: string): TryAnswer => ({ url, refusal, proposals: [] })
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return refuse('这不是网址。请贴以 http:// 或 https:// 开头的完整地址。')
  const named = proposeByAddress(url, trying.known, (adapter) => findSource(adapter)?.title ?? null)
  if (named.length > 0) return { url, refusal: null, proposals: named }
  try {
    const page = await trying.fetcher.get(url)
    const instead = metInstead(page)
    if (instead) return refuse(refusalOfState(instead))
    const document = openDocument(page)
    const proposals = await proposeFor(document, trying)
    if (proposals.length === 0) proposals.push(...await proposeDrawn(document, trying))
    if (proposals.length === 0) proposals.push(...await proposeAbove(document, trying))
    if (proposals.length > 0) return { url, refusal: null, proposals: proposals.slice(0, mostProposals) }
    return refuse(needsScript(document) && !trying.fetcher.browses
      ? '页面需脚本才能显示内容，而这里没有可用的浏览器。请安装 Chromium 后再试。'
      : '页面上没有认出列表、论坛或订阅源。请改贴列表页（能看到一条条标题的那一页）的地址。')
  } catch (error) {
    return refuse(refusalOfError(error))
  }
}

async function proposeFor(document: Document, trying: Trying): Promise<Proposal[]> {
  const own = await proposeExports(document, trying)
  if (own.length === 0) own.push(...await proposeFeed(document, trying))
  if (own.length === 0) own.push(...await proposeForum(document, trying))
  const isForum = own.length > 0
  if (own.length === 0) {
    for (const feed of announcedFeeds(document)) {
      // One that does not answer, or that leads where we do not go, is as good as none.
      const page = await trying.fetcher.get(feed).catch(() => null)
      if (page) own.push(...await proposeFeed(openDocument(page), trying, '页面提供订阅源，订阅源最省请求也最稳'))
    }
  }
  if (!isForum) own.push(...await proposeList(document, trying))
  return own
}

/** Little to read and much to run. */
function needsScript({ $, pieces }: Document): boolean {
  return $('script').length > 0 && pieces.reduce((sum, { text }) => sum + text.length, 0) < 2_000
}

async function proposeDrawn(document: Document, trying: Trying): Promise<Proposal[]> {
  if (!needsScript(document) || !trying.fetcher.browses) return []
  const page = await trying.fetcher.get(document.page.url, true).catch(() => null)
  return page && page.status < 400 ? proposeList(openDocument(page), trying, true) : []
}

async function proposeAbove(document: Document, trying: Trying): Promise<Proposal[]> {
  for (const url of addressesAbove(document).slice(0, mostAbove)) {
    const page = await trying.fetcher.get(url).catch(() => null)
    if (!page || metInstead(page)) continue
    const proposals = await proposeFor(openDocument(page), trying)
    if (proposals.length > 0) return proposals.map((proposal) => ({ ...proposal, because: `贴的是其中一篇，取它上面的列表；${proposal.because}` }))
  }
  return []
}

/** Where the list may be that a page stands on: its link back, the end of its path, the folder it lies in. */
function addressesAbove({ $, root, base, page }: Document): string[] {
  const back = every(root, isTag('a')).filter((link) => /^(?:返回|回到)?(?:列表|上一级|上级|目录|栏目|信箱首页)|^返回$/.test(textOf([link]).replace(/[\s[\]【】<>«]/g, '')))
  const path = $('[class*=crumb], [class*=position], [class*=location], [class*=weizhi], .path, .wz, .dqwz, .local').first().find('a').toArray()
  const crumb = path.length > 0 ? [path.at(-1)] : []
  const folders = ['./', '../'].map((way) => new URL(way, page.url.split(/[?#]/)[0]).href)
  const found = [...[...back, ...crumb].flatMap((link) => absolute(link?.attribs.href, base) ?? []), ...folders]
  const { host } = new URL(page.url)
  return [...new Set(found)].filter((url) => new URL(url).host === host && url.split('#')[0] !== page.url.split('#')[0] && new URL(url).pathname !== '/')
}
