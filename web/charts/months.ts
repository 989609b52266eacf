/** The months of a year beside those of the year before: counts as bars, rates as lines, both from nothing up; what is unknown is a gap. */
import { defineChart, smallText } from './define.ts'

export interface MonthSeries {
  /** 受理量. */
  name: string
  kind: 'count' | 'rate'
  /** 件, 条 or %. */
  unit: string
  year: number
  /** January first; rates 0–1; null = unknown, or still to come. */
  now: readonly (number | null)[]
  before: readonly (number | null)[]
  /** How many months have begun: of these an unknown one is said to be so. */
  begun: number
}

const known = (values: readonly (number | null)[]): boolean => values.some((value) => value !== null)

export const monthsChart = defineChart<MonthSeries>({
  name: 'months',
  describe: ({ name, unit, kind, year, now }) =>
    `${year}年各月${name}（${unit}）：${now.flatMap((value, index) => (value === null ? [] : [`${index + 1}月${kind === 'rate' ? (value * 100).toFixed(1) : value}`])).join('，') || '暂无'}`,
  option: ({ kind, year, now, before, begun }, style) => {
    const scale = (values: readonly (number | null)[]) => values.map((value) => (value === null || kind === 'count' ? value : Math.round(value * 1_000) / 10))
    const yearName = (at: number, values: readonly (number | null)[]): string => `${at}年${known(values) ? '' : '（暂无）'}`
    const series = (name: string, values: readonly (number | null)[], colour: string) => (kind === 'count'
      ? { name, type: 'bar', data: values, barMaxWidth: 2.4 * style.unit, barGap: '10%', itemStyle: { color: colour } }
      : {
          name, type: 'line', data: scale(values), connectNulls: false, symbol: 'circle', symbolSize: 0.9 * style.unit,
          lineStyle: { color: colour, width: 0.3 * style.unit }, itemStyle: { color: colour },
        })
    return {
      animation: !style.still,
      animationDuration: 400,
      grid: { left: 0.5 * style.unit, right: 1.5 * style.unit, top: 4.4 * style.unit, bottom: 0.5 * style.unit, containLabel: true },
      legend: { left: 0, top: 0, itemWidth: 1.8 * style.unit, itemHeight: 1.2 * style.unit, textStyle: smallText(style, style.palette.quiet), selectedMode: false },
      xAxis: {
        type: 'category',
        data: now.map((value, index) => (value === null && index < begun ? `${index + 1}月\n暂无` : `${index + 1}月`)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: style.palette.line } },
        axisLabel: { ...smallText(style, style.palette.quiet), interval: 'auto', lineHeight: 2.4 * style.unit },
      },
      yAxis: {
        type: 'value',
        min: 0,
        ...(kind === 'rate' ? { max: 100, interval: 25 } : { minInterval: 1 }),
        splitNumber: 4,
        axisLabel: { ...smallText(style, style.palette.quiet), ...(kind === 'rate' ? { formatter: '{value}%' } : {}) },
        splitLine: { lineStyle: { color: style.palette.line } },
      },
      series: [
        series(yearName(year - 1, before), before, style.palette.dataDim),
        series(yearName(year, now), now, style.palette.text),
      ],
    }
  },
})
