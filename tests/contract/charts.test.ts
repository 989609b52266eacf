import { describe, expect, test } from 'vitest'
import { courseChart, figureBarsChart, hoursChart, mapChart, monthsChart, repeatsChart } from '../../web/charts/index.ts'
import * as all from '../../web/charts/index.ts'
import type { Chart } from '../../web/charts/define.ts'
import { darkPalette } from '../../web/ui/colours.ts'
import { fixtureSections, fixtureSnapshot, hostileTitle } from '../support/fixture-wall.ts'

const now = Date.UTC(2026, 10, 22, 12)
const sections = fixtureSections(now)
const style = { palette: darkPalette, unit: 10.8, still: true }
const map = { mapName: 'm', outline: fixtureSnapshot(now).district.outline, townships: sections.map, width: 767, height: 480 }
const nothing = Array<null>(24).fill(null)
const noMonths = Array<null>(12).fill(null)
const months = { name: '受理量', kind: 'count' as const, unit: '件', year: 2018, now: [3_200, null, 2_900, ...noMonths.slice(3)], before: [2_100, 2_200, ...noMonths.slice(2)], begun: 4 }
const figureBars = { name: '满意率', kind: 'rate' as const, bars: [{ name: '区城管局', value: 0.882, words: '88.2%（1,464/1,660件）' }, { name: '蒋坝镇', value: null, words: '不足30件' }] }

/** Each chart with ordinary data and with none. */
const cases: { [K in keyof typeof all]: { ordinary: unknown; empty: unknown } } = {
  hoursChart: { ordinary: sections.today.hours, empty: { registered: nothing, crawled: nothing } },
  courseChart: { ordinary: { hours: sections.trending[0]?.spark ?? [], until: now, low: 1, high: 5 }, empty: { hours: [], until: now, low: 0, high: 0 } },
  repeatsChart: { ordinary: { name: '重复诉求', bars: [{ name: '区城管局', registered: 12, crawled: 3 }, { name: '东双沟镇', registered: 0, crawled: 1 }] }, empty: { name: '反弹诉求', bars: [] } },
  monthsChart: { ordinary: months, empty: { ...months, now: noMonths, before: noMonths, begun: 0 } },
  figureBarsChart: { ordinary: figureBars, empty: { name: '受理量', kind: 'count', bars: [] } },
  mapChart: { ordinary: map, empty: { ...map, townships: [] } },
}

/** Every number and function-free text in an option, with where it stands. */
function leaves(value: unknown, at = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[at, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${at}.${key}`))
}

describe.each(Object.entries(all))('%s', (name, chart) => {
  const { ordinary, empty } = cases[name as keyof typeof cases]
  const anyChart = chart as Chart<unknown>

  test.each([['ordinary', ordinary], ['empty', empty]])('draws %s data without a number that is none', (_kind, data) => {
    const bad = leaves(anyChart.option(data, style)).filter(([, value]) => typeof value === 'number' && !Number.isFinite(value))
    expect(bad).toEqual([])
    expect(anyChart.describe(data)).not.toMatch(/NaN|undefined|null/)
  })

  test('has no text smaller than 1.9 % of the screen, and all of it grows with the screen', () => {
    const sizes = (unit: number) => leaves(anyChart.option(ordinary, { ...style, unit })).filter(([at]) => at.endsWith('fontSize')).map(([, size]) => size as number)
    const [hd, uhd] = [sizes(10.8), sizes(21.6)]
    expect(hd.length).toBeGreaterThan(0)
    expect(Math.min(...hd)).toBeGreaterThanOrEqual(1.9 * 10.8 - 1e-9)
    expect(uhd.map((size) => size / 2)).toEqual(hd)
  })
})

test('hours to come are gaps, not zeros', () => {
  const option = hoursChart.option({ registered: [3, 0, ...nothing.slice(2)], crawled: nothing }, style) as { series: { data: unknown[] }[] }
  expect(option.series[0]?.data.slice(0, 3)).toEqual([3, 0, null])
  expect(option.series[1]?.data.every((count) => count === null)).toBe(true)
})

test('the map gives a level both its colour and its shape', () => {
  const option = mapChart.option(map, style) as { series: { data: { name: string; symbol: string; itemStyle: { color: string } }[] }[] }
  const marks = option.series[0]?.data ?? []
  expect(marks.find(({ name }) => name === '高良涧街道')).toMatchObject({ symbol: 'triangle', itemStyle: { color: darkPalette.level.orange } })
  expect(marks.find(({ name }) => name === '蒋坝镇')).toMatchObject({ symbol: 'circle', itemStyle: { color: darkPalette.dataDim } })
})

test('a hostile name stays one label of text', () => {
  const hostile = { ...map, townships: [{ ...sections.map[0]!, name: hostileTitle }] }
  const option = mapChart.option({ ...hostile, width: 9_000 }, style) as { series: { data: { label: { formatter: string; rich?: unknown } }[] }[] }
  expect(option.series[0]?.data[0]?.label.formatter).toContain('<img')
  expect(option.series[0]?.data[0]?.label.rich).toBeUndefined()
})

test('the course opens the expected wedge to its full band at the end', () => {
  const option = courseChart.option({ hours: [1, 1, 2], until: now, low: 1, high: 4 }, style) as { series: { name: string; data: number[] }[] }
  expect(option.series.map(({ data }) => data.at(-1))).toEqual([1, 3, 4])
})

test('what was registered and what was crawled are bars beside one another, never one on the other', () => {
  const bars = [{ name: '区城管局', registered: 12, crawled: 3 }]
  const { series } = repeatsChart.option({ name: '重复诉求', bars }, style) as { series: { name: string; data: number[]; stack?: string }[] }
  expect(series.map(({ name, data, stack }) => [name, data, stack])).toEqual([['诉求（件）', [12], undefined], ['网帖（条）', [3], undefined]])
})

test('a month that is not known is a gap and says so, one to come says nothing', () => {
  const option = monthsChart.option(months, style) as { series: { name: string; data: unknown[] }[]; xAxis: { data: string[] } }
  expect(option.series.map(({ name, data }) => [name, ...data.slice(0, 3)])).toEqual([['2017年', 2_100, 2_200, null], ['2018年', 3_200, null, 2_900]])
  expect(option.xAxis.data.slice(0, 5)).toEqual(['1月', '2月\n暂无', '3月', '4月\n暂无', '5月'])
})

test('counts and rates are drawn from nothing up, rates to a hundred per cent', () => {
  for (const kind of ['count', 'rate'] as const) {
    expect(monthsChart.option({ ...months, kind }, style)).toMatchObject({ yAxis: { min: 0, ...(kind === 'rate' ? { max: 100 } : {}) } })
    expect(figureBarsChart.option({ ...figureBars, kind }, style)).toMatchObject({ xAxis: { min: 0, ...(kind === 'rate' ? { max: 1 } : {}) } })
  }
})

test('a figure that cannot be told has no bar, and its name says why', () => {
  const { series, yAxis } = figureBarsChart.option(figureBars, style) as { series: { data: unknown[] }[]; yAxis: { data: string[] } }
  expect(series[0]?.data).toEqual([{ value: 0.882, label: { formatter: '88.2%（1,464/1,660件）' } }, null])
  expect(yAxis.data).toEqual(['区城管局', '蒋坝镇（不足30件）'])
})
