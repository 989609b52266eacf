/** Items of JSON Feed 1.0 and 1.1. */
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, lineOfHtml, loadHtml, textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { identify } from './identity.ts'
import { every, isTag } from '../walk.ts'
import type { FeedContext } from './xml.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Numbers keep their digits as text: ids of 19 digits lose their last ones as numbers. */
const keepDigits = (_name: string, value: Json, context?: { source?: string }): Json =>
  typeof value === 'number' && context?.source !== undefined && !Number.isSafeInteger(value) ? context.source : value

/** Null when the document is no JSON Feed. */
export function readJsonItems(text: string, context: FeedContext): RawPosting[] | null {
  let feed: Json
  try {
    feed = JSON.parse(text, keepDigits) as Json
  } catch {
    return null
  }
  const items = field(feed, 'items')
  if (!Array.isArray(items) || !string(field(feed, 'version'))?.includes('jsonfeed')) return null
  const base = absolute(string(field(feed, 'home_page_url')), context.url) ?? context.url
  const read = items.map((item) => {
    const html = loadHtml(string(field(item, 'content_html')) ?? '')
    const authors = field(item, 'authors')
    const author = string(field(Array.isArray(authors) ? authors[0] ?? null : field(item, 'author'), 'name'))
    const link = absolute(string(field(item, 'url')), base)
    const title = lineOfHtml(string(field(item, 'title')) ?? '') || null
    const words = textOf(html.root().toArray()) || string(field(item, 'content_text')) || string(field(item, 'summary')) || ''
    const images = [string(field(item, 'image')), ...every(html.root().get(0), isTag('img')).map((image) => image.attribs.src)].flatMap((source) => absolute(source, link ?? base) ?? [])
    return { guid: string(field(item, 'id')), link, title, text: words, author, time: string(field(item, 'date_published')), images }
  })
  const ids = identify(read)
  return read.map(({ link, title, text: words, author, time, images }, index) => ({
    ...blankPosting, id: ids[index] ?? '', url: link, title, text: words, author, official: isOfficial(author, context.officials),
    ...readTime(time, context.at), images,
  }))
}

function field(value: Json, name: string): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value[name] ?? null : null
}

function string(value: Json): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
}
