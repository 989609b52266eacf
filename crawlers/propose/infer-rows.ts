/** A group of rows to the selectors by which the `page` adapter reads exactly them. */
import type { z } from 'zod'
import type { Element } from 'domhandler'
import { absolute } from '../html.ts'
import type { pageOptions } from '../page/options.ts'
import { readListTime } from '../page/signed.ts'
import { every } from '../walk.ts'
import { isWithin, type Document } from './document.ts'
import { headingIn, type Group, type Row } from './infer-list.ts'
import { inferNext } from './infer-next.ts'
import { selectorForAll, selectorForFirst, type Case } from './selectors.ts'

export type ListOptions = z.input<typeof pageOptions>['list']

/** Where another link stands before the main one (a column, a kind), and is named: every link but that. Null where that does not hold. */
function linkBeside({ $, base }: Document, rows: readonly Row[]): string | null {
  const before = rows.flatMap((row) => $(row.element).find('a[href]').toArray().slice(0, 1)).filter((link, at) => absolute(link.attribs.href, base) !== rows[at]?.url)
  const names = [...new Set(before.flatMap(({ attribs }) => (attribs.class ?? '').split(/\s+/).filter((name) => /^[A-Za-z][\w-]{0,30}$/.test(name))))]
  const selectors = names.slice(0, 4).map((name) => `a[href]:not(.${name})`)
  return selectors.find((selector) => rows.every(({ element, url }) => absolute($(element).find(selector).attr('href'), base) === url)) ?? null
}

/** Null where no selector holds just these rows, or their links. */
export function describeRows(document: Document, { rows, dated }: Group): { list: ListOptions; scripted: boolean } | null {
  const { $, base, short, page } = document
  const elements = rows.map(({ element }) => element)
  const leads = (element: Element): boolean => [element, ...every(element, ({ name }) => name === 'a')].some(({ attribs }) => absolute(attribs.href, base) !== null)
  const item = selectorForAll([{ $, wanted: elements }], leads)
  if (item === null) return null
  const within = (row: Row, targets: readonly Element[], accepts: (found: Element) => boolean): Case => ({ root: $(row.element), targets, accepts })
  const own = rows.every(({ element, link }) => element === link)
  const isMain = (row: Row) => (found: Element) => absolute(found.attribs.href, base) === row.url
  const plain = own || rows.every((row) => isMain(row)($(row.element).find('a[href]').get(0) as Element))
  const link = plain ? null : linkBeside(document, rows) ?? selectorForFirst(rows.map((row) => within(row, [row.link], isMain(row))), 0.9)
  if (!plain && link === null) return null

  const titles = rows.map((row) => headingIn(row.link, short) ?? row.link)
  const chosen = (row: Row) => (own || plain ? own ? row.element : $(row.element).find('a[href]').get(0) : $(row.element).find(link ?? '').get(0))
  const needsTitle = rows.some((row, index) => titles[index] !== chosen(row))
  const title = needsTitle
    ? selectorForFirst(rows.map((row, index) => within(row, [titles[index] as Element], (found) => short.get(found)?.replace(/\s+/g, ' ') === row.title)), 0.9) : null

  const inElement = rows.filter((row): row is Row & { date: Element } => row.date !== null && row.date !== 'beside')
  const date = dated > 0 && inElement.length * 2 >= rows.length ? selectorForFirst(inElement.map((row) => {
    const { time } = readListTime(short.get(row.date) ?? '', page.fetchedAt)
    return within(row, [row.date], (found) => !isWithin(row.link, found) && readListTime(short.get(found) ?? '', page.fetchedAt).time === time)
  }), 0.8) : null
  const next = inferNext(document, elements)
  return {
    list: { item, ...(link === null ? {} : { link }), ...(title === null ? {} : { title }), ...(date === null ? {} : { date }), ...(next.selector === null ? {} : { next: next.selector }) },
    scripted: next.scripted,
  }
}
