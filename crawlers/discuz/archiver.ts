/** Posts of Discuz!'s archiver, the plain pages for search engines: no post ids there, so a post is known by thread, page and place. */
import type { CheerioAPI } from 'cheerio/slim'
import type { RawPosting } from '../../shared/posting.ts'
import { decodeNumericAgain, textOf } from '../html.ts'
import { blankPosting, type Reading } from '../source.ts'
import { readTime } from '../times.ts'
import { first, isTag } from '../walk.ts'
import { nameIn } from './signature.ts'
import { threadOf } from './address.ts'
import type { ThreadContext } from './thread.ts'

export function readArchiverThread($: CheerioAPI, context: ThreadContext): Pick<Reading, 'postings' | 'thread'> {
  const id = threadOf(context.url) ?? ''
  const title = $('#content h3').first().text().trim() || null
  const postings = $('#content p.author').toArray().map((mark, index): RawPosting => {
    const words = []
    for (let node = mark.next; node && !('attribs' in node && /^(?:author|page)$/.test(node.attribs.class ?? '')); node = node.next) {
      if (!('attribs' in node && node.name === 'h3')) words.push(node)
    }
    const opens = index === 0 && context.page === 1
    const text = textOf(words).replace(/^本帖最后由 .{1,60} 于 .{1,30} 编辑\s*/u, '')
    return {
      ...blankPosting,
      id: `${id}-${context.page}-${index + 1}`,
      parent: opens ? null : id,
      url: context.url,
      title: opens ? title : null,
      ...nameIn(first(mark, isTag('strong')), context.officials),
      ...readTime(textOf([mark]), context.at),
      text: words.length === 0 ? null : decodeNumericAgain(text),
    }
  })
  return { postings, thread: { id, title, opening: context.page === 1 ? postings[0]?.id ?? null : null } }
}
