import { expect, test } from 'vitest'
import type { StreamState } from '../../../../shared/bundle-view.ts'
import { day, minute } from '../../../../shared/clock.ts'
import { tellOfStreams } from '../../../../server/bundles/silence.ts'
import { madeAt, makeHealth } from '../../../support/bundles.ts'

const now = madeAt + 60 * minute
const makeStream = (given: Partial<StreamState> = {}): StreamState => ({
  stream: 's', last: 9, taken: 9, postings: 100, madeAt: now - minute, takenAt: now - minute, missing: [], gapAt: null, broken: [], lag: minute, silent: false, ...given,
})
const tell = (stream: StreamState, health = makeHealth({ lastGoodAt: now - minute })) => tellOfStreams([health], new Map([['test', 's']]), [stream], now)[0]!
const silent = makeStream({ silent: true, lag: 20 * minute })

test('a source whose stream is well is as it says', () => {
  const health = makeHealth()
  expect(tell(makeStream(), health)).toBe(health)
})

test('a source that does not come through a stream is as it says, however silent the streams are', () => {
  const health = makeHealth({ source: 'direct' })
  expect(tell(silent, health)).toBe(health)
})

test('behind a silent stream a source is stale since the last that is known of it', () => {
  expect(tell(silent)).toMatchObject({ state: 'STALE', since: now - 20 * minute, lastGoodAt: now - 20 * minute, reason: '跨网传输中断：11月22日11:40以后没有收到数据包' })
})

test('behind a silent stream a source in worse trouble keeps its state and is told both; one that is switched off is left alone', () => {
  expect(tell(silent, makeHealth({ state: 'NEEDS_LOGIN', reason: '需要登录' }))).toMatchObject({ state: 'NEEDS_LOGIN', reason: expect.stringMatching(/^需要登录；跨网传输中断/) as unknown })
  expect(tell(silent, makeHealth({ state: 'DISABLED' })).state).toBe('DISABLED')
})

test('a gap is told when it has not closed within five minutes, and for a day', () => {
  const gap = (age: number) => tell(makeStream({ missing: [[5, 5], [7, 8]], gapAt: now - age }))
  expect(gap(4 * minute).state).toBe('OK')
  expect(gap(6 * minute)).toMatchObject({ state: 'DEGRADED', since: now - 6 * minute, lastGoodAt: now - 6 * minute, reason: '跨网数据包缺 3 个（第 5、7—8 号），期间数据可能不全' })
  expect(gap(day + minute).state).toBe('OK')
})
