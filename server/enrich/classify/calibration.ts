/** Turns decision values into probabilities. */

/** probability = 1 / (1 + exp(−(slope × value + offset))). */
export interface Calibration {
  slope: number
  offset: number
}

/**
 * Fits a sigmoid to decision values of rows that the decision has not learnt from (Platt 1999, by the Newton method of Lin, Lin
 * and Weng 2007, with their targets, which keep a handful of rows from ever being certain). Where the values tell nothing,
 * or the wrong way round, only the share of members is left.
 */
export function fitCalibration(values: Float64Array, isInClass: Uint8Array): Calibration {
  const members = isInClass.reduce((sum, is) => sum + is, 0)
  const others = values.length - members
  const share = { slope: 0, offset: Math.log((members + 1) / (others + 1)) }
  if (members === 0 || others === 0) return share
  const high = (members + 1) / (members + 2)
  const low = 1 / (others + 2)
  const loss = (slope: number, offset: number): number => {
    let sum = 0
    for (let at = 0; at < values.length; at += 1) {
      const logit = slope * (values[at] as number) + offset
      const target = isInClass[at] === 1 ? high : low
      sum += (1 - target) * logit + (logit >= 0 ? Math.log1p(Math.exp(-logit)) : Math.log1p(Math.exp(logit)) - logit)
    }
    return sum
  }
  let { slope, offset } = share
  let best = loss(slope, offset)
  for (let step = 0; step < 100; step += 1) {
    let [aa, ab, bb, a, b] = [1e-12, 0, 1e-12, 0, 0]
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] as number
      const probability = sigmoid(slope * value + offset)
      const off = probability - (isInClass[at] === 1 ? high : low)
      const spread = probability * (1 - probability)
      aa += value * value * spread
      ab += value * spread
      bb += spread
      a += value * off
      b += off
    }
    if (Math.abs(a) < 1e-5 && Math.abs(b) < 1e-5) break
    const determinant = aa * bb - ab * ab
    const toSlope = -(bb * a - ab * b) / determinant
    const toOffset = -(aa * b - ab * a) / determinant
    let size = 1
    let next = loss(slope + toSlope, offset + toOffset)
    while (size > 1e-8 && !(next < best)) {
      size /= 2
      next = loss(slope + size * toSlope, offset + size * toOffset)
    }
    if (!(next < best)) break
    slope += size * toSlope
    offset += size * toOffset
    best = next
  }
  return slope > 0 ? { slope, offset } : share
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))
