/** Geometry of the map: how an outline fits into a place, and where labels stand without covering one another. */

export interface Bounds {
  west: number
  east: number
  south: number
  north: number
}

export interface Fitted {
  left: number
  top: number
  width: number
  height: number
  /** Width of a degree of longitude over that of a degree of latitude, here. */
  aspectScale: number
  project: (lngLat: readonly [number, number]) => [x: number, y: number]
}

export interface LabelledMark {
  x: number
  y: number
  /** Diameter of the mark. */
  size: number
  text: string
  fontSize: number
}

/** `offset`: from the mark's upper left corner to the label's, as ECharts wants it. */
export interface PlacedLabel {
  left: number
  top: number
  right: number
  bottom: number
  offset: [number, number]
  /** True where the label stands so far from its mark that a line must join them. */
  far: boolean
}

type Box = Pick<PlacedLabel, 'left' | 'top' | 'right' | 'bottom'>

export function boundsOf(rings: readonly (readonly (readonly [number, number])[])[]): Bounds {
  const points = rings.flat()
  const longitudes = points.map(([lng]) => lng)
  const latitudes = points.map(([, lat]) => lat)
  return { west: Math.min(...longitudes), east: Math.max(...longitudes), south: Math.min(...latitudes), north: Math.max(...latitudes) }
}

/** Plate carrée scaled by the cosine of the middle latitude: within a district (100 km) no eye tells it from a better projection. */
export function fitBounds(bounds: Bounds, width: number, height: number, margin: number): Fitted {
  const aspectScale = Math.cos((((bounds.south + bounds.north) / 2) * Math.PI) / 180)
  const degreesWide = Math.max((bounds.east - bounds.west) * aspectScale, 1e-6)
  const degreesHigh = Math.max(bounds.north - bounds.south, 1e-6)
  const scale = Math.max(0, Math.min((width - 2 * margin) / degreesWide, (height - 2 * margin) / degreesHigh))
  const [fittedWidth, fittedHeight] = [degreesWide * scale, degreesHigh * scale]
  const [left, top] = [(width - fittedWidth) / 2, (height - fittedHeight) / 2]
  return {
    left,
    top,
    width: fittedWidth,
    height: fittedHeight,
    aspectScale,
    project: ([lng, lat]) => [left + (lng - bounds.west) * aspectScale * scale, top + (bounds.north - lat) * scale],
  }
}

/** For each mark the place of its label, in the order given (the first chooses first); null where there is none left. */
export function placeLabels(marks: readonly LabelledMark[], frame: { width: number; height: number }): (PlacedLabel | null)[] {
  const taken: { box: Box; mark: number | null }[] = marks.map((mark, index) => ({ box: boxOfMark(mark), mark: index }))
  return marks.map((mark, index) => {
    const free = (box: Box) => inside(box, frame) && !taken.some((other) => other.mark !== index && overlap(box, other.box))
    const near = candidates(mark, mark.size).find(free)
    const found = near ?? furtherRings.flatMap((ring) => candidates(mark, mark.size + ring * mark.fontSize)).find(free)
    if (found === undefined) return null
    taken.push({ box: found, mark: null })
    return { ...found, far: near === undefined, offset: [found.left - (mark.x - mark.size / 2), found.top - (mark.y - mark.size / 2)] }
  })
}

/** Width of a text: Chinese characters are as wide as they are high, Latin letters and figures a little over half. */
export const textWidth = (text: string, fontSize: number): number =>
  Array.from(text).reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.6), 0) * fontSize

/** How much wider, in sizes of the font, the circles are on which a label is tried that finds no place at its mark. */
const furtherRings = [2, 3.5, 5]

/** The places around a circle about a mark, the best first: right, left, below, above, then the corners. */
function candidates({ x, y, text, fontSize }: LabelledMark, size: number): Box[] {
  const [width, height] = [textWidth(text, fontSize), fontSize * 1.15]
  const gap = fontSize * 0.25
  const reach = size / 2 + gap
  const diagonal = (size / 2) * 0.75 + gap
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height })
  return [
    at(x + reach, y - height / 2),
    at(x - reach - width, y - height / 2),
    at(x - width / 2, y + reach),
    at(x - width / 2, y - reach - height),
    at(x + diagonal, y + diagonal - height / 2),
    at(x + diagonal, y - diagonal - height / 2),
    at(x - diagonal - width, y + diagonal - height / 2),
    at(x - diagonal - width, y - diagonal - height / 2),
  ]
}

const boxOfMark = ({ x, y, size }: LabelledMark): Box => ({ left: x - size / 2, top: y - size / 2, right: x + size / 2, bottom: y + size / 2 })

const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

const inside = (box: Box, frame: { width: number; height: number }): boolean =>
  box.left >= 0 && box.top >= 0 && box.right <= frame.width && box.bottom <= frame.height
