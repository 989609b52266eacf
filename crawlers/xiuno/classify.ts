/** Tells what a Xiuno page is: nearly everything comes with status 200, so its structure and the words of its messages decide. */
import type { CheerioAPI } from 'cheerio/slim'
import { isComplete } from '../../shared/node/http/complete.ts'
import { stateOfStatus } from '../discuz/classify.ts'
import { stateOfMessage } from '../discuz/message.ts'
import { textOf } from '../html.ts'
import type { PageKind, PageState } from '../source.ts'

export interface Verdict {
  kind: PageKind
  state: PageState
  message: string | null
}

const marks = {
  thread: '.message[isfirst], .postlist [data-pid]',
  list: 'ul.threadlist, table.threadlist, li.thread[data-tid], tr.thread[href]',
  message: '.card-title',
  /** The sign beside the words of a message; a card with a title alone may stand on any page. */
  sign: 'i[class*=icon-warning], i[class*=icon-ok], i[class*=icon-check]',
  login: 'form[action*=user-login] input[type=password], form[action*="user/login"] input[type=password], #form input[type=password]',
}

/** The site's own levels of running, before the words that all forums use. */
const meanings: [string[], PageState][] = [
  [['管理员可读写', '站点关闭', '维护', 'maintenance', '站点暂停'], 'site-closed'],
  [['会员只读', '会员可读写', '请登录', '请先登录', '未登录'], 'login-required'],
  [['Errno', 'SQLSTATE', '数据库', 'MySQL', 'Mysql'], 'server-error'],
]

export function classify($: CheerioAPI, text: string, status: number): Verdict {
  const title = $('title').first().text().trim() || null
  const whole = isComplete(text) ? 'ok' : 'incomplete'
  if (status < 400) {
    if ($(marks.thread).length > 0) return { kind: 'thread', state: whole, message: null }
    if ($(marks.list).length > 0) return { kind: 'thread-list', state: whole, message: null }
  }
  const card = $(marks.message).toArray().find((element) => $(element).find(marks.sign).length > 0)
  const message = card ? textOf([card]).trim() : ''
  if (message) return { kind: 'message', state: meaningOf(message, status), message: message.slice(0, 200) }
  if (status >= 400) return { kind: 'message', state: stateOfStatus(status), message: title }
  if ($(marks.login).length > 0) return { kind: 'message', state: 'login-required', message: title }
  // What PHP says when the database is away, with status 200 and no page around it.
  if (text.length < 8_000 && /SQLSTATE\[|Errno: ?-?\d|Fatal error<\/b>:/.test(text)) return { kind: 'message', state: 'server-error', message: '数据库或程序出错' }
  return { kind: 'unknown', state: whole === 'ok' || text.trim() === '' ? 'unknown-page' : 'incomplete', message: title }
}

function meaningOf(message: string, status: number): PageState {
  const own = meanings.find(([words]) => words.some((word) => message.includes(word)))?.[1]
  const state = own ?? stateOfMessage(message)
  return state === 'unknown-page' ? stateOfStatus(status) : state
}
