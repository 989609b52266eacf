/** What a chart is: a name, what it says in words to those who cannot see it, and a pure function from data to an ECharts option. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Palette } from '../ui/colours.ts'

export interface ChartStyle {
  palette: Palette
  /** Pixels of one per cent of the screen's height: every size in a chart is a multiple of it, so 4K is the same picture. */
  unit: number
  /** True when the reader asked for less motion. */
  still: boolean
}

export interface Chart<Data> {
  name: string
  /** One Chinese sentence for assistive technology. */
  describe: (data: Data) => string
  option: (data: Data, style: ChartStyle) => EChartsCoreOption
}

/** Type-checks a chart; data that is unknown must come out as a gap, never as 0. */
export const defineChart = <Data>(chart: Chart<Data>): Chart<Data> => chart

export const chartFont = "'Noto Sans SC Variable', 'Noto Sans CJK SC', sans-serif"

/** Text of the least size that may be on a wall: 1.9 % of the screen's height. */
export const smallText = (style: ChartStyle, colour: string) => ({ fontFamily: chartFont, fontSize: 1.9 * style.unit, color: colour })
