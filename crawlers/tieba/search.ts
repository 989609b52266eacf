/** Hits of Tieba's own search: the beginning of the words, to be read in full in their threads. */
import type { CheerioAPI } from 'cheerio/slim'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { blankPosting } from '../source.ts'
import { first, hasClass, isTag } from '../walk.ts'
import { threadOf, threadUrl } from './address.ts'
import { readAuthor, readShown, type PageContext } from './shown.ts'

export const hitMark = '.s_post'

/** @param text the page as it was sent, for the names. */
export function readHits($: CheerioAPI, text: string, context: PageContext): { postings: RawPosting[]; lost: number } {
  const hits = $(hitMark).toArray()
  const postings = hits.flatMap((hit): RawPosting[] => {
    const link = first(first(hit, hasClass('p_title')), isTag('a'))
    const id = link?.attribs['data-tid'] ?? threadOf(link?.attribs.href ?? '')
    if (!link || !id || !/^\d{1,20}$/.test(id)) return []
    const words = first(hit, hasClass('p_content'))
    const dated = first(hit, hasClass('p_date'))
    return [{
      ...blankPosting,
      id,
      url: threadUrl(context.root, id),
      // Blanks are set around the words that were searched for.
      title: textOf([link]).replace(/\s+/g, ' ').replace(/(?<=[^ -~]) | (?=[^ -~])/g, '') || null,
      ...readAuthor([signerOf(text, id)], context.officials),
      ...readShown(dated ? textOf([dated]) : null, context.at),
      text: words ? textOf([words]) || null : null,
      state: 'partial',
    }]
  })
  return { postings, lost: hits.length - postings.length }
}

/**
 * A hit names its board and its author in two fonts of the same class, in this order. Where there are not exactly two as the site
 * writes them, it can't be told which is which, and nobody is taken for the author; the thread itself will say.
 */
function signerOf(text: string, id: string): string | null {
  const from = text.indexOf(`data-tid="${id}"`)
  if (from < 0) return null
  const to = text.indexOf('data-tid="', from + 10)
  const names = [...text.slice(from, to < 0 ? from + 20_000 : to).matchAll(/<font class="p_violet">([^<]{1,80})<\/font>/g)]
  return names.length === 2 ? names[1]?.[1]?.trim() || null : null
}
