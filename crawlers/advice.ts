/** What a person can do about a source in trouble: words behind the reason, for the list of sources and for alerts. */
import { startOfDay, toBeijingIso, type Instant } from '../shared/clock.ts'
import type { SourceState } from '../shared/source.ts'
import type { PageState } from './source.ts'

export interface Trouble {
  state: SourceState
  /** What the page was, where one page tells it; the states of sources are coarser. */
  page: PageState | null
  /** The address that showed it; null where no single one did. */
  url: string | null
  /** What the site says of it. */
  words: string | null
  /** When the source is asked again by itself; null = as usual. */
  until: Instant | null
  now: Instant
}

/** What an operator can do, in one clause; null where nothing needs doing. */
export function adviseOn({ state, page, url, words, until, now }: Trouble): string | null {
  const again = until === null ? '' : `；${clockTime(until, now)}后自动再试`
  switch (state) {
    case 'NEEDS_LOGIN': return page === 'password-required'
      ? `该版块要密码：请向站方索取授权或停用该版块${again}`
      : `请在“采集”页导入该站点的登录会话（已导入的可能失效，需重新登录后再导入）${again}`
    case 'NEEDS_CAPTCHA': return `请用导入登录会话的那个浏览器打开${placeToOpen(words, url)}完成验证，再点“立即采集”${again}`
    case 'BLOCKED': return `${blocked(page)}${page === 'robot-refused' || page === 'refused' ? '' : again}`
    case 'RATE_LIMITED': return until === null ? '已放慢' : `${clockTime(until, now)}前不再请求`
    case 'SITE_CLOSED': return `待站点恢复${again}`
    case 'SERVER_ERROR': return `站点或网络故障，持续不好请联系站方${again}`
    case 'NOT_FOUND': return `请核对采集源的地址${again}`
    case 'PARSE_BROKEN': return `页面可能已改版，请用“试读”核对，并联系维护人员${again}`
    case 'OK': case 'OK_EMPTY': case 'STALE': case 'DEGRADED': case 'DISABLED': return null
  }
}

/** What a person opens to pass a check: the address that the site gives for it, else the page that showed it. */
export const placeToOpen = (words: string | null, url: string | null): string => (words && /https?:\/\//.test(words) ? '上述地址' : url ?? '该站点')

function blocked(page: PageState | null): string {
  if (page === 'robot-refused') return '经站方同意后可在该源选项中设 robots 为 ignore，否则请停用'
  if (page === 'refused') return '本机按安全规则不读取，请核对地址'
  return '站点拒绝访问，请勿频繁重试；可降低频率或与站方联系，处理后点“立即采集”'
}

/** 14:05, or 11月23日02:00 where that is not today. */
function clockTime(at: Instant, now: Instant): string {
  const text = toBeijingIso(at)
  const time = text.slice(11, 16)
  return startOfDay(at) === startOfDay(now) ? time : `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日${time}`
}
