import { describe, expect, test } from 'vitest'
import { follow, judgeHealth, type Outcome } from '../../../crawlers/health.ts'
import { pageStates } from '../../../crawlers/source.ts'
import { day, hour, minute } from '../../../shared/clock.ts'
import { sourceSchema } from '../../../shared/district.ts'

const config = sourceSchema.parse({ id: 's', name: '论坛', adapter: 'discuz', channel: 'forum', url: 'http://x.test/', enabled: true, every: 60, delay: 0, local: true })
const now = 100 * day
const fresh = { newestAt: now - minute, gapMs: hour }
const good = { url: 'http://x.test/list', essential: true, state: 'ok' as const, message: null }
const judge = (outcome: Partial<Outcome>, freshness = fresh as Parameters<typeof judgeHealth>[3], before: Parameters<typeof judgeHealth>[1] = null) =>
  judgeHealth(config, before, { sightings: [good], trouble: null, degraded: null, ...outcome }, freshness, now, { floorMs: 0, random: 0 }).health

describe('judgeHealth', () => {
  test('a visit that proved itself is well, with or without news', () => {
    expect(judge({}).state).toBe('OK')
    expect(judge({}, { newestAt: now - 2 * day, gapMs: day }).state).toBe('OK_EMPTY')
    expect(judge({ sightings: [{ ...good, state: 'not-modified' }] }).state).toBe('OK')
  })

  test('every state of a page but ok and not-modified makes a source unwell when all its lists show it', () => {
    for (const state of pageStates) {
      const health = judge({ sightings: [{ ...good, state, message: '原话' }] })
      const well = state === 'ok' || state === 'not-modified'
      expect([state, ['OK', 'OK_EMPTY'].includes(health.state), health.reason?.includes('原话') ?? null]).toEqual([state, well, well ? null : true])
    }
  })

  test('one board of several behind a login degrades the source, and says how many', () => {
    const health = judge({ sightings: [good, good, { ...good, state: 'login-required', message: '尚未登录' }] })
    expect([health.state, health.reason]).toEqual(['DEGRADED', '3 个列表中有 1 个未能读取：尚未登录'])
  })

  test('a deleted thread is nothing unusual, an unreadable one is', () => {
    expect(judge({ sightings: [good, { ...good, essential: false, state: 'gone', message: null }] }).state).toBe('OK')
    expect(judge({ sightings: [good, { ...good, essential: false, state: 'unknown-page', message: null }] }).state).toBe('DEGRADED')
  })

  test('a lost shape outweighs everything that was read', () => { expect(judge({ trouble: '读不出' })).toMatchObject({ state: 'PARSE_BROKEN', reason: expect.stringMatching(/^读不出；页面可能已改版/) as string }) })

  test('silence of twelve usual gaps is stale, a quiet night is not', () => {
    expect(judge({}, { newestAt: now - 13 * hour, gapMs: hour })).toMatchObject({ state: 'STALE', reason: '已 13 小时没有新内容，请看看站点是否停更或改版' })
    expect(judge({}, { newestAt: now - 5 * hour, gapMs: minute }).state).toBe('OK')
    expect(judge({}, { newestAt: now - 13 * day, gapMs: null }).state).toBe('OK_EMPTY')
  })

  test('a visit that asked for nothing proves nothing: the state stays, and a source that never asks for anything says so', () => {
    const before = { ...judge({}), state: 'BLOCKED' as const, reason: '拦截', since: 5, lastGoodAt: 3, failures: 2 }
    expect(judge({ sightings: [] }, fresh, before)).toEqual(before)
    expect(judge({ sightings: [] })).toMatchObject({ state: 'DEGRADED', lastGoodAt: null, reason: '没有要读取的页面：请核对版块、方案等选项' })
  })

  test('a pause is part of the state, lasts at least as long as the site asked, and doubles with each failure', () => {
    const blocked = { ...good, state: 'blocked' as const }
    const [first, second] = [0, 1].map((failures) =>
      judgeHealth(config, { ...judge({}), failures }, { sightings: [blocked], trouble: null, degraded: null }, fresh, now, { floorMs: 0, random: 0 }))
    expect([first?.health.until, first?.waitMs, second?.waitMs]).toEqual([now + 10 * minute, 10 * minute, 20 * minute])
    const asked = judgeHealth(config, null, { sightings: [blocked], trouble: null, degraded: null }, fresh, now, { floorMs: 12 * hour, random: 0 })
    expect(asked.health.until).toBe(now + 12 * hour)
    expect(judge({}).until).toBeNull()
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
