/** The link to the next page of a list. */
import type { Element } from 'domhandler'
import { absolute } from '../html.ts'
import { every, isTag } from '../walk.ts'
import { lineage, type Document } from './document.ts'
import { namesOf } from './selectors.ts'

export interface NextPage {
  /** null where there is none that can be followed. */
  selector: string | null
  /** True where the list goes on, but only a script knows where. */
  scripted: boolean
}

const words = ['下一页', '下页', '后一页', '下一頁', 'Next', '>', '>>', '»', '›', '→']

/** @param rows of the list, in which no link counts. */
export function inferNext({ $, root, base, page, pagedByScript }: Document, rows: readonly Element[]): NextPage {
  const inRow = new Set<Element>(rows)
  const links = every(root, isTag('a')).filter((link) => ![...lineage(link)].some((at) => inRow.has(at)))
  const leads = (link: Element | undefined): boolean => {
    const to = absolute(link?.attribs.href, base)
    return to !== null && !link?.attribs.href?.startsWith('#') && to !== page.url && new URL(to).host === new URL(page.url).host
  }
  const named = links.find((link) => link.attribs.rel === 'next' && leads(link))
  if (named) return { selector: 'a[rel="next"]', scripted: false }
  for (const word of words) {
    const link = links.find((each) => $(each).text().replace(/\s+/g, '') === word && leads(each))
    if (!link) continue
    const own = namesOf(link).filter((name) => /^a\./.test(name) && $(name).length === 1)
    if (own[0]) return { selector: own[0], scripted: false }
    const around = [...lineage(link)].slice(1, 4).flatMap((at) => namesOf(at).filter((name) => /[.#]/.test(name)))[0]
    return { selector: `${around ? `${around} ` : ''}a:contains("${word}")`, scripted: false }
  }
  return afterCurrent(links, leads) ?? { selector: null, scripted: pagedByScript || links.some((link) => words.slice(0, 4).includes($(link).text().trim())) }
}

/** Bare page numbers: the link behind the number that is no link, or is marked as the current one. */
function afterCurrent(links: readonly Element[], leads: (link: Element) => boolean): NextPage | null {
  for (const link of links) {
    let before = link.prev
    while (before && !('attribs' in before)) before = before.prev
    if (!before || !leads(link) || link.children.length === 0) continue
    const number = (element: Element) => (element.children[0] && 'data' in element.children[0] ? Number(element.children[0].data.trim()) : Number.NaN)
    const marked = before.name !== 'a' ? before.name : before.attribs.class?.split(/\s+/).find((name) => /(?:^|[_-])(?:on|active|cur|current|selected|now|this)(?:$|[_-])/.test(name))
    if (marked === undefined || number(before) !== 1 || number(link) !== 2) continue
    const around = [...lineage(link)].slice(1, 3).flatMap((at) => namesOf(at).filter((name) => /[.#]/.test(name)))[0]
    const mark = before.name === 'a' ? `a.${marked}` : namesOf(before).find((name) => /\./.test(name)) ?? (before.attribs.class ? `${before.name}.${before.attribs.class.split(/\s+/)[0] ?? ''}` : before.name)
    return { selector: `${around ? `${around} ` : ''}${mark} + a`, scripted: false }
  }
  return null
}
