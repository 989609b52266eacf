import { expect, test } from 'vitest'
import { Bars } from '../../../../server/issues/bars.ts'

const side = (founder: number, issue = founder) => ({ founder, issue })

test('a bar stands both ways, and saying it again changes nothing', () => {
  const bars = new Bars()
  bars.add(side(1), side(2))
  bars.add(side(2), side(1))
  expect([...bars.of(1)]).toEqual([2])
  expect([...bars.of(2)]).toEqual([1])
  expect([...bars.of(3)]).toEqual([])
})

test('a bar goes along when an issue is merged, and falls when a person brings both sides together', () => {
  const bars = new Bars()
  bars.add(side(1), side(2))
  bars.move(2, 7)
  expect([...bars.of(7)]).toEqual([1])
  expect([...bars.of(2)]).toEqual([])
  bars.move(1, 7)
  expect([...bars.of(7)]).toEqual([])
  bars.move(1, 1)
  expect([...bars.of(1)]).toEqual([7])
})

test('where a founder has gone is not forgotten when a replay tells of the bar again', () => {
  const bars = new Bars()
  bars.add(side(1, 9), side(2))
  bars.add(side(1), side(2))
  expect([...bars.of(2)]).toEqual([9])
})

test('a posting that no bar knows moves none', () => {
  const bars = new Bars()
  bars.add(side(1), side(2))
  bars.move(5, 6)
  expect([...bars.of(1)]).toEqual([2])
})
