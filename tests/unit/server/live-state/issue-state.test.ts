import { expect, test } from 'vitest'
import { day, hour } from '../../../../shared/clock.ts'
import { foundIssue, joinIssue, reviseIssue, type IssueState } from '../../../../server/live-state/issue-state.ts'
import { makeGrouped, makeOrder } from '../../../support/grouped.ts'

const t0 = Date.UTC(2026, 10, 1)
const founded = foundIssue(makeGrouped({ id: 1 }).identity, t0)
const join = (state: IssueState, given: Partial<ReturnType<typeof makeGrouped>>): IssueState => joinIssue(state, makeGrouped({ id: 1, ...given }), 30)

test('an issue is closed when its last open order is', () => {
  let state = join(founded, { publishedAt: t0, workOrder: makeOrder(null) })
  state = join(state, { publishedAt: t0 + hour, workOrder: makeOrder(null) })
  state = reviseIssue(state, makeOrder(null), makeOrder(t0 + day))
  expect(state.closedAt).toBeNull()
  state = reviseIssue(state, makeOrder(null), makeOrder(t0 + 2 * day))
  expect(state.closedAt).toBe(t0 + 2 * day)
})

test('a complaint after the closing is a rebound, once until the next closing', () => {
  const closed = reviseIssue(join(founded, { publishedAt: t0, workOrder: makeOrder(null) }), makeOrder(null), makeOrder(t0 + day))
  const again = join(join(closed, { publishedAt: t0 + 3 * day }), { publishedAt: t0 + 4 * day })
  expect(again).toMatchObject({ rebounds: 1, sinceClosed: 2, total: 3 })
})

test('a consultation, praise, a late record from before the closing, and a complaint after the pack\'s days are no rebound', () => {
  const closed = reviseIssue(join(founded, { publishedAt: t0, workOrder: makeOrder(null) }), makeOrder(null), makeOrder(t0 + day))
  const asked = makeGrouped({ id: 2, publishedAt: t0 + 2 * day })
  for (const purpose of ['咨询', '表扬', '建议'] as const) {
    expect(joinIssue(closed, { ...asked, enrichment: { ...asked.enrichment, purpose } }, 30).rebounds).toBe(0)
  }
  expect(join(closed, { publishedAt: t0 + hour }).rebounds).toBe(0)
  expect(join(closed, { publishedAt: t0 + 40 * day }).rebounds).toBe(0)
})

test('what is not counted changes no count', () => {
  const reply = makeGrouped({ id: 2, publishedAt: t0 + hour })
  const state = joinIssue(join(founded, { publishedAt: t0 }), { ...reply, enrichment: { ...reply.enrichment, counted: false } }, 30)
  expect(state).toMatchObject({ total: 1, lastAt: t0 })
})

test('the same event of an order counts its closing once', () => {
  const open = join(founded, { publishedAt: t0, workOrder: makeOrder(null) })
  const closed = reviseIssue(open, makeOrder(null), makeOrder(t0 + day))
  expect(reviseIssue(closed, makeOrder(t0 + day), makeOrder(t0 + day))).toEqual(closed)
})

test('a complaint that came with its own order closed is a rebound, but nothing since the closing', () => {
  const closed = reviseIssue(join(founded, { publishedAt: t0, workOrder: makeOrder(null) }), makeOrder(null), makeOrder(t0 + day))
  const imported = join(closed, { publishedAt: t0 + 3 * day, workOrder: makeOrder(t0 + 4 * day) })
  expect(imported).toMatchObject({ rebounds: 1, sinceClosed: 0, closings: 2 })
  expect(join(imported, { publishedAt: t0 + 5 * day })).toMatchObject({ rebounds: 2, sinceClosed: 1 })
})

test('hours of the day are kept apart by the last closing, where the source tells them', () => {
  const night = t0 + 15 * hour
  let state = join(founded, { publishedAt: night, workOrder: makeOrder(null) })
  state = join(state, { publishedAt: night + hour, precision: 'day' })
  state = reviseIssue(state, makeOrder(null), makeOrder(night + 2 * hour))
  state = join(state, { publishedAt: night + day })
  expect([state.hoursBefore, state.hoursSince]).toEqual([{ 23: 1 }, { 23: 1 }])
})

test('an open order that is returned or handed on is trouble until it is closed', () => {
  const order = makeOrder(null)
  let state = join(founded, { publishedAt: t0, workOrder: { ...order, unit: '城管局' } })
  expect(state.troubled).toEqual({})
  state = reviseIssue(state, { ...order, unit: '城管局' }, { ...order, unit: '住建局', returns: 1 })
  state = reviseIssue(state, { ...order, unit: '住建局' }, { ...order, unit: null, returns: 2 })
  state = reviseIssue(state, { ...order, unit: null }, { ...order, unit: '城管局', returns: 2 })
  expect(state.troubled).toEqual({ HZ1: { returns: 2, units: ['城管局', '住建局'] } })
  expect(reviseIssue(state, { ...order, unit: '城管局', returns: 2 }, makeOrder(t0 + day)).troubled).toEqual({})
})

test('an order that did not satisfy counts once, however often the record is sent', () => {
  const closed = makeOrder(t0 + day)
  let state = reviseIssue(join(founded, { publishedAt: t0, workOrder: makeOrder(null) }), makeOrder(null), closed)
  state = reviseIssue(state, closed, { ...closed, satisfied: false })
  state = reviseIssue(state, { ...closed, satisfied: false }, { ...closed, satisfied: false, result: '再次答复' })
  expect(state.dissatisfied).toEqual([t0 + day])
})
