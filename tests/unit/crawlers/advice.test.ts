import { expect, test } from 'vitest'
import { adviseOn, type Trouble } from '../../../crawlers/advice.ts'
import { day, hour } from '../../../shared/clock.ts'
import { sourceStates } from '../../../shared/source.ts'

const now = Date.parse('2026-11-22T13:30:00+08:00')
const advise = (more: Partial<Trouble>) => adviseOn({ state: 'OK', page: null, url: 'https://m.weibo.cn/captcha', words: null, until: now + hour, now, ...more })

test('every state of trouble says what a person can do, a good one says nothing', () => {
  for (const state of sourceStates) {
    const good = ['OK', 'OK_EMPTY', 'STALE', 'DEGRADED', 'DISABLED'].includes(state)
    expect([state, advise({ state }) === null]).toEqual([state, good])
  }
})

test('a limit says until when, with the day where that is not today', () => {
  expect(advise({ state: 'RATE_LIMITED' })).toBe('14:30前不再请求')
  expect(advise({ state: 'RATE_LIMITED', until: now + day })).toBe('11月23日13:30前不再请求')
})

test('a human check names the address that a person opens', () => { 
  expect(advise({ state: 'NEEDS_CAPTCHA' })).toContain('打开https://m.weibo.cn/captcha完成验证')
  expect(advise({ state: 'NEEDS_CAPTCHA', words: '验证地址：https://m.weibo.cn/captcha?scene=limit' })).toContain('打开上述地址完成验证')
})

test('what robots.txt or our own guard refuses is not promised to mend itself', () => {
  for (const page of ['robot-refused', 'refused'] as const) expect(advise({ state: 'BLOCKED', page })).not.toContain('自动')
  expect(advise({ state: 'BLOCKED', page: 'blocked' })).toContain('14:30后自动再试')
})
