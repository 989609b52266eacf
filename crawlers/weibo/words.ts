/** The words of a posting out of its markup: emoticons by their names, topics kept, buttons and icons dropped. */
import type { CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { loadHtml, textOf } from '../html.ts'
import { any, every, hasClass, isTag, type Test } from '../walk.ts'

const isFold: Test = ({ attribs }) => attribs['action-type'] === 'fl_unfold' || attribs['action-type'] === 'fl_fold'
const isIcon = any(isFold, hasClass('wbicon'))

/** The words in an element, even one that is shown only when unfolded. */
export function wordsIn($: CheerioAPI, element: Element): string {
  nameEmoticons($, element)
  return withoutFiller(textOf(element.children, isIcon))
}

/** The words of a posting's markup in an answer. */
export function wordsOf(markup: string): string {
  const $ = loadHtml(markup)
  const root = $.root().get(0)
  if (root) nameEmoticons($, root)
  return withoutFiller(textOf(root?.children ?? [], isIcon))
}

const more = / ?(?:\.{3}|…) ?全文$/u
/** The longest that `more` finds, so that it is looked for at the end only. */
const longestMore = 8

/** Whether the words end where Weibo cut them, with its link to all of them. */
export const isCut = (words: string): boolean => more.test(words.slice(-longestMore))

/** Cut words without that link. */
export const withoutMore = (words: string): string => words.slice(0, -longestMore) + words.slice(-longestMore).replace(more, '…')

/**
 * An emoticon is a picture whose alternative text is its name in brackets. A bracket that follows right behind is taken for its own:
 * pages of 2018 show that of a name twice, in the picture's text and after it.
 */
function nameEmoticons($: CheerioAPI, root: AnyNode): void {
  for (const image of every(root, isTag('img'))) {
    const name = image.attribs.alt?.trim() ?? ''
    const next = image.next
    const closed = next?.nodeType === 3 && next.data.startsWith(']')
    if (/^\[[^[\]]{1,20}\]$/.test(name)) $(image).text(closed ? name.slice(0, -1) : name)
  }
}

/** Weibo ends many postings with blanks of no width. */
const withoutFiller = (words: string): string => words.replace(/[\u200b\ufeff]/g, '').trim()
