/** One indicator by channel, unit …: bars from nothing up with their figure in words; what is unknown has no bar and says so. */
import { defineChart, smallText } from './define.ts'

export interface FigureBars {
  /** 受理量. */
  name: string
  kind: 'count' | 'rate'
  /** `value`: count, or rate 0–1, null = no bar; `words`: 1,234件, 88.2%（1,464/1,660件）, 暂无, 不足30件. */
  bars: readonly { name: string; value: number | null; words: string }[]
}

export const figureBarsChart = defineChart<FigureBars>({
  name: 'figure-bars',
  describe: ({ name, bars }) => `${name}：${bars.map((bar) => `${bar.name} ${bar.words}`).join('，') || '暂无'}`,
  option: ({ kind, bars }, style) => {
    const longest = Math.max(0, ...bars.map(({ value, words }) => (value === null ? 0 : words.length)))
    return {
      animation: !style.still,
      animationDuration: 400,
      // The figure stands to the right of its bar: digits are about half as wide as they are high.
      grid: { left: 0.5 * style.unit, right: (2 + longest * 1.25) * style.unit, top: 0.5 * style.unit, bottom: 0.5 * style.unit, containLabel: true },
      xAxis: { type: 'value', show: false, min: 0, ...(kind === 'rate' ? { max: 1 } : {}) },
      yAxis: {
        type: 'category',
        inverse: true,
        // Where there is no bar, the name says why.
        data: bars.map(({ name, value, words }) => (value === null ? `${name}（${words}）` : name)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: style.palette.line } },
        axisLabel: { ...smallText(style, style.palette.text), width: 17 * style.unit, overflow: 'break', interval: 0 },
      },
      series: [
        {
          type: 'bar',
          data: bars.map(({ value, words }) => (value === null ? null : { value, label: { formatter: words } })),
          barMaxWidth: 2.2 * style.unit,
          barCategoryGap: '35%',
          itemStyle: { color: style.palette.data },
          label: { show: true, position: 'right', ...smallText(style, style.palette.text) },
        },
      ],
    }
  },
})
