/** By how much many counts together differ from what was expected of them, however far single ones stand out. */

/** Postings' worth of belief that nothing is unusual. */
export const belief = 3
/** A member counts up to so many deviations (and one posting) above what the tide lets expect of it: one burst is no tide. */
export const most = 2

/** What a member of which so much is expected counts at most. */
export const capOf = (expected: number): number => 1 + expected + most * Math.sqrt(expected)

/**
 * The factor that counts of members show over a span in which so much was expected of the whole pool, by repeated substitution.
 * @param total the members' rates together. @param without the rate of a member that is left out of the counts.
 */
export function solveLevel(counts: ReadonlyMap<{ rate: number }, number>, expected: number, total: number, without: number): number {
  const others = total > 0 ? expected * (1 - without / total) : 0
  let solved = 1
  for (let round = 0; round < 8; round++) {
    let counted = 0
    for (const [member, count] of counts) counted += Math.min(count, capOf((member.rate / total) * expected * solved))
    const next = (belief + counted) / (belief + others)
    if (Math.abs(next - solved) < 0.01) return next
    solved = next
  }
  return solved
}
