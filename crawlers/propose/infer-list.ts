/**
 * Which of the repeated things on a page are the rows of its list.
 *
 * Every element that repeats below one parent (or below several alike that stand side by side) and holds a link is a candidate group.
 * Groups are judged by what makes a list a list: many members, a title of useful length in each, a date, links to addresses of one
 * shape, members built alike, a place that is no frame of the page. Nothing counts the order of the groups on the page: sidebars may
 * stand anywhere. Where it fails: portals with many small lists side by side (one of them is taken, or all that look the same);
 * rows whose date stands beside and not in the row (they are read without dates).
 */
import type { AnyNode, Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import { absolute, isHidden, textOf } from '../html.ts'
import { wordsBeside } from '../page/beside.ts'
import { readListTime } from '../page/signed.ts'
import { every, isTag } from '../walk.ts'
import { fold, lineage, type Document } from './document.ts'
import { isBesideHeading, worthOfRegion } from './words.ts'

export interface Row {
  element: Element
  /** The link to what the row is about. */
  link: Element
  url: string
  title: string
  /** Where its date stands: an element of the row, or among the words beside the link; null = it shows none. */
  date: Element | 'beside' | null
}

export interface Group {
  rows: Row[]
  /** How much it looks like the list, > 0; only to compare with. */
  score: number
  dated: number
}

interface Link {
  element: Element
  url: string
  text: string
  shape: string
}

const fewestRows = 3
/** Levels above a link at which a row may be. */
const mostLevels = 8
/** Least score that is a list at all: a menu of four words has 0.1, a list of three titles without dates 0.7. */
export const leastScore = 0.45

/** The groups of a page that may be its list, the likeliest first. */
export function findGroups(document: Document): Group[] {
  const links = linksOf(document)
  const candidates = new Map<Element, Map<string, Map<Element, Link[]>>>()
  for (const link of links) {
    const chain = [...lineage(link.element)].slice(0, mostLevels)
    for (const [index, element] of chain.entries()) {
      const parent = chain[index + 1] ?? element.parent
      if (!parent || !('attribs' in parent) || element.name === 'body') break
      const byTag = candidates.get(parent) ?? new Map<string, Map<Element, Link[]>>()
      const members = byTag.get(element.name) ?? new Map<Element, Link[]>()
      members.set(element, [...(members.get(element) ?? []), link])
      byTag.set(element.name, members)
      candidates.set(parent, byTag)
    }
  }
  const single = [...candidates].flatMap(([parent, byTag]) => [...byTag].map(([tag, members]) => ({ parent, tag, members })))
  const pools = [...single.map(({ members }) => members), ...joined(single)]
  const host = new URL(document.page.url).host
  return pools.flatMap((members) => judge(members, document, host) ?? []).sort((a, b) => b.score - a.score || b.rows.length - a.rows.length)
}

function linksOf({ root, base }: Document): Link[] {
  return every(root, isTag('a')).flatMap((element) => {
    const href = element.attribs.href ?? ''
    const url = href.startsWith('#') ? null : absolute(href, base)
    if (!url || isHidden(element)) return []
    const text = (textOf([element]) || element.attribs.title || '').replace(/\s+/g, ' ')
    return text.length < 2 ? [] : [{ element, url, text, shape: shapeOf(url) }]
  })
}

/** An address with its numbers and ids taken out: rows of one list share it. */
export function shapeOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  const path = pathname.split('/').map((part) => part.replace(/[0-9a-f]{8}-[0-9a-f-]{20,30}|[0-9a-f]{16,64}/gi, '#').replace(/\d+/g, '#')).join('/')
  return `${host}${path.replace(/(?:\/#)+(?=\/)/g, '/#')}?${[...searchParams.keys()].sort().join('&')}`
}

type Pool = Map<Element, Link[]>

/** Lists that are cut in pieces of a few rows each, with a gap between them: the pieces are one list. */
function joined(groups: readonly { parent: Element; tag: string; members: Pool }[]): Pool[] {
  const alike = new Map<AnyNode, Map<string, Pool[]>>()
  for (const { parent, tag, members } of groups) {
    const over = parent.parent
    if (members.size < 2 || !over) continue
    const key = `${parent.name}.${parent.attribs.class ?? ''}>${tag}`
    const byKey = alike.get(over) ?? new Map<string, Pool[]>()
    byKey.set(key, [...(byKey.get(key) ?? []), members])
    alike.set(over, byKey)
  }
  return [...alike.values()].flatMap((byKey) => [...byKey.values()].filter((pools) => pools.length > 1).map((pools) => new Map(pools.flatMap((pool) => [...pool]))))
}

function judge(members: Pool, { page, short }: Document, host: string): Group | null {
  if (members.size < fewestRows || members.size > 500) return null
  const shape = mainShape(members)
  const all = [...members].map(([element, links]): Row => {
    const link = mainLink(links, shape)
    const date = dateOf(element, link.element, short, page.fetchedAt)
    return { element, link: link.element, url: link.url, title: titleOf(link, date, short), date }
  })
  const rows = withoutHeads(all, shape)
  if (rows.length < fewestRows) return null
  const share = (test: (row: Row) => boolean) => rows.filter(test).length / rows.length
  const dated = share(({ date }) => date !== null)
  const distinct = new Set(rows.map(({ url }) => url)).size / rows.length
  const crowded = rows.reduce((sum, { element }) => sum + new Set((members.get(element) ?? []).flatMap(({ url, text }) => (text.length >= 8 ? [url] : []))).size, 0) / rows.length
  const score = Math.log2(rows.length + 1)
    * (0.35 + 0.65 * dated)
    * lengthWorth(rows)
    * (0.4 + 0.6 * share(({ url }) => shapeOf(url) === shape))
    * (0.4 + 0.6 * share(({ url }) => /\d{2}|[?&]\w+=/.test(url.slice(url.indexOf('//') + 2 + host.length))))
    * (0.3 + 0.7 * share(({ url }) => new URL(url).host === host))
    * distinct ** 2
    * (0.5 + 0.5 * likeness(rows))
    * (crowded > 1.6 ? 1.6 / crowded : 1)
    * regionOf(rows[0]?.element ?? null)
  return { rows, score, dated }
}

/** Among dated rows, one without a date that leads elsewhere is a head with links for sorting, or an advertisement. */
function withoutHeads(rows: Row[], shape: string): Row[] {
  const kept = rows.filter(({ date, url }) => date !== null || shapeOf(url) === shape)
  return kept.filter(({ date }) => date !== null).length >= rows.length * 0.6 ? kept : rows
}

/** The shape to which most of the rows, by most of their words, link. */
function mainShape(members: Pool): string {
  const weights = new Map<string, number>()
  for (const links of members.values()) {
    const best = new Map<string, number>()
    for (const { shape, text } of links) best.set(shape, Math.max(best.get(shape) ?? 0, Math.min(text.length, 40)))
    for (const [shape, weight] of best) weights.set(shape, (weights.get(shape) ?? 0) + weight)
  }
  return [...weights].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
}

/** Longer words than a title has are a summary that links to the same place. */
const weightOf = ({ text, element }: Link): number => {
  const heading = [...lineage(element)].slice(0, 3).some(({ name }) => /^h[1-6]$/.test(name)) ? 100 : 0
  return heading + (text.length <= 70 ? text.length : Math.max(2, 70 - text.length / 4))
}

function mainLink(links: readonly Link[], shape: string): Link {
  const among = links.some((link) => link.shape === shape) ? links.filter((link) => link.shape === shape) : links
  return among.reduce((best, link) => (weightOf(link) > weightOf(best) ? link : best))
}

/** The title: the words of the link, or of what in it looks like its heading. */
function titleOf({ element, text }: Link, date: Row['date'], short: ReadonlyMap<Element, string>): string {
  const heading = headingIn(element, short)
  return (textOf([heading ?? element], (inner) => inner === date) || text).replace(/\s+/g, ' ')
}

/** The part of a link around a whole card that is its title; null where the link is the title. */
export function headingIn(link: Element, short: ReadonlyMap<Element, string>): Element | null {
  const inner = every(link, ({ name, attribs }) => /^h[1-6]$/.test(name) || /(?:^|[-_\s])(?:tit(?:le)?|name|subject|bt)(?:$|[-_\s\d])/i.test(attribs.class ?? ''))
  return inner.find((element) => (short.get(element)?.length ?? 0) >= 4) ?? null
}

/** Words that hold a date and hardly anything else. */
function isDate(text: string, at: Instant): 'day' | 'month' | null {
  if (text.length > 44 || !/\d|[刚今昨前]/.test(text)) return null
  const { precision } = readListTime(text, at)
  if (precision === 'none') return null
  const rest = text.replace(/[\d\s:：\-/.年月日时分秒[\]()（）【】]|发布|时间|日期|来信|提交|留言|更新|写信|受理|小时前|分钟前|天前|昨天|今天|前天|刚刚|星期./g, '')
  return rest.length > 8 ? null : precision === 'month' ? 'month' : 'day'
}

function dateOf(row: Element, link: Element, short: ReadonlyMap<Element, string>, at: Instant): Row['date'] {
  let month: Element | null = null
  let among: Element | null = null
  let best: Element | null = null
  for (const element of every(row, () => true)) {
    const text = short.get(element)
    const kind = text === undefined || element === link ? null : isDate(text, at)
    // An element inside another with the same date says it better, and the first date is that of the posting, later ones of its answer.
    if (kind === 'month') month ??= element
    if (kind === null && text !== undefined && text.length <= 120 && /(?:时间|日期)\s{0,3}[:：]?\s{0,3}(?:19|20)\d{2}\D/.test(text) && !isInside(link, element)) among = element
    if (kind === 'day' && (best === null || (isInside(element, best) && short.get(best)?.length !== text?.length))) best = element
  }
  if (best ?? among) return best ?? among
  const beside = wordsBeside(row, link)
  if (beside.length <= 80 && readListTime(beside, at).precision !== 'none' && /\d/.test(beside)) return month ?? 'beside'
  return month
}

function isInside(element: Element, outer: Element): boolean {
  for (const at of lineage(element)) if (at === outer) return true
  return false
}

/** Lists have titles; menus have words of two to four characters. */
function lengthWorth(rows: readonly Row[]): number {
  const lengths = rows.map(({ title }) => fold(title).length).sort((a, b) => a - b)
  const middle = lengths[Math.floor(lengths.length / 2)] ?? 0
  if (middle < 4) return 0.04
  if (middle < 6) return 0.25
  if (middle < 9) return 0.7
  return middle > 90 ? 0.5 : 1
}

/** Share of the rows that are built like most are: the tags of their children and grandchildren. */
function likeness(rows: readonly Row[]): number {
  const counts = new Map<string, number>()
  for (const { element } of rows) {
    const children = element.children.filter((child): child is Element => 'attribs' in child)
    const key = children.map((child) => `${child.name}(${[...new Set(child.children.flatMap((grand) => ('attribs' in grand ? [grand.name] : [])))].join()})`).join()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return Math.max(...counts.values()) / rows.length
}

/** How much the place of a group may hold the list: frames of the page, and headings that say what stands beside it. */
function regionOf(element: Element | null): number {
  if (!element) return 1
  let worth = 1
  for (const [level, at] of [...lineage(element)].entries()) {
    if (at.name === 'body') break
    worth = Math.min(worth, worthOfRegion(at))
    if (level > 0 && level <= 3 && headingsBefore(at).some(isBesideHeading)) worth = Math.min(worth, 0.3)
  }
  return worth
}

function headingsBefore(element: Element): string[] {
  let before = element.prev
  while (before && !('attribs' in before)) before = before.prev
  return before ? [textOf([before])] : []
}
