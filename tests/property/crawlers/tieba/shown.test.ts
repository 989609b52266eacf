import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readShown } from '../../../../crawlers/tieba/shown.ts'
import { instantOf } from '../../../../crawlers/times.ts'
import { minute } from '../../../../shared/clock.ts'

const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
const dayOfYear = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([m, d]) => `${m}-${d}`)
const month = fc.tuple(fc.integer({ min: 2003, max: 2040 }), fc.integer({ min: 1, max: 12 })).map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`)

test('whatever a list shows, no time lies more than ten minutes ahead, and one without a year or a day is always found', () => {
  fc.assert(fc.property(fc.oneof(clock, dayOfYear, month, fc.string()), fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2038, 0) }), (written, at) => {
    const { time, precision } = readShown(written, at)
    expect(time === null).toBe(precision === 'none')
    if (time !== null) expect(instantOf(time)).toBeLessThanOrEqual(at + 10 * minute)
    if (/^\d{2}:\d{2}$/.test(written)) expect(precision).toBe('minute')
    if (/^\d{1,2}-\d{1,2}$/.test(written)) expect(precision).toBe('day')
  }))
})
