/** A NodeBB page whose JSON was stripped on its way (by a cache, a reader, a theme): the same as `data.ts` reads, from the markup of Harmony and Persona. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { every, first, hasClass, isTag, isUnder, type Test } from '../walk.ts'
import { postUrl, topicOf, topicUrl } from './address.ts'
import type { Shown } from './data.ts'
import type { PageContext } from './posts.ts'
import { readWords } from './words.ts'

export const marks = {
  thread: '[component="post"][data-pid]:not([data-pid=""])',
  list: '[component="category/topic"][data-tid]:not([data-tid=""])',
  /** A board without threads still has its list. */
  emptyList: '[component="category"][data-nextstart], [component="category"][itemtype], #category-no-topics',
  login: '#login-form, form[action$="/login"] input[type=password]',
  maintenance: '.fa-wrench',
} as const

const component = (name: string): Test => ({ attribs }) => attribs.component === name
const prop = (name: string): Test => ({ attribs }) => attribs.itemprop === name
const isTimeago: Test = (element) => hasClass('timeago')(element) && element.attribs.title !== undefined
const isPerson: Test = ({ name, attribs }) => name === 'a' && /\/user\//.test(attribs.href ?? '')
const words = (element: Element | null): string | null => (element ? textOf([element]).replace(/\s+/g, ' ') || null : null)

export function markupRows($: CheerioAPI, context: PageContext): RawPosting[] {
  return $(marks.list).toArray().map((row): RawPosting => {
    const id = row.attribs['data-tid'] ?? ''
    const posts = shownCount(first(row, hasClass('stats-postcount')))
    const inTeaser = (element: Element) => isUnder(element, row, component('topic/teaser'))
    const person = first(row, (element) => isPerson(element) && !inTeaser(element))
    const author = person?.attribs.title?.trim() || words(person) || null
    const opened = every(row, isTimeago).filter((time) => !inTeaser(time)).at(-1)
    return {
      ...blankPosting,
      id,
      url: topicUrl(context.root, id),
      title: words(first(first(row, component('topic/header')), isTag('a'))) ?? first(row, prop('name'))?.attribs.content ?? null,
      author,
      official: isOfficial(author, context.officials),
      ...readTime(opened?.attribs.title, context.at),
      pinned: hasClass('pinned')(row),
      replies: posts === null ? null : Math.max(0, posts - 1),
      views: shownCount(first(row, hasClass('stats-viewcount'))),
      lastReplyAt: readTime(first(first(row, component('topic/teaser')), isTimeago)?.attribs.title, context.at).time,
    }
  })
}

export function markupThread($: CheerioAPI, url: string, context: PageContext) {
  const topic = $('[component="topic"][data-tid]').attr('data-tid') ?? topicOf(url) ?? ''
  const title = words($('[component="topic/title"]').get(0) ?? null)
  const posts = shownCount($('[component="topic/post-count"]').get(0) ?? null)
  const opening = $(marks.thread).toArray().find(({ attribs }) => attribs['data-index'] === '0')?.attribs['data-pid'] ?? null
  const postings = $(marks.thread).toArray().map((post): RawPosting => {
    const id = post.attribs['data-pid'] ?? ''
    const opens = id === opening
    const content = first(post, component('post/content'))
    const gone = hasClass('deleted')(post)
    const guest = post.attribs['data-uid'] === '0'
    // What stands for the name of a guest is a word of the page's language.
    const author = guest ? null : post.attribs['data-username'] ?? first(post, prop('name'))?.attribs.content ?? null
    return {
      ...blankPosting,
      id,
      parent: opens ? null : topic,
      url: opens ? topicUrl(context.root, topic) : postUrl(context.root, id),
      title: opens ? title : null,
      author,
      anonymous: guest,
      official: isOfficial(author, context.officials),
      ...readTime(first(post, prop('datePublished'))?.attribs.content ?? post.attribs['data-timestamp'], context.at),
      ...(content && !gone ? readWords($, content, context.base) : { text: null, images: [] }),
      edited: Boolean(first(post, prop('dateModified'))?.attribs.content),
      replies: opens && posts !== null ? Math.max(0, posts - 1) : null,
      state: gone ? 'gone' : content ? 'visible' : 'shielded',
    }
  })
  return { postings, thread: { id: topic, title, opening } }
}

export function markupPager($: CheerioAPI): Shown {
  const numbers = $('[component="pagination"] [data-page]').toArray().map(({ attribs }) => Number(attribs['data-page'])).filter(Number.isInteger)
  const current = Number($('[component="pagination"] .active [data-page]').first().attr('data-page') ?? 1)
  return { current, last: Math.max(current, ...numbers) }
}

/** The exact number stands in a title attribute; beside it, a rounded one (`1.2k`). */
function shownCount(box: Element | null): number | null {
  const titled = box?.attribs.title ?? first(box, ({ attribs }) => attribs.title !== undefined)?.attribs.title
  const digits = (titled ?? words(box) ?? '').replace(/[,\s\u202f]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null
}
