/** Counts by hour of today: registered requests as bars, crawled postings as a line; hours to come are left empty. */
import { defineChart, smallText } from './define.ts'
import type { TodaySection } from '../../shared/wall.ts'

const sum = (counts: readonly (number | null)[]): number => counts.reduce<number>((total, count) => total + (count ?? 0), 0)

export const hoursChart = defineChart<TodaySection['hours']>({
  name: 'hours',
  describe: ({ registered, crawled }) => `今日各时段：诉求 ${sum(registered)} 件，网帖 ${sum(crawled)} 条`,
  option: ({ registered, crawled }, style) => ({
    animation: !style.still,
    animationDuration: 400,
    grid: { left: 0, right: 0.4 * style.unit, top: 3.4 * style.unit, bottom: 2.9 * style.unit },
    legend: {
      // Fonts differ in width between machines; a hair of room keeps the last word whole.
      right: style.unit,
      top: 0,
      itemWidth: 1.8 * style.unit,
      itemHeight: 1.2 * style.unit,
      itemGap: 1.6 * style.unit,
      textStyle: smallText(style, style.palette.quiet),
      selectedMode: false,
    },
    xAxis: {
      type: 'category',
      data: Array.from({ length: 24 }, (_, hour) => `${hour}时`),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: style.palette.line } },
      axisLabel: { ...smallText(style, style.palette.quiet), interval: (index: number) => index % 6 === 0, margin: 0.7 * style.unit },
    },
    yAxis: { type: 'value', show: false, minInterval: 1 },
    series: [
      { name: '诉求（件）', type: 'bar', data: registered, barCategoryGap: '28%', itemStyle: { color: style.palette.dataDim } },
      {
        name: '网帖（条）',
        type: 'line',
        data: crawled,
        symbol: 'none',
        connectNulls: false,
        lineStyle: { color: style.palette.text, width: 0.28 * style.unit },
        itemStyle: { color: style.palette.text },
      },
    ],
  }),
})
