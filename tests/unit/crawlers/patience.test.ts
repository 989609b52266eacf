import { expect, test } from 'vitest'
import { openPatience } from '../../../crawlers/patience.ts'

test('five failures in a row break a visit off, a good page between them begins the row anew', () => {
  const patience = openPatience(false)
  for (let n = 0; n < 4; n++) patience.note('server-error', 1)
  patience.note('ok', 1)
  for (let n = 0; n < 4; n++) patience.note('incomplete', 1)
  expect(patience.spent()).toBe(false)
  patience.note('server-error', 1)
  expect(patience.spent()).toBe(true)
})

test('a site that is silent from the beginning is waited for once; one that has answered may be slow now and then', () => {
  const silent = openPatience(false)
  silent.note('server-error', 8_000)
  expect(silent.spent()).toBe(true)
  const slow = openPatience(false)
  slow.note('ok', 100)
  slow.note('server-error', 8_000)
  expect(slow.spent()).toBe(false)
})

test('after a pause one request probes: anything but a good page ends the visit, a good one ends the probing', () => {
  for (const state of ['blocked', 'gone', 'login-required'] as const) {
    const patience = openPatience(true)
    expect(patience.probing()).toBe(true)
    patience.note(state, 1)
    expect([state, patience.spent()]).toEqual([state, true])
  }
  const patience = openPatience(true)
  patience.note('not-modified', 1)
  patience.note('gone', 1)
  expect([patience.probing(), patience.spent()]).toEqual([false, false])
})
