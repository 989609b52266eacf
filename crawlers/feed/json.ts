/** Items of JSON Feed 1.0 and 1.1. */
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, lineOfHtml, loadHtml, textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { identify } from './identity.ts'
import { every, isTag } from '../walk.ts'
import { field, parseJson, textAt } from '../json.ts'
import type { FeedContext } from './xml.ts'

/** Null when the document is no JSON Feed. */
export function readJsonItems(text: string, context: FeedContext): RawPosting[] | null {
  const feed = parseJson(text)
  const items = field(feed, 'items')
  if (!Array.isArray(items) || !textAt(feed, 'version')?.includes('jsonfeed')) return null
  const base = absolute(textAt(feed, 'home_page_url'), context.url) ?? context.url
  const read = items.map((item) => {
    const html = loadHtml(textAt(item, 'content_html') ?? '')
    const authors = field(item, 'authors')
    const author = textAt(Array.isArray(authors) ? authors[0] : field(item, 'author'), 'name')
    const link = absolute(textAt(item, 'url'), base)
    const title = lineOfHtml(textAt(item, 'title') ?? '') || null
    const words = textOf(html.root().toArray()) || textAt(item, 'content_text') || textAt(item, 'summary') || ''
    const pictures = [textAt(item, 'image'), ...every(html.root().get(0), isTag('img')).map((image) => image.attribs.src)]
    const images = pictures.flatMap((source) => absolute(source, link ?? base) ?? [])
    return { guid: textAt(item, 'id'), link, title, text: words, author, time: textAt(item, 'date_published'), images }
  })
  const ids = identify(read)
  return read.map(({ link, title, text: words, author, time, images }, index) => ({
    ...blankPosting, id: ids[index] ?? '', url: link, title, text: words, author, official: isOfficial(author, context.officials),
    ...readTime(time, context.at), images,
  }))
}
