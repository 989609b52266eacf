import { expect, test } from 'vitest'
import { advance, noTakeovers, queueTakeovers, takeoverLength, takesCentre } from '../../../../web/state/takeover.ts'
import { alertOf } from '../../../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)
const red = (id: number) => alertOf(id, now, { id, level: 'red' })
const popUp = (id: number) => alertOf(id, now, { id, level: 'yellow', popUp: true })

test('confirmed red and pop-up alerts take the centre; a red that waits for a person does not', () => {
  expect(takesCentre(red(1))).toBe(true)
  expect(takesCentre(popUp(1))).toBe(true)
  expect(takesCentre(alertOf(1, now, { level: 'orange' }))).toBe(false)
  expect(takesCentre(alertOf(1, now, { level: 'red', proposedRed: true }))).toBe(false)
})

test('an alert holds the centre for thirty seconds, then the next one has it, the highest first', () => {
  const both = queueTakeovers(queueTakeovers(noTakeovers, [popUp(1)], now), [popUp(2), red(3)], now + 1_000)
  expect(both.current?.alert.id).toBe(1)
  expect(advance(both, now + takeoverLength - 1)).toBe(both)
  const second = advance(both, now + takeoverLength)
  expect(second.current?.alert.id).toBe(3)
  expect(advance(second, now + 2 * takeoverLength).current?.alert.id).toBe(2)
  expect(advance(advance(second, now + 2 * takeoverLength), now + 3 * takeoverLength)).toEqual(noTakeovers)
})

test('an alert that rises while it is shown is brought up to date, not shown again', () => {
  const shown = queueTakeovers(noTakeovers, [popUp(1)], now)
  const risen = queueTakeovers(shown, [{ ...popUp(1), sentence: '又有两人反映' }], now + 5_000)
  expect(risen.queue).toEqual([])
  expect(risen.current).toMatchObject({ alert: { sentence: '又有两人反映' }, until: now + takeoverLength })
})

test('a night of many alarms does not take the wall away for long', () => {
  const many = queueTakeovers(noTakeovers, Array.from({ length: 40 }, (_, id) => popUp(id)), now)
  expect(many.queue.length).toBeLessThanOrEqual(4)
})
