import { describe, expect, test } from 'vitest'
import { day, hour } from '../../../../shared/clock.ts'
import { closingsOf, findConcentrated, findRebounds, findRepeats } from '../../../../server/issues/repeats.ts'

const terms = { repeatDays: 30, reboundDays: 30 }
const told = (id: number, at: number, reporter: string | null, issue = 1) => ({ id, at, reporter, issue })
const order = (openedAt: number, closedAt: number | null, issue = 1) => ({ issue, openedAt, closedAt })

describe('重复诉求', () => {
  test('the same person on the same issue within the days repeats; the first telling does not', () => {
    expect([...findRepeats([told(1, 0, 'a'), told(2, day, 'b'), told(3, 30 * day, 'a')], terms)]).toEqual([3])
  })

  test('after the days, on another issue, or from nobody knows whom it is no repeat', () => {
    expect(findRepeats([told(1, 0, 'a'), told(2, 30 * day + 1, 'a'), told(3, day, 'a', 2), told(4, 2 * day, null), told(5, 3 * day, null)], terms).size).toBe(0)
  })

  test('each telling is held against the one before it, not against the first', () => {
    expect([...findRepeats([told(1, 0, 'a'), told(2, 29 * day, 'a'), told(3, 58 * day, 'a')], terms)]).toEqual([2, 3])
  })
})

describe('集中诉求', () => {
  test('three people make it, one person three times does not', () => {
    expect([...findConcentrated([told(1, 0, 'a'), told(2, 0, 'b'), told(3, 0, 'c'), told(4, 0, 'x', 2), told(5, 0, 'x', 2), told(6, 0, 'x', 2)])]).toEqual([1])
  })

  test('who left no trace counts as one each', () => {
    expect([...findConcentrated([told(1, 0, null), told(2, 0, null), told(3, 0, 'c')])]).toEqual([1])
  })
})

describe('反弹诉求', () => {
  test('an issue is closed when the last of its open orders is', () => {
    expect(closingsOf([order(0, 2 * hour), order(hour, 5 * hour), order(9 * hour, 10 * hour)])).toEqual([5 * hour, 10 * hour])
    expect(closingsOf([order(0, 2 * hour), order(hour, null)])).toEqual([])
    expect(closingsOf([])).toEqual([])
  })

  test('a closing that is dated before its order was opened closes it at once', () => {
    expect(closingsOf([order(5 * hour, 2 * hour)])).toEqual([5 * hour])
  })

  test('what comes after the closing within the days is a rebound, whoever tells it', () => {
    const orders = [order(0, day)]
    expect([...findRebounds([told(1, 0, 'a'), told(2, day, 'a'), told(3, day + 1, 'b'), told(4, 31 * day, null), told(5, 31 * day + 1, 'c'), told(6, 2 * day, 'a', 2)], orders, terms)])
      .toEqual([3, 4])
  })
})
