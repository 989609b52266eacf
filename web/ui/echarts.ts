/** The parts of ECharts that the screens use, and no more. */
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GeoComponent, GraphicComponent, GridComponent, LegendComponent } from 'echarts/components'
import { init as start, registerMap, use } from 'echarts/core'
import type { EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, ScatterChart, GeoComponent, GraphicComponent, GridComponent, LegendComponent, SVGRenderer])

export const init = (host: HTMLElement): EChartsType => start(host, null, { renderer: 'svg' })

export { registerMap }
export type { EChartsType }
