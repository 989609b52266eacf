/** Posts of a Discuz! thread page: the desktop template and the mobile one; what a post quotes, hides or was given by the site is not its words. */
import type { CheerioAPI } from 'cheerio/slim'
import type { Element } from 'domhandler'
import type { Instant } from '../../shared/clock.ts'
import type { PostingState, RawPosting } from '../../shared/posting.ts'
import { absolute, decodeNumericAgain, textOf } from '../html.ts'
import { blankPosting, type Reading } from '../source.ts'
import { readTime } from '../times.ts'
import { every, first, hasClass, hasId, isTag, isUnder, type Test } from '../walk.ts'
import { replyUrl, threadOf, threadUrl } from './address.ts'
import { nameIn, timeIn } from './signature.ts'

export interface ThreadContext {
  url: string
  /** What relative addresses on the page count from. */
  base: string
  root: string
  at: Instant
  officials: readonly string[]
  /** The page number shown: the opening post is on the first. */
  page: number
}

/** The author beside the time of writing, on boards that hide the column at the left. */
const isPerson: Test = (element) => isTag('a')(element) && /mod=space|space-uid-/.test(element.attribs.href ?? '') && textOf([element]) !== ''
const foreign = hasClass('quote', 'pstatus', 'jammer', 'locked', 'attach_nopermission', 'tip', 'aimg_tip', 'attach_tips', 'pcht', 'psth', 'pstl')
const isForeign = (element: Element): boolean => foreign(element) || (element.attribs.onclick ?? '').includes('copycode')

export function readThread($: CheerioAPI, context: ThreadContext): Pick<Reading, 'postings' | 'thread'> {
  const title = readTitle($)
  const id = threadOf(context.url) ?? threadOf($('[id^=postnum]').attr('href') ?? '') ?? threadOf($('link[rel=canonical]').attr('href') ?? '') ?? ''
  const desktop = $('div[id^=post_]').toArray().filter((element) => /^post_\d+$/.test(element.attribs.id ?? ''))
  const elements = desktop.length > 0 ? desktop : $('.plc[id^=pid], #postlist table[id^=pid]').toArray()
  const seen = new Set<string>()
  const postings = elements.flatMap((element, index) => {
    const pid = (element.attribs.id ?? '').replace(/\D+/, '')
    if (seen.has(pid) || pid === '') return []
    seen.add(pid)
    return readPost(element, pid, { ...context, thread: id, title, opens: index === 0 && context.page === 1 })
  })
  const opening = context.page === 1 ? postings[0] : undefined
  if (opening) Object.assign(opening, readCounts($))
  return { postings, thread: { id, title, opening: opening?.id ?? null } }
}

/** X3.4 has the category in the mobile title's own words: `[投诉] 夜里打桩`; the title of the page begins with the thread's. */
function readTitle($: CheerioAPI): string | null {
  const subject = $('#thread_subject').get(0) ?? $('.view_tit, .postlist > h2, h1.ts').get(0)
  const title = subject ? decodeNumericAgain(textOf([subject], isTag('em', 'a'))).replace(/\s+/g, ' ') || null : null
  const bare = /^\[[^\]]{1,40}\] ?(.+)$/u.exec(title ?? '')?.[1]
  return bare && decodeNumericAgain($('title').first().text()).trim().startsWith(bare) ? bare : title
}

function readPost(post: Element, pid: string, context: ThreadContext & { thread: string; title: string | null; opens: boolean }): RawPosting {
  const body = first(post, hasId(`postmessage_${pid}`)) ?? first(post, hasClass('message'))
  const frame = first(post, hasClass('pcb')) ?? first(post, hasClass('pct')) ?? post
  const avatar = first(post, hasId(`favatar${pid}`))
  const mobile = first(post, hasClass('authi'))
  const stamp = first(post, hasId(`authorposton${pid}`))
  const desktop = first(avatar, hasClass('authi')) ?? first(avatar, hasClass('pi')) ?? first(mobile, isPerson)
  const signature = avatar || stamp ? desktop : first(mobile, hasClass('z')) ?? first(mobile, isTag('b'))
  const dated = first(mobile, hasClass('mtime')) ?? every(mobile, isTag('li')).at(-1)
  // Forms that a board puts before the words (分类信息) are part of what was said.
  const form = first(post, hasClass('typeoption'))
  const shielded = body === null || isNotice(body)
  const words = shielded ? null : textOf([body], isForeign)
  const state: PostingState = shielded ? 'shielded' : first(frame, hasClass('locked')) ? 'partial' : 'visible'
  return {
    ...blankPosting,
    id: pid,
    parent: context.opens ? null : context.thread,
    url: context.opens ? threadUrl(context.root, context.thread) : replyUrl(context.root, context.thread, pid),
    title: context.opens ? context.title : null,
    ...nameIn(signature, context.officials),
    ...(stamp ? timeIn(stamp, context.at) : readTime(dated ? textOf([dated], hasClass('y')) : null, context.at)),
    text: words === null ? null : decodeNumericAgain(form ? `${textOf([form], isForeign)}\n${words}`.trim() : words),
    edited: first(body, hasClass('pstatus')) !== null,
    images: readImages(frame, context.base),
    state,
  }
}

/** The mobile page says in the place of the words that they are hidden: 提示: 该帖被管理员或版主屏蔽. */
function isNotice(body: Element): boolean {
  const notice = first(body, hasClass('quote'))
  return notice !== null && first(notice, isTag('blockquote')) === null && textOf([body], isForeign) === '' && textOf([notice]).startsWith('提示')
}

/** Pictures of the post itself: the real address of a lazy one is in `file` or `zoomfile`; smileys and icons of the site are none. */
function readImages(frame: Element, base: string): string[] {
  const found = every(frame, isTag('img')).flatMap((image) => {
    const { attribs } = image
    if (attribs.smilieid !== undefined || isUnder(image, frame, hasClass('quote', 'psta', 'avatar'))) return []
    const source = attribs.zoomfile ?? attribs.file ?? attribs.src ?? ''
    return /(?:^|\/)static\/image\//.test(source) ? [] : absolute(source, base) ?? []
  })
  return [...new Set(found)]
}

function readCounts($: CheerioAPI): Pick<RawPosting, 'views' | 'replies'> {
  const [views, replies] = $('#postlist .hm .xi1, .authi .mtime .y em').toArray().map((element) => /\d{1,9}/.exec(textOf([element]))?.[0])
  return { views: views ? Number(views) : null, replies: replies ? Number(replies) : null }
}
