/**
 * Which part of a site's detail pages holds the words: what two pages of one template do not share, outside links, frames, facts and answers.
 *
 * The idea is that of boilerplate detection by template (Bar-Yossef and Rajagopalan, 2002): text that several pages have in common
 * belongs to the site. A selector is worth the words it covers and how little else it holds, on the page where it does worst.
 * Where it fails: a single detail page (everything on it is its own), and letters that are all the same words.
 */
import type { Element } from 'domhandler'
import { textOf } from '../html.ts'
import { fold, isWithin, lineage, type Document } from './document.ts'
import { selectorsFor } from './selectors.ts'
import { isFact, isQuestionLabel } from './words.ts'

export interface BodyCase {
  document: Document
  /** Folded. */
  title: string
  /** Answers, which are not the body. */
  apart: readonly Element[]
}

/** Least share of a page's own words that the body holds. */
const leastCover = 0.6

/** @param spoils whether a selector also finds something where it must find nothing: on the list. */
export function inferBody(cases: readonly BodyCase[], spoils: (selector: string) => boolean): string | null {
  const weighed = cases.map((each) => ({ ...each, ...weigh(each, cases) })).filter(({ own }) => own > 0)
  if (weighed.length === 0) return null
  const selectors = new Set(weighed.flatMap(({ document, chain }) => chain.flatMap((element) => selectorsFor(element, document.root).slice(0, 40))))
  let best: { selector: string; worth: number } | null = null
  for (const selector of selectors) {
    let worth = 1
    for (const { document, own, owned, all } of weighed) {
      const found = document.$(selector).get(0)
      if (!found || !('attribs' in found)) worth = 0
      else {
        const cover = (owned.get(found) ?? 0) / own
        const pure = (owned.get(found) ?? 0) / Math.max(1, all.get(found) ?? 1)
        worth = Math.min(worth, cover < leastCover ? 0 : cover * Math.sqrt(pure))
      }
      if (worth * 1.1 <= (best?.worth ?? 0)) break
    }
    // What is found once cannot be mistaken when something is put before it.
    if (worth > 0 && weighed.every(({ document }) => document.$(selector).length === 1)) worth *= 1.1
    // A paragraph is the whole text only by chance.
    if (/(?:^|[ >])(?:p|span|b|strong)(?::nth-of-type\(\d+\))?$/.test(selector)) worth *= 0.8
    if (worth > (best?.worth ?? 0) * 1.02 && !spoils(selector)) best = { selector, worth }
  }
  return best?.selector ?? null
}

/** How many letters of a page are its own, in all and in each element; and the elements that hold the most of them. */
function weigh({ document, title, apart }: BodyCase, cases: readonly BodyCase[]) {
  const shared = new Set(cases.filter((other) => other.document !== document).flatMap((other) => other.document.pieces.map(({ text }) => text)))
  const owned = new Map<Element, number>()
  const all = new Map<Element, number>()
  let own = 0
  for (const { text, parent, inLink, worth } of document.pieces) {
    const letters = fold(text).length
    // The words of a site that stand on all its pages are no impurity: labels, “打印”, “关闭”.
    const counts = !shared.has(text)
    const above = [...lineage(parent)]
    const mine = counts && !inLink && worth > 0.2 && fold(text) !== title && !above.slice(0, 2).some((at) => isFact(document.short.get(at) ?? ''))
      && !isFact(text) && !isQuestionLabel(text) && !apart.some((outer) => isWithin(parent, outer))
    if (mine) own += letters
    for (const at of above) {
      if (counts) all.set(at, (all.get(at) ?? 0) + letters)
      if (mine) owned.set(at, (owned.get(at) ?? 0) + letters)
    }
  }
  const chain = [...owned].filter(([element, letters]) => letters >= own * leastCover && !['body', 'html', 'whole-page'].includes(element.name)).map(([element]) => element)
  return { own, owned, all, chain: chain.sort((a, b) => textOf([a]).length - textOf([b]).length).slice(0, 10) }
}
