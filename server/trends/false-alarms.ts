/** How often a year chance alone brings so much evidence: the scale on which bursts are judged. */

/**
 * The law is one false alarm for each e^log postings; at these rates a day simulated years had e^this times as many. Few postings
 * come in a step (three people are asked for), so that slow subjects have fewer; hours that are known badly give fast ones more.
 * Found with `evaluate -- burst-bench`.
 */
const measured = [[0.2, 0.36], [1, 0.7], [4, 1.1], [40, 1.6], [400, 1.8]] as const

/**
 * Strong evidence is not as rare as the law says: rates wander further than is held against them. Below what districts warn at,
 * a year's false alarms shrink with this power only.
 */
const tail = { from: 0.4, power: 0.8 }

/** @param log natural logarithm of the Bayes factor. @param usual postings a day. */
export function falsePerYear(log: number, usual: number): number {
  const lawful = usual * 365 * Math.exp(correction(usual) - log)
  return lawful < tail.from ? tail.from * (lawful / tail.from) ** tail.power : lawful
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
