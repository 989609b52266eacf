/** How sure a rate is that was seen in so many cases. */

/** Normal quantile of 95 %. */
const z = 1.959964

/** Wilson's 95 % interval of `count` out of `of` (> 0), each end 0–1. */
export function wilson(count: number, of: number): [number, number] {
  const rate = count / of
  const middle = (rate + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((rate * (1 - rate)) / of + (z * z) / (4 * of * of))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
