/**
 * CSS selectors for elements, as a person would have written them: by ids and classes that name something, by the label beside a
 * value, by tags; by counting only where nothing else holds. A selector is judged by what it does on the pages at hand, never by its looks.
 */
import type { Cheerio, CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { textOf } from '../html.ts'
import { every } from '../walk.ts'
import { lineage } from './document.ts'

/** Names that say how something stands at the moment, or where it floats, not what it is. */
const passing = /^(?:on|active|cur|current|first|last|odd|even|hover|selected|show|hide|open|clearfix|clear|cl|fl|fr|l|r|left|right|bold|red|blue|gray|grey|animated|fade\w*|wow|row|col(?:-\w+)*|ng-\w+)$/i
/** Names that a build or a content system made up: `css-1x2y3z`, `list_a8f3c`, `box_20261120`. */
const generated = /\d{3,}|^(?:css|jsx|sc|svelte|emotion|data-v)-|^_|[a-z]\d+[a-z]+\d|\d[a-z]+\d/i

const isPlain = (name: string): boolean => /^[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff-]{0,39}$/.test(name)
const isGood = (name: string): boolean => isPlain(name) && !passing.test(name) && !generated.test(name)

const classesOf = (element: Element): string[] => (element.attribs.class ?? '').split(/\s+/).filter((name) => name !== '').slice(0, 6)

/** How an element can be named by itself, the best first; its bare tag is the last. */
export function namesOf(element: Element): string[] {
  const { name, attribs } = element
  const tag = /^[a-z][a-z0-9]*$/.test(name) ? name : '*'
  const marks = ['name', 'itemprop', 'property', 'component'].flatMap((key) => {
    const value = attribs[key]
    return value !== undefined && /^[\w:/-]{2,40}$/.test(value) && (key !== 'name' || tag === 'meta') ? [`${tag}[${key}="${value}"]`] : []
  })
  return [
    ...(attribs.id !== undefined && isGood(attribs.id) ? [`#${attribs.id}`] : []),
    ...classesOf(element).filter(isGood).map((mark) => `${tag}.${mark}`),
    ...marks,
    ...hrefMark(element),
    tag,
  ]
}

/** `a[href*="show.asp"]`: a link by the script or the folder that all of its kind lead to. */
function hrefMark({ name, attribs }: Element): string[] {
  const parts = name === 'a' && attribs.href !== undefined && !/^(?:javascript|#|mailto)/i.test(attribs.href) ? attribs.href.replace(/^https?:\/\/[^/]*/, '').split(/[?#]/)[0]?.split('/') ?? [] : []
  const found = parts.findLast((part) => /^[A-Za-z][A-Za-z_-]{2,30}(?:\.[a-z]{2,5})?$/.test(part) && part !== 'index.html')
  return found === undefined ? [] : [`a[href*="${found}"]`]
}

/** Names for want of better ones: generated ids, states, looks, places among the siblings. */
function poorNamesOf(element: Element): string[] {
  const { name, attribs, parent } = element
  const looks = ['size', 'align', 'width', 'bgcolor'].flatMap((key) => (/^[\w#%]{1,12}$/.test(attribs[key] ?? '') ? [`${name}[${key}="${attribs[key] ?? ''}"]`] : []))
  const poor = classesOf(element).filter((mark) => isPlain(mark) && !isGood(mark))
  const alike = parent && 'children' in parent ? parent.children.filter((child): child is Element => 'attribs' in child && child.name === name) : []
  return [
    ...poor.map((mark) => `${name}.${mark}`),
    ...looks,
    ...(attribs.id !== undefined && isPlain(attribs.id) ? [`#${attribs.id}`] : []),
    ...(alike.length > 1 ? [`${name}:nth-of-type(${alike.indexOf(element) + 1})`] : []),
  ]
}

/** Everything above an element up to `root`, the nearest first, at most eight. */
const above = (element: Element, root: AnyNode): Element[] =>
  [...lineage(element)].slice(1).filter((at) => at !== root && at.name !== 'whole-page' && at.name !== 'body' && at.name !== 'html').slice(0, 8)

const bareTag = (name: string): boolean => /^[a-z*][a-z0-9]*$/.test(name)

/** `td:contains("来信内容") + td`: a value by the label before it. */
function byLabel(element: Element): string[] {
  let before = element.prev
  while (before && !('attribs' in before)) before = before.prev
  if (!before) return []
  const label = textOf([before]).replace(/[\s:：]+$/, '')
  if (!/^\p{Script=Han}(?: ?\p{Script=Han}){1,9}$/u.test(label)) return []
  return [`${before.name}:contains("${label}") + ${element.name}`]
}

/** `a + span`: by the tag before it. */
function byPrevious(element: Element): string[] {
  let before = element.prev
  while (before && !('attribs' in before)) before = before.prev
  return before && /^[a-z][a-z0-9]*$/.test(before.name) ? [`${before.name} + ${element.name}`] : []
}

/** `p:contains("发布时间")`: by the label that it begins with. */
function byOwnLabel(element: Element): string[] {
  const label = /^([\p{Script=Han}]{2,8})\s{0,4}[:：]/u.exec(textOf([element]).slice(0, 20))?.[1]
  return label === undefined ? [] : [`${element.name}:contains("${label}")`]
}

/** Selectors that may find an element below `root`, the best first. */
export function selectorsFor(element: Element, root: AnyNode): string[] {
  const own = namesOf(element)
  const named = own.filter((name) => !bareTag(name))
  const tag = own.at(-1) ?? '*'
  const outer = above(element, root)
  const outerNames = outer.map((at) => namesOf(at).filter((name) => !bareTag(name)))
  const joined = outer.flatMap((_, index) => (outerNames[index] ?? []).flatMap((name) => own.map((mine) => `${name} ${index === 0 && bareTag(mine) ? '> ' : ''}${mine}`)))
  const path = outer[0] ? [`${namesOf(outer[0])[0] ?? outer[0].name} > ${tag}`, ...poorNamesOf(outer[0]).slice(-1).map((poor) => `${poor} > ${tag}`)] : []
  const twice = outer.slice(1).flatMap((_, index) => (outerNames[index + 1] ?? []).slice(0, 1).map((name) => `${name} ${namesOf(outer[index] as Element)[0] ?? '*'} > ${named[0] ?? tag}`))
  const counted = poorNamesOf(element).flatMap((poor) => [poor, ...outerNames.flatMap((names) => names.slice(0, 1).map((name) => `${name} ${poor}`)), ...(outer[0] ? [`${outer[0].name} > ${poor}`] : [])])
  return [...new Set([...named, ...byLabel(element), ...byOwnLabel(element), ...byFirstWords(element), ...joined, tag, ...byPrevious(element), ...path, ...twice, ...counted])]
}

/** One place where a selector is to find something: below `root`, the first that it matches must be accepted. */
export interface Case {
  root: Cheerio<AnyNode>
  /** Elements to make selectors from, the dearest first. */
  targets: readonly Element[]
  accepts: (found: Element) => boolean
}

const mostTried = 160

/**
 * The first selector that finds an accepted element in every case; else the one that does in most, where that are at least `share` of
 * them. Null where none does.
 */
export function selectorForFirst(cases: readonly Case[], share = 1): string | null {
  const tried = new Set<string>()
  let best: { selector: string; held: number } | null = null
  // Two cases in a row often look alike; the last is as good a model as the first.
  for (const model of [cases[0], cases[1], cases.at(-1)]) {
    for (const target of model?.targets.slice(0, 4) ?? []) {
      for (const selector of selectorsFor(target, model?.root.get(0) as AnyNode)) {
        if (tried.has(selector) || tried.size >= mostTried) continue
        tried.add(selector)
        const held = cases.filter(({ root, accepts }) => {
          const found = root.find(selector).get(0)
          return found !== undefined && 'attribs' in found && accepts(found)
        }).length
        if (held === cases.length) return selector
        if (held / cases.length >= share && held > (best?.held ?? 0)) best = { selector, held }
      }
    }
  }
  return best?.selector ?? null
}

/**
 * The first selector that finds, on every page, all of the wanted elements and no other that matters; null where there is none.
 * @param matters whether finding an element that is not wanted speaks against a selector.
 */
export function selectorForAll(pages: readonly { $: CheerioAPI; wanted: readonly Element[] }[], matters: (found: Element) => boolean): string | null {
  const tried = new Set<string>()
  for (const { $, wanted } of pages) {
    for (const element of [wanted[0], wanted.at(-1)]) {
      if (!element) continue
      for (const selector of ofRows(element, $.root().get(0) as AnyNode)) {
        if (tried.has(selector) || tried.size >= mostTried) continue
        tried.add(selector)
        const holds = pages.every((page) => {
          const found = new Set<AnyNode>(page.$(selector).toArray())
          const needed = new Set<AnyNode>(page.wanted)
          return page.wanted.every((each) => found.has(each)) && [...found].every((each) => needed.has(each) || !('attribs' in each) || !matters(each))
        })
        if (holds) return selector
      }
    }
  }
  return null
}

/** For repeated elements: what holds them comes first (`ul.news > li`), then their own names, then longer ways. */
function ofRows(element: Element, root: AnyNode): string[] {
  const own = namesOf(element)
  const named = own.filter((name) => !bareTag(name))
  const tag = own.at(-1) ?? '*'
  const outer = above(element, root)
  const holder = outer[0]
  const holderNames = holder ? [...namesOf(holder), ...poorNamesOf(holder)] : []
  const good = holder ? namesOf(holder).filter((name) => !bareTag(name)) : []
  const far = outer.slice(1).flatMap((at) => namesOf(at).filter((name) => !bareTag(name)))
  return [...new Set([
    ...good.flatMap((name) => [`${name} > ${tag}`]),
    ...named,
    ...good.flatMap((name) => named.map((mine) => `${name} > ${mine}`)),
    ...byLabel(element),
    ...byFirstWords(element),
    ...far.flatMap((name) => [...named.map((mine) => `${name} ${mine}`), ...(holder ? [`${name} ${holder.name} > ${tag}`] : []), `${name} ${tag}`]),
    ...(holder ? [`${holder.name} > ${tag}`] : []),
    tag,
    ...far.flatMap((name) => holderNames.map((mine) => `${name} ${mine} > ${tag}`)),
    ...byLinks(element).flatMap((mark) => [...good.map((name) => `${name} > ${tag}:has(${mark})`), `${tag}:not(:has(${tag})):has(${mark})`]),
    ...holderNames.map((name) => `${name} > ${tag}`),
    // A box by its heading, or by names that say only where it stands.
    ...outer.slice(1, 4).flatMap((at) => byFirstWords(at).map((box) => `${box} ${tag}`)),
    ...outer.slice(1, 5).flatMap((at) => poorNamesOf(at).filter((name) => !/:nth|#/.test(name)).flatMap((name) => own.map((mine) => `${name} ${mine}`))),
    ...[1, 2, 3].map((names) => countedPath(element, outer, names)),
  ])]
}

/** `tr:has(> td:contains("回复内容"))`: a row by the label in its first cell; of tables within tables the inmost. */
function byFirstWords(row: Element): string[] {
  const cell = row.children.find((child): child is Element => 'attribs' in child)
  const label = cell ? textOf([cell]).replace(/[\s:：]+$/, '') : ''
  if (!cell || !/^\p{Script=Han}(?: ?\p{Script=Han}){1,9}$/u.test(label)) return []
  const has = `:has(> ${cell.name}:contains("${label}"))`
  return [`${row.name}${has}`, `${row.name}:not(:has(${row.name}))${has}`]
}

/** How the links of a row can be named, for rows that have no names themselves. */
function byLinks(row: Element): string[] {
  const links = every(row, ({ name }) => name === 'a').sort((a, b) => textOf([b]).length - textOf([a]).length)
  return [...new Set(links.flatMap((link) => namesOf(link).filter((name) => !bareTag(name))))].slice(0, 6)
}

/** The way from the nearest named element above, or the second or third, counting: the last resort. */
function countedPath(element: Element, outer: readonly Element[], names: number): string {
  const steps: string[] = [element.name]
  let met = 0
  for (const at of outer) {
    const good = namesOf(at).find((name) => !bareTag(name))
    if (good !== undefined) met++
    steps.unshift(met === names && good !== undefined ? good : poorNamesOf(at).at(-1) ?? at.name)
    if (met === names) break
  }
  return steps.join(' > ')
}
