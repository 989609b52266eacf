/** One figure of what comes back, by unit, category, place …: registered and crawled side by side, since they are never summed. */
import { defineChart, smallText } from './define.ts'

export interface RepeatBars {
  /** 重复诉求, 集中诉求 or 反弹诉求. */
  name: string
  bars: readonly { name: string; registered: number; crawled: number }[]
}

export const repeatsChart = defineChart<RepeatBars>({
  name: 'repeats',
  describe: ({ name, bars }) => `${name}：${bars.map((bar) => `${bar.name} ${bar.registered}件、${bar.crawled}条`).join('，') || '没有'}`,
  option: ({ bars }, style) => {
    const series = (name: string, data: number[], colour: string) => ({
      name,
      type: 'bar',
      data,
      barMaxWidth: 2 * style.unit,
      barCategoryGap: '30%',
      itemStyle: { color: colour },
      label: { show: true, position: 'right', ...smallText(style, style.palette.text) },
    })
    return {
      animation: !style.still,
      animationDuration: 400,
      grid: { left: 0.5 * style.unit, right: 6 * style.unit, top: 4 * style.unit, bottom: 0.5 * style.unit, containLabel: true },
      legend: { left: 0, top: 0, itemWidth: 1.8 * style.unit, itemHeight: 1.2 * style.unit, textStyle: smallText(style, style.palette.quiet), selectedMode: false },
      xAxis: { type: 'value', show: false, minInterval: 1 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: style.palette.line } },
        axisLabel: { ...smallText(style, style.palette.text), width: 16 * style.unit, overflow: 'break', interval: 0 },
      },
      series: [
        series('诉求（件）', bars.map(({ registered }) => registered), style.palette.data),
        series('网帖（条）', bars.map(({ crawled }) => crawled), style.palette.dataDim),
      ],
    }
  },
})
