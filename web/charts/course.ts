/** The course of one issue over 24 hours: postings by the hour, and their running total against the band that one expects. */
import { hour, hourOfDay } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import { defineChart, smallText } from './define.ts'

export interface Course {
  /** Counts by hour, oldest first; the last hour is the one that holds `until`. */
  hours: readonly number[]
  until: Instant
  low: number
  high: number
}

export const courseChart = defineChart<Course>({
  name: 'course',
  describe: ({ hours }) => `近24小时反映 ${hours.reduce((sum, count) => sum + count, 0)} 次`,
  option: ({ hours, until, low, high }, style) => {
    const totals = hours.reduce<number[]>((sums, count) => [...sums, (sums.at(-1) ?? 0) + count], [])
    const wedge = (limit: number) => hours.map((_, index) => (limit * (index + 1)) / hours.length)
    const upper = wedge(high)
    const lower = wedge(Math.min(low, high))
    return {
      animation: !style.still,
      animationDuration: 400,
      grid: { left: 4.4 * style.unit, right: 1.2 * style.unit, top: 4.2 * style.unit, bottom: 3.4 * style.unit },
      legend: {
        right: 0,
        top: 0,
        data: ['累计反映（次）', '预计范围'],
        itemWidth: 2 * style.unit,
        itemHeight: 1.2 * style.unit,
        textStyle: smallText(style, style.palette.quiet),
        selectedMode: false,
      },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: hours.map((_, index) => `${hourOfDay(until - (hours.length - 1 - index) * hour)}时`),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: style.palette.line } },
        axisLabel: { ...smallText(style, style.palette.quiet), interval: (index: number) => index % 4 === 3 },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 3,
        axisLabel: smallText(style, style.palette.quiet),
        splitLine: { lineStyle: { color: style.palette.line } },
      },
      series: [
        { name: '预计下限', type: 'line', stack: 'band', data: lower, symbol: 'none', lineStyle: { opacity: 0 }, silent: true },
        {
          name: '预计范围',
          type: 'line',
          stack: 'band',
          data: upper.map((value, index) => value - (lower[index] ?? 0)),
          symbol: 'none',
          lineStyle: { opacity: 0 },
          itemStyle: { color: style.palette.band },
          areaStyle: { color: style.palette.band, opacity: 1 },
          silent: true,
        },
        {
          name: '累计反映（次）',
          type: 'line',
          data: totals,
          symbol: 'none',
          lineStyle: { color: style.palette.text, width: 0.4 * style.unit },
          itemStyle: { color: style.palette.text },
        },
      ],
    }
  },
})
