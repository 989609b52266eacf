import { expect, test } from 'vitest'
import { hour } from '../../../../shared/clock.ts'
import { periodOf } from '../../../../web/repeats/periods.ts'

/** 2026-11-22 20:00, a Sunday, Beijing time. */
const now = Date.UTC(2026, 10, 22, 12)

test('a week begins on the day that the office says', () => {
  expect(periodOf('week', now, 4)).toEqual({ from: '2026-11-20', to: '2026-11-22' })
  expect(periodOf('week', now, 0)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(periodOf('week', now, 6)).toEqual({ from: '2026-11-22', to: '2026-11-22' })
})

test('a month begins on its first, thirty days are thirty with today', () => {
  expect(periodOf('month', now, 4)).toEqual({ from: '2026-11-01', to: '2026-11-22' })
  expect(periodOf('days30', now, 4)).toEqual({ from: '2026-10-24', to: '2026-11-22' })
})

test('the day is that of Beijing, whatever the clock of the screen', () => {
  expect(periodOf('month', now + 4 * hour, 4).to).toBe('2026-11-23')
})
