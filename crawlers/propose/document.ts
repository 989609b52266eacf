/** A page being looked at for the first time: its tree, and how much is written in each part of it. */
import type { CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { absolute, isHidden, loadHtml, textOf } from '../html.ts'
import { unfoldRecords } from '../page/unfold.ts'
import { worthOfRegion } from './words.ts'

export interface Document {
  page: Page
  $: CheerioAPI
  root: AnyNode
  /** What the addresses on it count from. */
  base: string
  /** Words of the `<title>`. */
  title: string
  /** Elements with their words, for those that hold few enough of them to be a title, a date or a label. */
  short: ReadonlyMap<Element, string>
  /** Pieces of text that are shown, in the order of the page. */
  pieces: readonly Piece[]
  pagedByScript: boolean
  /** How many elements are shown. */
  elements: number
}

export interface Piece {
  text: string
  /** The element it stands in. */
  parent: Element
  inLink: boolean
  /** See {@link worthOfRegion}: of the worst region around it. */
  worth: number
}

/** More words than this are no title, date or label. */
const longestShort = 160
/** Pages with more elements than this are looked at only so far. */
const mostNodes = 60_000
const silent = new Set(['script', 'style', 'head', 'title', 'noscript', 'template', 'select', 'textarea', 'iframe', 'object', 'svg', 'button'])

/** Marks of lists whose further pages only a script knows. */
const scriptPager = /createPageHTML\s*\(|<nextgroup|<totalrecord/i

export function openDocument(page: Page): Document {
  const { text: markup } = decodeBody(page.bytes, page.headers['content-type'])
  const $ = loadHtml(unfoldRecords(markup))
  const root = $.root().get(0) as AnyNode
  const { pieces, length, elements } = survey(root)
  const short = new Map<Element, string>()
  for (const element of elements) {
    const size = length.get(element) ?? 0
    if (size > 0 && size <= longestShort * 2) {
      const text = textOf([element])
      if (text !== '' && text.length <= longestShort) short.set(element, text)
    }
  }
  const base = absolute($('base').attr('href'), page.url) ?? page.url
  return { page, $, root, base, title: $('title').first().text().replace(/\s+/g, ' ').trim(), short, pieces, pagedByScript: scriptPager.test(markup), elements: elements.length }
}

/** One pass over the page, without recursion: its pieces of text, and how much text each element holds. */
function survey(root: AnyNode) {
  const pieces: Piece[] = []
  const length = new Map<Element, number>()
  const elements: Element[] = []
  const stack: { node: AnyNode; inLink: boolean; worth: number }[] = [{ node: root, inLink: false, worth: 1 }]
  for (let seen = 0, top = stack.pop(); top !== undefined && seen < mostNodes; top = stack.pop(), seen++) {
    const { node } = top
    if (node.nodeType === 3 && 'data' in node) {
      const text = node.data.replace(/\s+/g, ' ').trim()
      if (text === '' || !node.parent || !('attribs' in node.parent)) continue
      pieces.push({ text, parent: node.parent, inLink: top.inLink, worth: top.worth })
      for (const above of lineage(node.parent)) length.set(above, (length.get(above) ?? 0) + text.length)
      continue
    }
    let { inLink, worth } = top
    if ('attribs' in node) {
      if (silent.has(node.name) || isHidden(node)) continue
      elements.push(node)
      inLink ||= node.name === 'a'
      worth = Math.min(worth, worthOfRegion(node))
    }
    if ('children' in node) for (let at = node.children.length - 1; at >= 0; at--) stack.push({ node: node.children[at] as AnyNode, inLink, worth })
  }
  return { pieces, length, elements }
}

/** An element and everything that it stands in, from the inside out. */
export function* lineage(element: Element): Generator<Element> {
  for (let at: AnyNode | null = element; at && 'attribs' in at; at = at.parent) yield at
}

export const isWithin = (element: Element, outer: Element): boolean => {
  for (const at of lineage(element)) if (at === outer) return true
  return false
}

/** White space and full-width forms aside, since the same title is spaced differently on a list and over its text. */
export const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
