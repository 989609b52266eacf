import { expect, test } from 'vitest'
import { day, hour } from '../../../../shared/clock.ts'
import { exampleOf, lastDay, tokenState, usualEnd } from '../../../../web/tokens/words.ts'

/** 2026-11-22 20:00, Beijing time. */
const now = Date.UTC(2026, 10, 22, 12)

test('a token is good for ninety days unless somebody says otherwise, by the calendar of Beijing', () => {
  expect(usualEnd(now)).toBe('2027-02-20')
  expect(usualEnd(now + 4 * hour)).toBe('2027-02-21')
})

test('one that ends at midnight is good through the day before', () => {
  expect(lastDay({ endsAt: Date.parse('2027-02-21T00:00:00+08:00') })).toBe('2027-02-20')
})

test('its state warns a fortnight ahead, and revoking outweighs all', () => {
  const state = (endsAt: number, revokedAt: number | null = null) => tokenState({ endsAt, revokedAt }, now)
  expect([state(now + 15 * day), state(now + 14 * day), state(now), state(now + 15 * day, now - 1)]).toEqual(['good', 'soon', 'ended', 'revoked'])
})

test('the example can be pasted into a shell: a batch to the channel that it may write, or the figures of the month', () => {
  const write = exampleOf('https://duty.example', 'tinghu_x', { scopes: ['orders:write'], channels: ['water'] }, now)
  const body = JSON.parse(/-d '([^']+)'/.exec(write)![1]!) as { channel: string; orders: { orderNumber: string }[] }
  expect(body).toMatchObject({ channel: 'water', orders: [{ orderNumber: 'TEST-0001', time: '2026-11-22 09:30:00' }] })
  expect(write).toContain("'https://duty.example/api/work-orders'")
  expect(exampleOf('https://duty.example', 'tinghu_x', { scopes: ['figures:read'], channels: null }, now))
    .toBe("curl -H 'Authorization: Bearer tinghu_x' 'https://duty.example/api/figures?period=2026-11'")
})
