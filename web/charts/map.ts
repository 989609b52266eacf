/**
 * The district: its outline, and each township's seat as a mark whose area is the count of 24 hours.
 *
 * The level of the highest open alert gives a mark its colour and its shape. Seats in town lie close together, so labels are
 * placed by `placeLabels`: for each, the busiest first, the first of eight places around the mark, then of eight further
 * ones joined to it by a thin line, where it covers no other label, no mark and no edge. Where it fails: with very many seats in one spot a label is left out; its count then stands in
 * the list of townships only.
 */
import { levelNames } from '../../shared/alert.ts'
import type { Level } from '../../shared/alert.ts'
import type { TownshipCount } from '../../shared/wall.ts'
import { figure } from '../ui/words.ts'
import { defineChart, smallText } from './define.ts'
import type { ChartStyle } from './define.ts'
import { boundsOf, fitBounds, placeLabels } from './place-labels.ts'

export interface DistrictMap {
  /** Name under which the outline is registered with ECharts. */
  mapName: string
  outline: readonly (readonly [number, number][])[]
  townships: readonly TownshipCount[]
  /** Size of the place where it is drawn, in pixels. */
  width: number
  height: number
}

const symbols: Record<Level, string> = { red: 'diamond', orange: 'triangle', yellow: 'rect', blue: 'circle' }

/** The outline as GeoJSON for `registerMap`. */
export function outlineGeoJson(name: string, outline: readonly (readonly [number, number][])[]) {
  return {
    type: 'FeatureCollection' as const,
    features: [
      {
        type: 'Feature' as const,
        properties: { name },
        geometry: { type: 'MultiPolygon' as const, coordinates: outline.map((ring) => [ring.map(([lng, lat]) => [lng, lat])]) },
      },
    ],
  }
}

/** Diameter of a mark in pixels: its area grows with the count, and the least is still seen from five metres. */
export function markSize(count: number, most: number, unit: number): number {
  if (count <= 0) return 1.4 * unit
  return (1.8 + 2.8 * Math.sqrt(count / Math.max(most, 1))) * unit
}

export const mapChart = defineChart<DistrictMap>({
  name: 'map',
  describe: ({ townships }) =>
    townships.map(({ name, count24h, level }) => `${name}${count24h}次${level === null ? '' : `（${levelNames[level].name}预警）`}`).join('，'),
  option: (data, style) => ({
    animation: !style.still,
    animationDuration: 400,
    geo: {
      map: data.mapName,
      silent: true,
      roam: false,
      ...frame(data, style),
      itemStyle: { areaColor: style.palette.raised, borderColor: style.palette.dataDim, borderWidth: 0.2 * style.unit },
      label: { show: false },
    },
    graphic: { elements: leaders(data, style) },
    series: [
      {
        type: 'scatter',
        coordinateSystem: 'geo',
        silent: true,
        data: marks(data, style),
      },
    ],
  }),
})

/** The outline is set into the place with room for labels, undistorted at this latitude. */
function frame({ outline, width, height }: DistrictMap, style: ChartStyle) {
  const box = fitBounds(boundsOf(outline), width, height, 2.4 * style.unit)
  return { left: box.left, top: box.top, width: box.width, height: box.height, aspectScale: box.aspectScale }
}

/** Where each township's mark and label stand, in pixels, the busiest first. */
function place(data: DistrictMap, style: ChartStyle) {
  const most = Math.max(1, ...data.townships.map(({ count24h }) => count24h))
  const box = fitBounds(boundsOf(data.outline), data.width, data.height, 2.4 * style.unit)
  const fontSize = 2.1 * style.unit
  const drawn = data.townships
    .toSorted((a, b) => b.count24h - a.count24h)
    .map((township) => {
      const [x, y] = box.project(township.seat)
      return { township, x, y, size: markSize(township.count24h, most, style.unit), text: labelText(township), fontSize }
    })
  const labels = placeLabels(drawn, { width: data.width, height: data.height })
  return drawn.map((mark, index) => ({ ...mark, label: labels[index] ?? null }))
}

function leaders(data: DistrictMap, style: ChartStyle) {
  return place(data, style).flatMap(({ township, x, y, label }) => {
    if (label === null || !label.far) return []
    const to = { x: Math.min(Math.max(x, label.left), label.right), y: Math.min(Math.max(y, label.top), label.bottom) }
    return [
      {
        type: 'line',
        id: township.township,
        // Over the outline, under the marks.
        z: 1,
        silent: true,
        shape: { x1: x, y1: y, x2: to.x, y2: to.y },
        style: { stroke: style.palette.data, lineWidth: 0.2 * style.unit },
      },
    ]
  })
}

function marks(data: DistrictMap, style: ChartStyle) {
  return place(data, style).map(({ township, size, text, fontSize, label }) => {
    const { level } = township
    return {
      name: township.name,
      value: [...township.seat, township.count24h],
      symbol: level === null ? 'circle' : symbols[level],
      symbolSize: size,
      itemStyle: {
        color: level === null ? style.palette.dataDim : style.palette.level[level],
        borderColor: style.palette.ground,
        borderWidth: 0.2 * style.unit,
        opacity: 1,
      },
      label: {
        show: label !== null,
        ...smallText(style, style.palette.text),
        fontSize,
        formatter: text,
        position: label === null ? 'inside' : label.offset,
        align: 'left',
        verticalAlign: 'top',
        textBorderColor: style.palette.ground,
        textBorderWidth: 0.35 * style.unit,
      },
    }
  })
}

const labelText = ({ name, count24h }: TownshipCount): string => `${name} ${figure(count24h)}`
