/** How often a year chance alone brings so much evidence: the scale on which bursts are judged. */

/** Natural logarithm of (false alarms a year × Bayes factor / postings a year) at these rates a day, from `evaluate -- burst-bench`. */
const measured = [[0.2, 0], [4, 0], [40, 0], [400, 0]] as const

/** @param log natural logarithm of the Bayes factor. @param usual postings a day. */
export function falsePerYear(log: number, usual: number): number {
  return usual * 365 * Math.exp(correction(usual) - log)
}

function correction(usual: number): number {
  const x = Math.log(usual)
  const first = measured[0]
  let before: readonly [number, number] = first
  for (const point of measured) {
    if (x < Math.log(point[0])) {
      const width = Math.log(point[0]) - Math.log(before[0])
      return width > 0 ? before[1] + ((point[1] - before[1]) * (x - Math.log(before[0]))) / width : point[1]
    }
    before = point
  }
  return before[1]
}
