/** Tells what a Discuz! page is before anything on it is believed: by status, structure and message, never by the generator it names. */
import type { CheerioAPI } from 'cheerio/slim'
import { isComplete } from '../../shared/node/http/complete.ts'
import { textOf } from '../html.ts'
import type { PageKind, PageState } from '../source.ts'
import { roleOf, threadOf } from './address.ts'
import { stateOfMessage } from './message.ts'

export interface Verdict {
  kind: PageKind
  state: PageState
  message: string | null
  /** Worth one more try with the cookies that came with it. */
  again: boolean
}

const marks = {
  thread: 'div[id^=post_] [id^=authorposton], div[id^=post_] [id^=postmessage_], .plc[id^=pid] .message, #content p.author, #postlist [id^=pid]',
  list: 'tbody[id^=normalthread_], tbody[id^=stickthread_], #threadlisttableid, #threadlist, .threadlist, #content ul[type="1"]',
  message: '#messagetext, .alert_error, .alert_info, .jump_c, .showmessage, #main_message',
  index: '.fl_tb, #chart, .forumlist, .sub-forum',
}

/** Discuz's own protection pages, by title; the first two pass when asked again with the cookie they set. */
const walls: [string, boolean][] = [['频繁刷新限制', true], ['页面重载开启', true], ['代理服务器访问限制', false]]

/** What the status alone says, where the body has nothing better. */
const statuses: Record<number, PageState> = {
  401: 'login-required', 403: 'forbidden', 404: 'not-found', 410: 'gone', 412: 'blocked', 418: 'blocked', 429: 'rate-limited', 432: 'blocked',
}

export const stateOfStatus = (status: number): PageState => statuses[status] ?? (status >= 500 ? 'server-error' : 'unknown-page')

const verdict = (kind: PageKind, state: PageState, message: string | null = null, again = false): Verdict => ({ kind, state, message, again })

/** The verdict on an answer that needs no look at its body: redirects, refusals without words, unchanged pages. */
export function classifyHead(page: { url: string; status: number; headers: Record<string, string>; bytes: Uint8Array }): Verdict | null {
  if (page.status === 304) return verdict('unknown', 'not-modified')
  if (page.status >= 300 && page.status < 400) return classifyRedirect(page.url, page.headers.location ?? '')
  if (page.bytes.length > 0) return null
  if (page.status === 403) return verdict('message', 'robot-refused', '站点拒绝了采集程序')
  return verdict('unknown', stateOfStatus(page.status))
}

function classifyRedirect(from: string, to: string): Verdict {
  if (roleOf(to) === 'login') return verdict('message', 'login-required')
  if (roleOf(from) === 'thread' && roleOf(to) === 'thread-list') return verdict('message', 'password-required', '跳转到版块，版块需要密码')
  return verdict('message', 'moved', threadOf(to) ?? to)
}

export function classify($: CheerioAPI, text: string, page: { url: string; status: number }): Verdict {
  const title = $('title').first().text().trim()
  const wall = walls.find(([words]) => title.includes(words) || (text.length < 4_000 && text.includes(words)))
  if (wall) return verdict('message', 'blocked', wall[0], wall[1])
  if (/^\d+(?: \+ \d+)+ = \?$/.test(title)) return verdict('message', 'challenge', title)
  if (/Discuz!? (?:Database|System) Error|Database Error/i.test(title + $('h1').first().text())) return verdict('message', 'server-error', 'Discuz! Database Error')

  // A page that shows what was asked for is that page, whatever else stands on it.
  const whole = isComplete(text)
  if ($(marks.thread).length > 0) return page.status < 400 ? verdict('thread', whole ? 'ok' : 'incomplete') : byStatus(page.status, title)
  if (roleOf(page.url) === 'login' && $('input[type=password][id^=password], form[id^=loginform]').length > 0) return verdict('message', 'login-required')
  const message = textOf($(marks.message).first().toArray()).split('\n')[0]?.trim() ?? ''
  if (message) return verdict('message', byMessage(message, page.status), message)
  if ($('input[name=pw]').length > 0) return verdict('message', 'password-required', '版块需要密码')
  if (page.status >= 400) return byStatus(page.status, title)
  if ($(marks.list).length > 0) return verdict('thread-list', whole ? 'ok' : 'incomplete')
  if (roleOf(page.url) === 'other' && $(marks.index).length > 0) return verdict('index', whole ? 'ok' : 'incomplete')
  return verdict('unknown', whole || text.trim() === '' ? 'unknown-page' : 'incomplete', title || null)
}

const byStatus = (status: number, title: string): Verdict => verdict('message', stateOfStatus(status), title || null)

function byMessage(message: string, status: number): PageState {
  const state = stateOfMessage(message)
  return state === 'unknown-page' ? stateOfStatus(status) : state
}

const wrapper = /^\s*<\?xml[^>]{0,100}>\s*<root><!\[CDATA\[/

/** What stands in the XML in which Discuz! wraps answers to requests made in the background; null where there is no wrapper. */
export const unwrapAjax = (text: string): string | null => (wrapper.test(text.slice(0, 200)) ? text.replace(wrapper, '').replace(/\]\]>\s*<\/root>\s*$/, '') : null)

/** Answers to forms sent in the background: bare words, then a script. */
export function classifyAjax(inner: string): Verdict {
  const message = inner.split('<')[0]?.trim() ?? ''
  return verdict('message', message ? stateOfMessage(message) : 'ok', message || null)
}
