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
