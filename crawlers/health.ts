/** What a visit proved about its source, as a state with its reason; a page that did not prove itself is never taken for “nothing new”. */
import { day, hour, type Instant } from '../shared/clock.ts'
import type { SourceConfig } from '../shared/district.ts'
import type { SourceHealth, SourceState } from '../shared/source.ts'
import type { PageState } from './source.ts'

/** How each state of a page shows in the state of its source. */
const stateOf: Record<PageState, SourceState> = {
  'ok': 'OK', 'not-modified': 'OK', 'login-required': 'NEEDS_LOGIN', 'password-required': 'NEEDS_LOGIN', 'login-failed': 'NEEDS_LOGIN',
  'captcha': 'NEEDS_CAPTCHA', 'challenge': 'NEEDS_CAPTCHA', 'forbidden': 'BLOCKED', 'blocked': 'BLOCKED', 'robot-refused': 'BLOCKED',
  'rate-limited': 'RATE_LIMITED', 'site-closed': 'SITE_CLOSED', 'server-error': 'SERVER_ERROR', 'incomplete': 'SERVER_ERROR',
  'not-found': 'NOT_FOUND', 'gone': 'NOT_FOUND', 'moved': 'NOT_FOUND', 'not-a-feed': 'PARSE_BROKEN', 'unknown-page': 'PARSE_BROKEN', 'refused': 'BLOCKED',
}

/** What a thread or an article may well be without anything being wrong with its source. */
export const ordinary: readonly PageState[] = ['ok', 'not-modified', 'gone', 'not-found', 'moved', 'forbidden', 'login-required', 'password-required']

/** A page that answered, or did not, in one visit. */
export interface Sighting {
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

export function judgeHealth(config: SourceConfig, before: SourceHealth | null, outcome: Outcome, freshness: Freshness, now: Instant): SourceHealth {
  const { state, reason } = judge(outcome, freshness, now)
  const good = state === 'OK' || state === 'OK_EMPTY' || state === 'STALE' || state === 'DEGRADED'
  return {
    source: config.id,
    name: config.name,
    channel: config.channel,
    state,
    since: before?.state === state ? before.since : now,
    reason,
    lastGoodAt: good ? now : before?.lastGoodAt ?? null,
    newestAt: freshness.newestAt,
    every: config.every,
    demo: config.demo,
    until: null,
    failures: good ? 0 : (before?.failures ?? 0) + 1,
  }
}

function judge({ sightings, trouble, degraded }: Outcome, { newestAt, gapMs }: Freshness, now: Instant): { state: SourceState; reason: string | null } {
  const essential = sightings.filter((sighting) => sighting.essential)
  const bad = essential.filter(({ state }) => stateOf[state] !== 'OK')
  const [first] = bad
  if (first && bad.length === essential.length) return { state: stateOf[first.state], reason: first.message ?? first.state }
  if (trouble) return { state: 'PARSE_BROKEN', reason: trouble }
  if (first) return { state: 'DEGRADED', reason: `${essential.length} 个列表中有 ${bad.length} 个未能读取：${first.message ?? first.state}` }
  const failed = sightings.filter(({ essential: needed, state }) => !needed && !ordinary.includes(state))
  if (failed.length > 0) return { state: 'DEGRADED', reason: `${failed.length} 个页面未能读取：${failed[0]?.message ?? failed[0]?.state ?? ''}` }
  if (degraded) return { state: 'DEGRADED', reason: degraded }
  if (newestAt === null) return { state: 'OK_EMPTY', reason: null }
  const silence = now - newestAt
  const longest = gapMs === null ? staleByDefault : Math.max(staleGaps * gapMs, leastStale)
  if (silence > longest) return { state: 'STALE', reason: `已 ${Math.round(silence / hour)} 小时没有新内容` }
  return { state: silence > day ? 'OK_EMPTY' : 'OK', reason: null }
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
