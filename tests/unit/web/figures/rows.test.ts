import { expect, test } from 'vitest'
import type { Figure, FigureReport, FigureRow } from '../../../../shared/figures.ts'
import { barsOf, leftWords, monthsOf } from '../../../../web/figures/drawn.ts'
import { inFamilies } from '../../../../web/figures/families.ts'
import { groupsOf, ordinary } from '../../../../web/figures/rows.ts'
import { fixtureIndicators, fixtureReport } from '../../../support/fixture-figures.ts'

const none: Figure = { count: null, of: null, rate: null, interval: null, rest: 'none', yearBefore: null, before: null, stated: null }
const row = (key: string | null, peers: string | null, received: number | null, satisfied: number | null): FigureRow =>
  ({ key, name: key ?? '未知', peers, figures: { received: { ...none, count: received }, satisfied: { ...none, count: 1, of: 40, rate: satisfied } } })
const report = (by: FigureReport['by'], rows: FigureRow[]): FigureReport => ({ ...fixtureReport('2018', null, 0), by, rows })
const names = (groups: ReturnType<typeof groupsOf>) => groups.map(({ peers, rows }) => [peers, rows.map(({ name }) => name)])
const indicatorOf = (id: string) => fixtureIndicators.find((each) => each.id === id)!

const units = report('unit', [row('局', '部门', 5, 0.5), row(null, null, 99, null), row('街道', '镇街', 9, 0.7), row('镇', '镇街', 30, 0.6), row('水厂', '公用', 2, null), row('新镇', '镇街', null, 0.9)])

test('units stand with their peers by what came in, the unknown last; nothing is ranked by a rate of itself', () => {
  expect(names(groupsOf(units, ordinary))).toEqual([['镇街', ['镇', '街道', '新镇']], ['部门', ['局']], ['公用', ['水厂']], [null, ['未知']]])
})

test('sorted by a rate, units keep to their peers, and those without one stand last either way', () => {
  expect(names(groupsOf(units, { indicator: 'satisfied', down: false }))[0]).toEqual(['镇街', ['镇', '街道', '新镇']])
  const channels = report('channel', [row('a', null, 1, null), row('b', null, 2, 0.3), row('c', null, 3, 0.9)])
  expect(names(groupsOf(channels, { indicator: 'satisfied', down: true }))).toEqual([[null, ['c', 'b', 'a']]])
  expect(names(groupsOf(channels, { indicator: 'satisfied', down: false }))).toEqual([[null, ['b', 'c', 'a']]])
})

test('months keep their order whatever is sorted by', () => {
  expect(names(groupsOf(report('month', [row('2018-01', null, 1, null), row('2018-02', null, 9, null)]), ordinary))).toEqual([[null, ['2018-01', '2018-02']]])
})

test('bars of a rate are of one kind of units and stand by what came in', () => {
  expect(barsOf(units, indicatorOf('satisfied'), '镇街').drawn.bars).toEqual([
    { name: '镇', value: 0.6, words: '60.0%（1/40件）' }, { name: '街道', value: 0.7, words: '70.0%（1/40件）' }, { name: '新镇', value: 0.9, words: '90.0%（1/40件）' },
  ])
})

test('bars of a count are of all units; the unknown has none and is named', () => {
  const { drawn, left } = barsOf(units, indicatorOf('received'), null)
  expect(drawn.bars.map(({ name }) => name)).toEqual(['未知', '镇', '街道', '局', '水厂'])
  expect(drawn.bars[1]).toEqual({ name: '镇', value: 30, words: '30件' })
  expect(left).toEqual(['新镇 暂无'])
  expect([leftWords([]), leftWords(left), leftWords(['a', 'b', 'c', 'd'])]).toEqual(['', '未画：新镇 暂无。', '另有 4 项暂无或不足30件，未画。'])
})

test('a year has twelve months, unknown ones are gaps, and those to come have not begun', () => {
  const months = report('month', [{ ...row('2018-02', null, 7, null), figures: { received: { ...none, count: 7, yearBefore: { was: 8, change: -0.125, rest: 'totals', doubt: null } } } }])
  const { now, before, begun } = monthsOf({ ...months, asOf: Date.UTC(2018, 2, 5) }, indicatorOf('received'))
  expect(now).toEqual([null, 7, ...Array<null>(10).fill(null)])
  expect(before.slice(0, 3)).toEqual([null, 8, null])
  expect(begun).toBe(3)
  expect(monthsOf({ ...months, asOf: Date.UTC(2026, 2, 5) }, indicatorOf('received')).begun).toBe(12)
})

test('every indicator stands in one family, and one that the page does not know is not lost', () => {
  const strange = { ...indicatorOf('received'), id: 'strange' }
  const families = inFamilies([...fixtureIndicators, strange])
  expect(families.map(({ name }) => name)).toEqual(['受理', '办理', '回访', '重复集中反弹', '其他'])
  expect(families.flatMap(({ indicators }) => indicators).map(({ id }) => id).toSorted()).toEqual([...fixtureIndicators, strange].map(({ id }) => id).toSorted())
})
