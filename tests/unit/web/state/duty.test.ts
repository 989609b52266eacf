import { describe, expect, test } from 'vitest'
import { minute } from '../../../../shared/clock.ts'
import { inDutyOrder, mergeAlerts } from '../../../../web/state/duty.ts'
import { alertOf } from '../../../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)

test('the duty list stands by level, and within a level the newest first', () => {
  const blue = alertOf(0, now, { id: 1, level: 'blue', raisedAt: now })
  const olderRed = alertOf(0, now, { id: 2, level: 'red', raisedAt: now - 5 * minute })
  const newerRed = alertOf(0, now, { id: 3, level: 'red', raisedAt: now - minute })
  expect(inDutyOrder([blue, olderRed, newerRed]).map(({ id }) => id)).toEqual([3, 2, 1])
})

describe('what the live feed tells', () => {
  const known = { ...alertOf(0, now, { id: 1, updatedAt: now }), dueAt: now + 30 * minute }

  test('brings an alert up to date and keeps its time limit, which the feed does not know', () => {
    expect(mergeAlerts([known], [alertOf(0, now, { id: 1, state: 'assessed', updatedAt: now + 1 })])).toMatchObject([{ state: 'assessed', dueAt: known.dueAt }])
  })

  test('does not take an alert back to an older state', () => {
    expect(mergeAlerts([{ ...known, state: 'assessed' }], [alertOf(0, now, { id: 1, state: 'received', updatedAt: now - 1 })])).toMatchObject([{ state: 'assessed' }])
  })

  test('adds what is new and lets go of what is settled, though the feed holds only the newest twenty', () => {
    const told = [alertOf(0, now, { id: 2 }), alertOf(0, now, { id: 1, state: 'dismissed', updatedAt: now + 1 })]
    expect(mergeAlerts([known, alertOf(0, now, { id: 3 })], told).map(({ id }) => id).toSorted()).toEqual([2, 3])
  })
})
