/** Results of s.weibo.com: cards in HTML, told by attributes, whose order and elements have changed over the years. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import { textOf } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { all, any, every, hasClass, isTag, isUnder, type Test } from '../walk.ts'
import { readButton } from '../counts.ts'
import { readCreated } from './created.ts'
import { postingUrl, type ReadingContext, type ReadPosting } from './mblog.ts'
import { isMid, midOfBid } from './mid.ts'
import { isCut, wordsIn } from './words.ts'

const has = (name: string, value: string): Test => ({ attribs }) => attribs[name] === value
const isCard = has('action-type', 'feed_list_item')
/** The posting that is passed on stands inside the card of the one who passes it on. */
const isOriginal = hasClass('card-comment')
/** The blue V of an organisation, as an icon's class or as a drawing. */
const isBlueMark: Test = ({ attribs }) => [attribs.class, attribs.id, attribs['xlink:href']].some((mark) => /icon-vip-b\b|vblue/i.test(mark ?? ''))

/** Cards on a page of results. */
export const cardsIn = ($: CheerioAPI): Element[] => every($.root().get(0), isCard)

/** Reads one card. Only its own words, links and counts: what it passes on is told by its id. */
export function readCard($: CheerioAPI, card: Element, { at, officials }: ReadingContext): ReadPosting {
  const own = every(card, (element) => !isOriginal(element) && !isUnder(element, card, isOriginal))
  const find = (test: Test) => own.find(test) ?? null
  const id = card.attribs.mid?.trim()
  const whole = find(has('node-type', 'feed_list_content_full'))
  const body = whole ?? find(has('node-type', 'feed_list_content'))
  if (!isMid(id) || !body) return { broken: 'shape' }
  const stamp = firstLink(find(all(isTag('p', 'div'), hasClass('from'))))
  const written = stamp ? textOf(stamp.children) : null
  const created = readCreated(id, written, at)
  if (!created) return { broken: 'time', id, written: written ?? '' }
  const name = find(all(isTag('a'), hasClass('name')))
  const author = (name && textOf(name.children)) || name?.attribs['nick-name'] || body.attribs['nick-name'] || null
  const address = addressIn(stamp)
  const text = wordsIn($, body)
  const unfolds = !whole && every(body, has('action-type', 'fl_unfold')).length > 0
  const button = (action: string) => own.find(has('action-type', action))
  const shown = (element: Element | undefined) => readButton(element ? textOf(element.children) : null)
  const like = button('feed_list_like')
  const pictures = own.map(({ attribs }) => /(?:^|&)pic_ids=([\w,]{1,2000})/.exec(attribs['action-data'] ?? '')?.[1]).find(Boolean)
  const original = every(card, isOriginal)[0]
  return {
    posting: {
      ...blankPosting,
      id,
      url: postingUrl(address?.uid ?? null, id, address?.bid),
      author,
      ...created,
      text,
      official: author !== null && (officials.includes(author) || (own.some(isBlueMark) && isOfficial(author))),
      replies: shown(button('feed_list_comment')),
      reposts: shown(button('feed_list_forward')),
      likes: shown(like && (every(like, hasClass('woo-like-count'))[0] ?? like)),
      images: pictures?.split(',').filter(Boolean).map((picture) => `https://wx1.sinaimg.cn/large/${picture}.jpg`) ?? [],
      repostOf: original ? originalId(original) : null,
      state: unfolds || isCut(text) ? 'partial' : 'visible',
    },
  }
}

const firstLink = (element: Element | null): Element | null => every(element, isTag('a'))[0] ?? null

/** Writer and letters of a posting's address: //weibo.com/UID/BID?refer_flag=… */
function addressIn(link: Element | null): { uid: string; bid: string } | null {
  const [, uid, bid] = /weibo\.(?:com|cn)\/(\d{5,20})\/([0-9A-Za-z]{5,12})(?:[?#]|$)/.exec(link?.attribs.href ?? '') ?? []
  return uid && bid ? { uid, bid } : null
}

function originalId(box: Element): string | null {
  const data = every(box, any(({ attribs }) => attribs.mid !== undefined, ({ attribs }) => attribs['action-data'] !== undefined))
  const named = data.map(({ attribs }) => attribs.mid ?? /(?:^|&)mid=(\d{6,20})/.exec(attribs['action-data'] ?? '')?.[1]).find(isMid)
  const linked = every(box, isTag('a')).map((link) => addressIn(link)?.bid).find((bid) => bid !== undefined)
  return named ?? (linked ? midOfBid(linked) : null)
}
