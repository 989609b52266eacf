/** How Weibo says no: by status, by a code in JSON, by a page that stands before the page. Each is a state with what a person can do. */
import { hour } from '../../shared/clock.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { absolute } from '../html.ts'
import { emptyReading, type PageState, type Reading } from '../source.ts'
import { textAt, type Json } from '../json.ts'

/** Risk control lasts for hours, and each request prolongs it. */
const riskPause = 12 * hour
const hurryPause = hour

const refuse = (state: PageState, message: string, pauseMs: number | null = null): Reading =>
  ({ ...emptyReading('message', state, message), pauseMs })

const needsLogin = (): Reading => refuse('login-required', '微博要求登录')
/** Only a person can pass it, and only at the address that Weibo gave. */
const needsCaptcha = (url: string | null): Reading => refuse('captcha', `微博要求人工验证${url ? `，验证地址：${url}` : ''}`)

/** The wall that an address leads to. Only host and path are looked at: what somebody searches for stands behind them. */
function wallAt(address: string | null): 'login' | 'captcha' | null {
  if (!address) return null
  const { hostname, pathname } = new URL(address)
  if (/captcha/i.test(pathname)) return 'captcha'
  return hostname.startsWith('passport.') || /sso|signin|login/i.test(pathname) ? 'login' : null
}

/** What the head of an answer says; null where the body has to be read. */
export function readHead(page: Pick<Page, 'url' | 'status' | 'headers'>): Reading | null {
  const { status } = page
  if (status === 304) return emptyReading('unknown', 'not-modified')
  if (status === 432 || status === 418 || status === 403) return refuse('blocked', `微博风控拦截（HTTP ${status}）`, riskPause)
  if (status === 429) return refuse('rate-limited', '微博提示请求过于频繁（HTTP 429）', hurryPause)
  if (status === 401) return needsLogin()
  if (status === 404 || status === 410) return refuse(status === 404 ? 'not-found' : 'gone', `微博没有这个地址（HTTP ${status}）`)
  if (status >= 500) return refuse('server-error', `微博服务异常（HTTP ${status}）`)
  if (status >= 400) return refuse('unknown-page', `微博返回 HTTP ${status}`)
  const target = absolute(status >= 300 ? page.headers.location : page.url, page.url)
  const wall = wallAt(target)
  if (wall) return wall === 'captcha' ? needsCaptcha(target) : needsLogin()
  return status >= 300 ? refuse('moved', `跳转到 ${target ?? '别处'}`) : null
}

/** What the codes of a JSON answer say; null where it is an answer to what was asked. */
export function readCodes(answer: Json): Reading | null {
  const message = textAt(answer, 'msg') ?? textAt(answer, 'message')
  if (textAt(answer, 'ok') === '-100' || textAt(answer, 'errno') === '-100') {
    const url = absolute(textAt(answer, 'url'), '')
    return wallAt(url) === 'captcha' ? needsCaptcha(url) : needsLogin()
  }
  if (message === null || textAt(answer, 'ok') === '1') return null
  if (message.includes('这里还没有内容')) return emptyReading('list', 'ok', message)
  if (/频繁|歇歇/.test(message)) return refuse('rate-limited', message, hurryPause)
  if (/不存在|已被删除|已删除/.test(message)) return refuse('gone', message)
  if (/登录/.test(message)) return needsLogin()
  return null
}

/** What a page of markup without any posting is, where it is one of Weibo's walls. */
export function readWall(text: string, title: string): Reading | null {
  if (title.includes('微博通行证')) return needsLogin()
  return /Sina Visitor System|wbBotDetector/.test(text) ? refuse('blocked', '微博只给出了访客验证页（Sina Visitor System），需导入登录会话') : null
}
