import { describe, expect, test } from 'vitest'
import { follow, judgeHealth, type Outcome } from '../../../crawlers/health.ts'
import { pageStates } from '../../../crawlers/source.ts'
import { day, hour, minute } from '../../../shared/clock.ts'
import { sourceSchema } from '../../../shared/district.ts'

const config = sourceSchema.parse({ id: 's', name: '论坛', adapter: 'discuz', channel: 'forum', url: 'http://x.test/', enabled: true, every: 60, delay: 0, local: true })
const now = 100 * day
const fresh = { newestAt: now - minute, gapMs: hour }
const good = { essential: true, state: 'ok' as const, message: null }
const judge = (outcome: Partial<Outcome>, freshness = fresh as Parameters<typeof judgeHealth>[3], before: Parameters<typeof judgeHealth>[1] = null) =>
  judgeHealth(config, before, { sightings: [good], trouble: null, degraded: null, ...outcome }, freshness, now)

describe('judgeHealth', () => {
  test('a visit that proved itself is well, with or without news', () => {
    expect(judge({}).state).toBe('OK')
    expect(judge({}, { newestAt: now - 2 * day, gapMs: day }).state).toBe('OK_EMPTY')
    expect(judge({ sightings: [{ ...good, state: 'not-modified' }] }).state).toBe('OK')
  })

  test('every state of a page but ok and not-modified makes a source unwell when all its lists show it', () => {
    for (const state of pageStates) {
      const health = judge({ sightings: [{ essential: true, state, message: '原话' }] })
      const well = state === 'ok' || state === 'not-modified'
      expect([state, ['OK', 'OK_EMPTY'].includes(health.state), health.reason]).toEqual([state, well, well ? null : '原话'])
    }
  })

  test('one board of several behind a login degrades the source, and says how many', () => {
    const health = judge({ sightings: [good, good, { essential: true, state: 'login-required', message: '尚未登录' }] })
    expect([health.state, health.reason]).toEqual(['DEGRADED', '3 个列表中有 1 个未能读取：尚未登录'])
  })

  test('a deleted thread is nothing unusual, an unreadable one is', () => {
    expect(judge({ sightings: [good, { essential: false, state: 'gone', message: null }] }).state).toBe('OK')
    expect(judge({ sightings: [good, { essential: false, state: 'unknown-page', message: null }] }).state).toBe('DEGRADED')
  })

  test('a lost shape outweighs everything that was read', () => { expect(judge({ trouble: '读不出' })).toMatchObject({ state: 'PARSE_BROKEN', reason: '读不出' }) })

  test('silence of twelve usual gaps is stale, a quiet night is not', () => {
    expect(judge({}, { newestAt: now - 13 * hour, gapMs: hour })).toMatchObject({ state: 'STALE', reason: '已 13 小时没有新内容' })
    expect(judge({}, { newestAt: now - 5 * hour, gapMs: minute }).state).toBe('OK')
    expect(judge({}, { newestAt: now - 13 * day, gapMs: null }).state).toBe('OK_EMPTY')
  })

  test('since stays while the state stays, and the last good time is kept through trouble', () => {
    const before = { ...judge({}), state: 'SERVER_ERROR' as const, since: 5, lastGoodAt: 3 }
    expect(judge({ sightings: [{ ...good, state: 'server-error' }] }, fresh, before)).toMatchObject({ state: 'SERVER_ERROR', since: 5, lastGoodAt: 3 })
    expect(judge({}, fresh, before)).toMatchObject({ state: 'OK', since: now, lastGoodAt: now })
  })
})

test('the usual gap follows slowly, and older postings do not move it', () => {
  const first = follow({ newestAt: null, gapMs: null }, 1_000, 10)
  expect(first).toEqual({ newestAt: 1_000, gapMs: null })
  const second = follow(first, 3_000, 2)
  expect(second).toEqual({ newestAt: 3_000, gapMs: 1_000 })
  expect(follow(second, 3_100, 1).gapMs).toBe(820)
  expect(follow(second, 2_000, 1)).toEqual(second)
})
