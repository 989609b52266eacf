/** What a visit proved about its source, as a state with its reason; a page that did not prove itself is never taken for “nothing new”. */
import { day, hour, type Instant } from '../shared/clock.ts'
import type { SourceConfig } from '../shared/district.ts'
import type { SourceHealth, SourceState } from '../shared/source.ts'
import { adviseOn } from './advice.ts'
import { nextVisitIn, pausing } from './schedule.ts'
import type { PageState } from './source.ts'

/** How each state of a page shows in the state of its source. */
const stateOf: Record<PageState, SourceState> = {
  'ok': 'OK', 'not-modified': 'OK', 'login-required': 'NEEDS_LOGIN', 'password-required': 'NEEDS_LOGIN', 'login-failed': 'NEEDS_LOGIN',
  'captcha': 'NEEDS_CAPTCHA', 'challenge': 'NEEDS_CAPTCHA', 'forbidden': 'BLOCKED', 'blocked': 'BLOCKED', 'robot-refused': 'BLOCKED',
  'rate-limited': 'RATE_LIMITED', 'site-closed': 'SITE_CLOSED', 'server-error': 'SERVER_ERROR', 'incomplete': 'SERVER_ERROR',
  'not-found': 'NOT_FOUND', 'gone': 'NOT_FOUND', 'moved': 'NOT_FOUND', 'not-a-feed': 'PARSE_BROKEN', 'unknown-page': 'PARSE_BROKEN', 'refused': 'BLOCKED',
}

/** What people are told where a page has no words of its own. */
const pageStateNames: Record<PageState, string> = {
  'ok': '正常', 'not-modified': '无变化', 'login-required': '要求登录', 'password-required': '要求密码', 'login-failed': '登录失败', 'forbidden': '没有权限',
  'not-found': '页面不存在', 'gone': '已删除', 'moved': '已移走', 'blocked': '被站点拦截', 'challenge': '要求浏览器验证', 'captcha': '要求输入验证码',
  'rate-limited': '请求过于频繁', 'robot-refused': 'robots.txt 不允许', 'site-closed': '站点关闭', 'server-error': '站点出错', 'not-a-feed': '不是订阅源',
  'incomplete': '页面不完整', 'unknown-page': '不是认识的页面', 'refused': '按安全规则未请求',
}

/** What a thread or an article may well be without anything being wrong with its source. */
export const ordinary: readonly PageState[] = ['ok', 'not-modified', 'gone', 'not-found', 'moved', 'forbidden', 'login-required', 'password-required']

/** A page that answered, or did not, in one visit. */
export interface Sighting {
  url: string
  essential: boolean
  state: PageState
  /** The site's words or ours. */
  message: string | null
}

export interface Outcome {
  sightings: Sighting[]
  /** From the visit: what shows that pages changed their shape. */
  trouble: string | null
  degraded: string | null
}

export interface Freshness {
  /** Time of the newest posting ever seen. */
  newestAt: Instant | null
  /** Usual milliseconds between two postings; null = not known yet. */
  gapMs: number | null
}

/** A source is stale when nothing came for this many usual gaps, and not before `leastStale`: a quiet night is no fault. */
const staleGaps = 12
const leastStale = 6 * hour
/** Without a usual gap. */
const staleByDefault = 14 * day

/** What the next visit waits for, besides its time. */
export interface Pace {
  /** Least milliseconds that the site asked us to stay away; 0 = it did not. */
  floorMs: number
  /** 0–1, see {@link nextVisitIn}. */
  random: number
}

export interface Judged {
  health: SourceHealth
  /** Milliseconds until the next visit. */
  waitMs: number
}

/** Judges a visit, and says when the next one may be. The pause is part of the health, so that it outlives this process. */
export function judgeHealth(
  config: SourceConfig, before: SourceHealth | null, outcome: Outcome, freshness: Freshness, now: Instant, { floorMs, random }: Pace,
): Judged {
  const pace = { everyMs: config.every * 1_000, floorMs, random }
  // Nothing was due: that proves nothing, and changes nothing.
  if (outcome.sightings.length === 0 && before && before.state !== 'DISABLED') {
    return { health: before, waitMs: nextVisitIn({ ...pace, state: before.state, failures: before.failures }) }
  }
  const verdict = outcome.sightings.length === 0 ? nothingToAsk : judge(outcome, freshness, now)
  const { state, proved } = verdict
  const failures = isGood(state) ? 0 : (before?.failures ?? 0) + 1
  const waitMs = nextVisitIn({ ...pace, state, failures })
  const until = pausing(state) || floorMs > 0 ? now + waitMs : null
  const advice = adviseOn({ state, page: verdict.page ?? null, url: verdict.url ?? null, words: verdict.reason, until, now })
  const reason = [verdict.reason, advice].filter((part) => part !== null).join('；') || null
  const health: SourceHealth = {
    source: config.id,
    name: config.name,
    channel: config.channel,
    state,
    since: before?.state === state ? before.since : now,
    reason,
    lastGoodAt: proved ? now : before?.lastGoodAt ?? null,
    newestAt: freshness.newestAt,
    every: config.every,
    demo: config.demo,
    until,
    failures,
  }
  return { health, waitMs }
}

/** A source that is not crawled, and why. */
export function restingHealth(config: SourceConfig, before: SourceHealth | null, state: 'DISABLED' | 'PARSE_BROKEN', reason: string | null, now: Instant): SourceHealth {
  return {
    source: config.id, name: config.name, channel: config.channel, state, since: before?.state === state ? before.since : now, reason,
    lastGoodAt: before?.lastGoodAt ?? null, newestAt: before?.newestAt ?? null, every: config.every, demo: config.demo, until: null, failures: 0,
  }
}

export const isGood = (state: SourceState): boolean => state === 'OK' || state === 'OK_EMPTY' || state === 'STALE' || state === 'DEGRADED'

interface Verdict {
  state: SourceState
  /** Whether a page proved itself: only then has the source been seen to be well. */
  proved: boolean
  reason: string | null
  page?: PageState
  url?: string
}

const nothingToAsk: Verdict = { state: 'DEGRADED', proved: false, reason: '没有要读取的页面：请核对版块、方案等选项' }

function judge({ sightings, trouble, degraded }: Outcome, { newestAt, gapMs }: Freshness, now: Instant): Verdict {
  const essential = sightings.filter((sighting) => sighting.essential)
  const bad = essential.filter(({ state }) => stateOf[state] !== 'OK')
  const [first] = bad
  if (first && bad.length === essential.length) {
    return { state: stateOf[first.state], proved: false, reason: wordsOf(first), page: first.state, url: first.url }
  }
  if (trouble) return { state: 'PARSE_BROKEN', proved: false, reason: trouble }
  const proved = essential.length > 0
  if (first) return { state: 'DEGRADED', proved, reason: `${essential.length} 个列表中有 ${bad.length} 个未能读取：${wordsOf(first)}` }
  const failed = sightings.filter(({ essential: needed, state }) => !needed && !ordinary.includes(state))
  const [unread] = failed
  if (unread) return { state: 'DEGRADED', proved, reason: `${failed.length} 个页面未能读取：${wordsOf(unread)}` }
  if (degraded) return { state: 'DEGRADED', proved, reason: degraded }
  if (newestAt === null) return { state: 'OK_EMPTY', proved, reason: null }
  const silence = now - newestAt
  const longest = gapMs === null ? staleByDefault : Math.max(staleGaps * gapMs, leastStale)
  if (silence > longest) return { state: 'STALE', proved, reason: `已 ${Math.round(silence / hour)} 小时没有新内容，请看看站点是否停更或改版` }
  return { state: silence > day ? 'OK_EMPTY' : 'OK', proved, reason: null }
}

/** The site's words where it has any; a page that is not what it should be has only a title, which does not say what is wrong. */
function wordsOf({ message, state }: Sighting): string {
  if (message === null) return pageStateNames[state]
  return state === 'incomplete' || state === 'unknown-page' ? `${pageStateNames[state]}（${message}）` : message
}

/**
 * The usual gap, followed slowly (a fifth of the way with each visit that brought something new), so that a burst of a day
 * does not make the next quiet day look like a fault.
 */
export function follow(before: Freshness, newest: Instant | null, added: number): Freshness {
  if (newest === null || (before.newestAt !== null && newest <= before.newestAt)) return before
  if (before.newestAt === null || added === 0) return { newestAt: newest, gapMs: before.gapMs }
  const gap = (newest - before.newestAt) / added
  return { newestAt: newest, gapMs: before.gapMs === null ? gap : before.gapMs + (gap - before.gapMs) / 5 }
}
