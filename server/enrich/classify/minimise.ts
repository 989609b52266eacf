/** Finds the least of a smooth convex function. */

/** Steps that are remembered. */
const memory = 10
/** How much of what the slope promises a step must bring (Armijo). */
const leastGain = 1e-4
/** A step that gains no more than this part of the value is the last. */
const settled = 1e-8

/**
 * Goes downhill from a start by L-BFGS (Liu and Nocedal 1989; Nocedal and Wright, Numerical Optimization, algorithm 7.5) with
 * backtracking, in place.
 * @param evaluate gives the value at a point and writes the gradient there.
 */
export function minimise(point: Float64Array, evaluate: (point: Float64Array, gradient: Float64Array) => number, mostSteps = 200): void {
  const steps: { moved: Float64Array; turned: Float64Array; scale: number }[] = []
  let gradient = new Float64Array(point.length)
  let value = evaluate(point, gradient)
  for (let step = 0; step < mostSteps; step += 1) {
    const direction = findDirection(gradient, steps)
    const slope = multiply(direction, gradient)
    if (!(slope < 0)) return
    const next = new Float64Array(point.length)
    const nextGradient = new Float64Array(point.length)
    let size = steps.length === 0 ? 1 / Math.max(1, Math.sqrt(-slope)) : 1
    let reached = Infinity
    while (size > 1e-12) {
      for (let at = 0; at < point.length; at += 1) next[at] = (point[at] as number) + size * (direction[at] as number)
      reached = evaluate(next, nextGradient)
      if (reached <= value + leastGain * size * slope) break
      size /= 2
    }
    if (!(reached < value)) return
    const moved = next.map((is, at) => is - (point[at] as number))
    const turned = nextGradient.map((is, at) => is - (gradient[at] as number))
    const bend = multiply(moved, turned)
    if (bend > 0) steps.push({ moved, turned, scale: 1 / bend })
    if (steps.length > memory) steps.shift()
    const gained = value - reached
    point.set(next)
    gradient = nextGradient
    value = reached
    if (gained <= settled * Math.abs(value)) return
  }
}

/** The gradient turned round by the inverse of the curvature that the steps have shown. */
function findDirection(gradient: Float64Array, steps: readonly { moved: Float64Array; turned: Float64Array; scale: number }[]): Float64Array {
  const direction = gradient.map((slope) => -slope)
  const shares = steps.toReversed().map(({ moved, turned, scale }) => {
    const share = scale * multiply(moved, direction)
    add(direction, turned, -share)
    return share
  }).reverse()
  const last = steps.at(-1)
  if (last) {
    const scale = 1 / (last.scale * multiply(last.turned, last.turned))
    for (let at = 0; at < direction.length; at += 1) direction[at] = (direction[at] as number) * scale
  }
  steps.forEach(({ moved, turned, scale }, at) => { add(direction, moved, (shares[at] as number) - scale * multiply(turned, direction)) })
  return direction
}

function multiply(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number)
  return sum
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] as number) + times * (what[at] as number)
}
