import { expect, test } from 'vitest'
import { minute } from '../../../../shared/clock.ts'
import type { Evidence } from '../../../../shared/evidence.ts'
import { checkWords, keptWords, shortPrint, sizeWords, stateWords } from '../../../../web/evidence/words.ts'

const now = Date.parse('2026-11-22T10:00:00+08:00')
const evidence = (given: Partial<Evidence>): Evidence => ({
  id: 1, posting: 2, url: 'http://forum.example/1', state: 'kept', askedBy: '系统', askedAt: now - 3 * minute, takenAt: now - 2 * minute, finalUrl: null, status: 200,
  picture: null, html: null, failure: null, trail: [], ...given,
})

test('a piece of evidence says how it stands, who asked, and when', () => {
  expect(stateWords(evidence({}), now)).toBe('已存证 09:58 · 预警自动申请（09:57）')
  expect(stateWords(evidence({ status: 404, askedBy: '李工' }), now)).toBe('已存证 09:58 · 页面已不存在（404） · 李工 申请（09:57）')
  expect(stateWords(evidence({ state: 'waiting', takenAt: null }), now)).toBe('等待采集端取证 · 预警自动申请（09:57）')
  expect(stateWords(evidence({ state: 'failed', takenAt: null }), now)).toBe('未能取证 · 预警自动申请（09:57）')
})

test('a fold says in a few words what is in it', () => {
  expect(keptWords({ kept: 0, waiting: 0 })).toBe('存证 （无）')
  expect(keptWords({ kept: 2, waiting: 0 })).toBe('存证 2 份')
  expect(keptWords({ kept: 0, waiting: 1 })).toBe('存证 · 正在取证')
  expect(keptWords({ kept: 1, waiting: 1 })).toBe('存证 1 份 · 正在取证')
})

test('a check names the file that has changed', () => {
  expect(checkWords({ picture: true, html: true, at: now }, now)).toBe('校验一致（10:00）')
  expect(checkWords({ picture: false, html: true, at: now }, now)).toContain('校验不一致：图片与')
  expect(checkWords({ picture: false, html: false, at: now }, now)).toContain('校验不一致：图片和网页与')
})

test('a print is shortened to both of its ends, a size to kilobytes', () => {
  expect(shortPrint(`0123456789${'f'.repeat(50)}abcd`)).toBe('01234567…abcd')
  expect([1, 412_316, 5_000_000].map(sizeWords)).toEqual(['1 KB', '403 KB', '4,883 KB'])
})
