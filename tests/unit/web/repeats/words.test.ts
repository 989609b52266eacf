import { expect, test } from 'vitest'
import type { RepeatFigure, RepeatRow } from '../../../../shared/repeat.ts'
import { inOrder, peopleOf, rateWords, tallyWords } from '../../../../web/repeats/words.ts'

const figureOf = (registered: number, crawled: number, people: number | null = null): RepeatFigure => ({
  count: { registered, crawled }, of: { registered: 1_480, crawled: 12 }, rate: { registered: registered / 1_480, crawled: null }, issues: 1, people,
})
const row = (key: string | null, registered: number, crawled: number): RepeatRow =>
  ({ key, name: key ?? '未知', repeat: figureOf(registered, crawled), concentrated: figureOf(0, 0), rebound: figureOf(0, 0) })

test('a share names what it is a share of, and none is made up of a handful', () => {
  expect(tallyWords(figureOf(37, 3), 'registered')).toBe('占1,480件的 2.5%')
  expect(tallyWords(figureOf(37, 3), 'crawled')).toBe('12条中，量少不算比例')
  expect(rateWords(null)).toBe('–')
})

test('people under three are never counted; where nothing came back there is nobody', () => {
  expect([figureOf(4, 1), figureOf(4, 1, 5), figureOf(0, 0)].map(peopleOf)).toEqual(['少于3人', '5人', '无'])
})

test('rows stand by what was registered, then by what was crawled; months as the calendar has them', () => {
  expect(inOrder([row('a', 1, 9), row('b', 5, 0), row(null, 1, 10)], 'repeat', 'unit').map(({ key }) => key)).toEqual(['b', null, 'a'])
  expect(inOrder([row('2026-11', 1, 0), row('2026-09', 0, 0), row('2026-10', 7, 0)], 'repeat', 'month').map(({ key }) => key)).toEqual(['2026-09', '2026-10', '2026-11'])
})
