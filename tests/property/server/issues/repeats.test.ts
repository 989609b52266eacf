import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from '../../../../shared/clock.ts'
import { closingsOf, findRebounds, findRepeats } from '../../../../server/issues/repeats.ts'

const terms = { repeatDays: 7, reboundDays: 5 }
const at = fc.integer({ min: 0, max: 40 }).map((half) => half * (day / 2))
const grievances = fc.array(fc.record({ at, reporter: fc.option(fc.constantFrom('a', 'b', 'c')), issue: fc.integer({ min: 1, max: 3 }) }), { maxLength: 30 })
  .map((rows) => rows.map((row, index) => ({ ...row, id: index + 1 })))
const orders = fc.array(fc.record({ issue: fc.integer({ min: 1, max: 3 }), openedAt: at, lasting: fc.option(fc.integer({ min: 0, max: 20 })) }), { maxLength: 12 })
  .map((rows) => rows.map(({ issue, openedAt, lasting }) => ({ issue, openedAt, closedAt: lasting === null ? null : openedAt + lasting * (day / 2) })))

test('a grievance repeats exactly when the same person told of the issue before, within the days', () => {
  fc.assert(fc.property(grievances, (told) => {
    const naive = told.filter((one) => one.reporter !== null && told.some((before) => before.reporter === one.reporter && before.issue === one.issue
      && (before.at < one.at || (before.at === one.at && before.id < one.id)) && one.at - before.at <= terms.repeatDays * day))
    expect([...findRepeats(told, terms)].toSorted((a, b) => a - b)).toEqual(naive.map(({ id }) => id))
  }))
})

test('an issue is closed exactly where an order ends and none is open', () => {
  fc.assert(fc.property(orders, (all) => {
    const one = all.filter(({ issue }) => issue === 1)
    const ends = one.flatMap(({ closedAt }) => (closedAt === null ? [] : [closedAt]))
    const naive = [...new Set(ends.filter((end) => !one.some(({ openedAt, closedAt }) => openedAt <= end && (closedAt === null || closedAt > end))))]
    expect(closingsOf(one)).toEqual(naive.toSorted((a, b) => a - b))
  }))
})

test('a grievance is a rebound exactly when its issue was closed within the days before it', () => {
  fc.assert(fc.property(grievances, orders, (told, all) => {
    const naive = told.filter((one) => closingsOf(all.filter(({ issue }) => issue === one.issue)).some((closed) => closed < one.at && one.at <= closed + terms.reboundDays * day))
    expect([...findRebounds(told, all, terms)]).toEqual(naive.map(({ id }) => id))
  }))
})
