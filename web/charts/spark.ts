/**
 * The small curve of an issue row: how the count of the last 24 hours grew, over the band that one expects.
 *
 * The band is known for the whole 24 hours only, not by the hour. So the curve is the running total, and the band a wedge that
 * opens evenly from nothing to low–high: a curve that leaves the wedge above is more than expected. Where it fails: a district
 * sleeps at night, so at dawn an ordinary curve lies somewhat under the wedge; the end of the curve is exact.
 * It is drawn as plain SVG: a chart instance for every row would cost a small wall computer more than the picture is worth.
 */

export interface Spark {
  /** SVG path of the curve, in a box of 0 … width, 0 … height. */
  curve: string
  /** SVG path of the wedge of the expected band. */
  band: string
  /** Where the curve ends: what is compared with the band. */
  end: { x: number; y: number }
}

export interface SparkData {
  /** Counts by hour, oldest first. */
  hours: readonly number[]
  low: number
  high: number
}

/** Null where nothing was counted by the hour. */
export function drawSpark({ hours, low, high }: SparkData, width: number, height: number): Spark | null {
  if (hours.length === 0) return null
  const totals = hours.reduce<number[]>((sums, count) => [...sums, (sums.at(-1) ?? 0) + count], [0])
  const last = totals.at(-1) ?? 0
  const top = Math.max(last, high, 1)
  const x = (index: number) => round((index / hours.length) * width)
  const y = (count: number) => round(height - (Math.max(0, count) / top) * height)
  const points = totals.map((count, index) => `${x(index)} ${y(count)}`)
  return {
    curve: `M${points.join('L')}`,
    band: `M0 ${y(0)}L${width} ${y(high)}L${width} ${y(Math.min(low, high))}Z`,
    end: { x: width, y: y(last) },
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
