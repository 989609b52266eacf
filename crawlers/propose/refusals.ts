/** Why nothing can be proposed for an address, in Chinese, and what the operator can do about it. */
import type { Page } from '../../shared/node/http/fetch.ts'
import { GiveUp, messageOf } from '../../shared/errors.ts'
import { decodeBody } from '../../shared/node/http/decode.ts'
import { classify, classifyHead } from '../discuz/classify.ts'
import { loadHtml, textOf } from '../html.ts'
import { RobotsRefused } from '../polite.ts'
import type { PageState } from '../source.ts'
import { Spent } from './fetcher.ts'

const words: Partial<Record<PageState, string>> = {
  'login-required': '这个页面需登录才能看。可在浏览器中登录后，到“采集”页导入该站的登录会话，再试一次；或改贴无需登录的页面。',
  'login-failed': '这个页面需登录才能看，现有登录会话已失效。请重新登录后导入，再试一次。',
  'password-required': '这个页面需登录或需要密码才能看。可在浏览器中登录后，到“采集”页导入该站的登录会话，再试一次；或改贴公开的页面。',
  'forbidden': '站点不允许查看这个页面（无权限）。请核对地址，或向站点申请开放。',
  'not-found': '地址不存在（404）。请在浏览器中打开核对，再贴列表页的地址。',
  'gone': '地址不存在，内容已被删除。请改贴仍在的列表页地址。',
  'blocked': '被站点的防护拦截。请隔一段时间再试，或联系站点管理方放行；听湖不会绕过防护。',
  'challenge': '被站点的防护拦截（要求验证）。可在浏览器中通过验证后导入该站的登录会话，再试一次。',
  'captcha': '站点要求输入验证码。可在浏览器中通过验证后导入该站的登录会话，再试一次；听湖不识别验证码。',
  'rate-limited': '站点提示访问过于频繁。请过一段时间再试。',
  'robot-refused': '站点拒绝采集程序访问。请联系站点管理方放行。',
  'site-closed': '站点关闭或正在维护。请等站点恢复后再试。',
  'server-error': '站点出错，没有给出页面。请稍后再试。',
  'incomplete': '页面没有传完就断开了。请稍后再试。',
}

/** What was met instead of a page; null where the page looks like one. */
export function metInstead(page: Page): PageState | null {
  const head = classifyHead(page)
  if (head) return head.state === 'moved' || head.state === 'not-modified' ? null : head.state
  const { text } = decodeBody(page.bytes, page.headers['content-type'])
  const $ = loadHtml(text)
  const { state, kind } = classify($, text, page)
  if (state !== 'ok' && state !== 'unknown-page' && (kind === 'message' || page.status >= 400)) return state
  if (page.status >= 400) return 'not-found'
  if (state === 'ok') return null
  const shown = textOf($.root().toArray())
  if (shown.length > 600) return null
  if (/访问(?:被|已被)?(?:拦截|阻断|拒绝)|请求(?:被|已被|存在)?(?:拦截|阻断|威胁)|Access Denied|防火墙|安全(?:防护|策略)|WAF/i.test(shown)) return 'blocked'
  if (/验证码|滑动验证|人机验证|安全验证|拖动滑块/.test(shown)) return 'captcha'
  if ($('input[type=password]').length > 0 || /请(?:先)?登录|登录后/.test(shown)) return 'login-required'
  return /(?:站点|网站|系统)(?:正在|暂时|已)?(?:维护|关闭|升级)/.test(shown) ? 'site-closed' : null
}

export const refusalOfState = (state: PageState): string => words[state] ?? '没有认出这个页面。请改贴列表页（能看到一条条标题的那一页）的地址。'

/** @param error as a fetcher throws it. */
export function refusalOfError(error: unknown): string {
  const message = messageOf(error)
  if (error instanceof RobotsRefused) return `${message}。请与站点管理方商定后，由管理员在配置中注明许可；听湖不会擅自越过。`
  if (error instanceof Spent) return `${message}，还没有认出这个页面。请直接贴列表页的地址。`
  if (error instanceof GiveUp && /内网/.test(message)) return `内网地址不能采集：${message}。确属本单位站点的，请由管理员在配置文件中登记并设 allowPrivate。`
  if (error instanceof GiveUp) return `${message}。请核对地址。`
  return `没有取到页面：${message}。请核对地址，或稍后再试。`
}
