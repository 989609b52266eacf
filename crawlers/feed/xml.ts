/** Items of RSS 0.9x–2.0, RSS 1.0 (RDF) and Atom. */
import type { Cheerio, CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { absolute, decodeNumericAgain, lineOfHtml, loadHtml, textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { all, any, every, isTag, type Test } from '../walk.ts'
import { identify } from './identity.ts'

export interface FeedContext {
  url: string
  at: Instant
  officials: readonly string[]
}

/** In order of worth: where several of one item are there, the fullest words and the time of first publishing count. */
const tags = {
  guid: ['guid', 'id'],
  title: ['title', 'dc:title'],
  body: ['content:encoded', 'content', 'description', 'summary', 'media:description'],
  time: ['pubDate', 'published', 'dc:date', 'issued', 'date', 'updated', 'modified', 'dcterms:created'],
  author: ['author', 'dc:creator', 'itunes:author', 'source'],
}

const isPicture: Test = ({ attribs }) => attribs.medium === 'image' || (attribs.type ?? '').startsWith('image/')

/** @param text the document, to see which items were closed: the parser closes a cut one by itself. */
export function readXmlItems($: CheerioAPI, text: string, context: FeedContext): RawPosting[] {
  const feed = $('feed').first()
  const elements = $('item, entry').toArray()
  const closed = (text.match(/<\/(?:\w{1,20}:)?(?:item|entry)\s*>/g) ?? []).length
  const home = absolute($('channel > link').first().text(), context.url) ?? absolute(feed.attr('xml:base'), context.url)
  const base = home ?? context.url
  const items = elements.slice(0, closed).map((element) => readItem($, $(element), base))
  const ids = identify(items)
  return items.map((item, index): RawPosting => ({
    ...blankPosting,
    id: ids[index] ?? '',
    url: item.link,
    title: item.title,
    author: item.author,
    official: isOfficial(item.author, context.officials),
    ...readTime(item.time, context.at),
    text: item.text,
    images: item.images,
  }))
}

function readItem($: CheerioAPI, item: Cheerio<AnyNode>, base: string) {
  const link = linkOf(item, absolute(item.attr('xml:base'), base) ?? base)
  const body = child($, item, tags.body)
  // Atom's xhtml is markup already; everything else is markup as text.
  const html = loadHtml(body?.attr('type') === 'xhtml' ? body.html() ?? '' : body?.text() ?? '')
  const images = every(html.root().get(0), isTag('img')).flatMap((image) => absolute(image.attribs.src, link ?? base) ?? [])
  const enclosed = item.children().toArray().filter(any(all(isTag('enclosure'), isPicture), all(isTag('media:content'), isPicture), isTag('media:thumbnail')))
    .flatMap((element) => absolute(element.attribs.url, base) ?? [])
  const author = child($, item, tags.author)
  const named = author?.children('name').first().text() || author?.text()
  return {
    guid: child($, item, tags.guid)?.text().trim() || item.attr('rdf:about')?.trim() || null,
    link,
    title: decodeNumericAgain(lineOfHtml(child($, item, tags.title)?.text() ?? '')) || null,
    text: decodeNumericAgain(textOf(html.root().toArray())),
    time: child($, item, tags.time)?.text() ?? null,
    // RSS 2.0 has addresses there: `office@example.org (区政府)`; the address is nobody's name.
    author: named?.trim().replace(/^\S+@\S+\s*(?:\(([^)]*)\))?$/, '$1').trim() || null,
    images: [...new Set([...images, ...enclosed])],
  }
}

/** The first child of one of these names that holds something. */
function child($: CheerioAPI, item: Cheerio<AnyNode>, names: string[]): Cheerio<Element> | null {
  const children = item.children().toArray()
  for (const name of names) {
    const found = children.find((element) => element.name.toLowerCase() === name.toLowerCase() && $(element).text().trim() !== '')
    if (found) return $(found)
  }
  return null
}

function linkOf(item: Cheerio<AnyNode>, base: string): string | null {
  const links = item.children().toArray().filter(isTag('link'))
  const atom = links.find(({ attribs }) => attribs.href && (attribs.rel ?? 'alternate') === 'alternate') ?? links.find(({ attribs }) => attribs.href)
  const guid = item.children('guid').first()
  const permalink = guid.attr('isPermaLink') !== 'false' && /^https?:/i.test(guid.text().trim()) ? guid.text() : null
  return absolute(atom?.attribs.href ?? (item.children('link').first().text().trim() || permalink), base)
}
