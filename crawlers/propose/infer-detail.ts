/** Two or three detail pages of one list to the selectors for title, time, author, body and answers that hold on all of them. */
import type { z } from 'zod'
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { pageOptions } from '../page/options.ts'
import { nameIn, readListTime } from '../page/signed.ts'
import { readTime } from '../times.ts'
import { every } from '../walk.ts'
import { fold, isWithin, lineage, type Document } from './document.ts'
import { describeAnswers, findAnswers } from './infer-answer.ts'
import { inferBody } from './infer-body.ts'
import { selectorForFirst, type Case } from './selectors.ts'
import { isFact, isTodayLine, worthOfRegion } from './words.ts'

export type DetailOptions = NonNullable<z.input<typeof pageOptions>['detail']>

export interface Sample {
  document: Document
  /** As the list has it. */
  row: { title: string; time: string | null }
}

/** Null when no words were found that a selector holds on every page. @param list the page the details were found on. */
export function inferDetail(samples: readonly Sample[], list: Document, item: string): DetailOptions | null {
  const answers = samples.flatMap(({ document, row }) => findAnswers(document, fold(row.title)))
  const documents = samples.map(({ document }) => document)
  const cases = samples.map(({ document, row }) => ({
    document, title: fold(row.title), apart: answers.filter((answer) => answer.document === document).flatMap(({ item: outer, label }) => (label ? [outer, label] : [outer])),
  }))
  const onList = (selector: string) => list.$(selector).length > 0
  // A name that list and details share is told apart by the rows.
  const bare = inferBody(cases, onList)
  const shared = bare ?? inferBody(cases, (selector) => onList(`${selector}:not(:has(${item}))`))
  if (shared === null) return null
  const body = bare ?? `${shared}:not(:has(${item}))`
  const reply = describeAnswers(documents, answers)
  const title = inferTitle(samples)
  const apart = (document: Document): Outside => ({
    answers: answers.filter((answer) => answer.document === document).map(({ item: outer }) => outer),
    body: document.$(body).toArray().find((found): found is Element => 'attribs' in found) ?? null,
  })
  const time = inferTime(samples, apart)
  const author = inferAuthor(samples, apart)
  return { body, ...(title ? { title } : {}), ...(author ? { author } : {}), ...(time ? { time } : {}), ...(reply ? { reply } : {}) }
}

/** What speaks of other things than the facts of a posting: answers never name them, the body only in lines of their own. */
interface Outside {
  answers: readonly Element[]
  body: Element | null
}

const isOutside = (element: Element, text: string, { answers, body }: Outside): boolean =>
  answers.some((outer) => isWithin(element, outer)) || (body !== null && isWithin(element, body) && !isFact(text))

const isFramed = (element: Element): boolean => [...lineage(element)].some((at) => worthOfRegion(at) < 0.2 && at.name !== 'header')

function inferTitle(samples: readonly Sample[]): string | null {
  const cases = samples.flatMap(({ document: { $, short }, row }): Case[] => {
    const wanted = fold(row.title.replace(/(?:\.{2,}|…+)$/, ''))
    const accepts = (found: Element) => {
      const text = fold(short.get(found) ?? '')
      return text === wanted || (row.title !== '' && text.startsWith(wanted) && (text.length <= wanted.length + 4 || /(?:\.{2,}|…)$/.test(row.title)))
    }
    const targets = [...short.keys()].filter((element) => accepts(element) && !isFramed(element) && element.name !== 'a')
    const rank = ({ name, attribs }: Element) => (name === 'h1' ? 0 : /^h[2-4]$/.test(name) ? 1 : /tit|bt|name|subject/i.test(attribs.class ?? '') ? 2 : 3)
    return targets.length > 0 ? [{ root: $.root(), targets: targets.sort((a, b) => rank(a) - rank(b)), accepts }] : []
  })
  return cases.length * 2 > samples.length ? selectorForFirst(cases) : null
}

function inferTime(samples: readonly Sample[], apart: (document: Document) => Outside): string | null {
  const cases = samples.flatMap(({ document, row }): Case[] => {
    const { $, root, short, page } = document
    const at = page.fetchedAt
    const outside = apart(document)
    const metas = every(root, ({ name, attribs }) => name === 'meta' && /^(?:PubDate|publishdate|article:published_time)$/i.test(attribs.name ?? attribs.property ?? ''))
    const texts: [Element, string][] = [...metas.map((meta): [Element, string] => [meta, meta.attribs.content ?? '']), ...short]
    const ranked = texts.flatMap(([element, text]) => {
      if (text.length > 120 || isTodayLine(text) || /^(?:[答回]复|办理|办结|受理)/.test(text) || isOutside(element, text, outside)) return []
      const read = readTime(text, at)
      if (read.time === null || read.precision === 'month') return []
      const same = row.time !== null && read.time.slice(0, 10) === row.time.slice(0, 10) ? 4 : 0
      const label = /发布|来信|写信|提交|留言|时间|日期/.test(text) || /date|time|sj|rq/i.test(element.attribs.class ?? '') ? 2 : 0
      const fine = read.precision === 'day' ? 0 : 1
      return isFramed(element) ? [] : [{ element, text, time: read.time, rank: same + label + fine - text.length / 200 }]
    }).sort((a, b) => b.rank - a.rank)
    const best = ranked[0]
    if (!best) return []
    return [{ root: $.root(), targets: ranked.filter(({ time }) => time === best.time).map(({ element }) => element), accepts: (found) => timeOf(found, short, at) === best.time }]
  })
  return cases.length * 2 > samples.length ? selectorForFirst(cases) : null
}

/** As the adapter reads it. */
const timeOf = (element: Element, short: ReadonlyMap<Element, string>, at: Instant): string | null =>
  readTime(element.name === 'meta' ? element.attribs.content : short.get(element), at).time

const authorLabel = new RegExp(`(?:${[
  '(?:来信|写信|留言|提交|咨询|反映|诉求)人', '姓\\s?名|昵\\s?称|网\\s?友|作\\s?者', '(?:信息|文章|稿件)来源|稿源|来\\s?源', '发布(?:单位|机构|部门)|供稿(?:单位)?',
].join('|')})\\s{0,4}[:：】]?`)
const bareLabel = new RegExp(`^${authorLabel.source}\\s{0,4}$`)

function inferAuthor(samples: readonly Sample[], apart: (document: Document) => Outside): string | null {
  const cases = samples.flatMap(({ document }): Case[] => {
    const { $, short } = document
    const outside = apart(document)
    for (const [element, text] of [...short].sort(([, a], [, b]) => a.length - b.length)) {
      if (text.length > 120 || (!authorLabel.test(text) && !bareLabel.test(fold(text))) || isFramed(element) || isOutside(element, text, outside)) continue
      const beside = bareLabel.test(fold(text)) ? siblingWords(element, short) : null
      const name = beside ? beside.name : /[:：】]/.test(text) ? nameIn(text) : null
      if (name === null || readListTime(name, document.page.fetchedAt).time !== null) continue
      const accepts = (found: Element) => nameIn(short.get(found) ?? '') === name
      const exact = [...short].filter(([found, words]) => words === name && !isOutside(found, words, outside)).map(([found]) => found)
      return [{ root: $.root(), targets: [...(beside ? [beside.element] : []), ...exact, element], accepts }]
    }
    return []
  })
  return cases.length * 2 > samples.length ? selectorForFirst(cases) : null
}

/** The value behind a label that stands in an element of its own. */
function siblingWords(label: Element, short: ReadonlyMap<Element, string>): { element: Element; name: string } | null {
  for (let next = label.next; next; next = next.next) {
    if (!('attribs' in next)) continue
    const words = short.get(next) ?? ''
    const name = nameIn(words)
    return name === null ? null : { element: next, name }
  }
  return null
}
