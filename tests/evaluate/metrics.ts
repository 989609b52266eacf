/** How well a grouping agrees with the true matters: pairwise F1, BCubed F1, best-match F1, and F1 over repeats. */

/** A posting with its true matter (null = alone in its matter) and the issue it was put into. */
export interface Grouped {
  id: string
  matter: string | null
  issue: string
}

export interface GroupingScores {
  pairwiseF1: number
  bcubedF1: number
  matchF1: number
}

const f1 = (precision: number, recall: number): number => (precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0)

/**
 * - pairwise: over pairs of postings in the same issue against pairs of the same matter;
 * - BCubed (Bagga and Baldwin 1998): precision and recall of each posting's issue, averaged over postings, then F1;
 * - match: for each matter of at least two postings the best F1 that any issue reaches with it, averaged over matters.
 */
export function scoreGrouping(rows: readonly Grouped[]): GroupingScores {
  const matterOf = (row: Grouped): string => (row.matter === null ? `alone ${row.id}` : `matter ${row.matter}`)
  const matters = new Map<string, number>()
  const issues = new Map<string, number>()
  const both = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const matter = matterOf(row)
    matters.set(matter, (matters.get(matter) ?? 0) + 1)
    issues.set(row.issue, (issues.get(row.issue) ?? 0) + 1)
    const cells = both.get(matter) ?? new Map<string, number>()
    cells.set(row.issue, (cells.get(row.issue) ?? 0) + 1)
    both.set(matter, cells)
  }
  const pairs = (sizes: Iterable<number>): number => [...sizes].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  const truePairs = pairs(matters.values())
  const foundPairs = pairs(issues.values())
  let hits = 0
  let precision = 0
  let recall = 0
  let match = 0
  let matched = 0
  for (const [matter, cells] of both) {
    const size = matters.get(matter) ?? 0
    let best = 0
    for (const [issue, n] of cells) {
      const found = issues.get(issue) ?? 0
      hits += (n * (n - 1)) / 2
      precision += (n * n) / found
      recall += (n * n) / size
      best = Math.max(best, (2 * n) / (size + found))
    }
    if (size < 2) continue
    match += best
    matched++
  }
  const count = Math.max(1, rows.length)
  return {
    pairwiseF1: f1(foundPairs > 0 ? hits / foundPairs : 0, truePairs > 0 ? hits / truePairs : 0),
    bcubedF1: f1(precision / count, recall / count),
    matchF1: matched > 0 ? match / matched : 0,
  }
}

/**
 * F1 over pairs of postings by the same reporter: those of the same matter, against those in the same issue.
 * Null when there is no pair of either kind.
 */
export function scoreRepeats(rows: readonly (Grouped & { reporter: string | null })[]): number | null {
  const voices = new Map<string, Grouped[]>()
  for (const row of rows) {
    if (row.reporter === null) continue
    const voice = voices.get(row.reporter)
    if (voice) voice.push(row)
    else voices.set(row.reporter, [row])
  }
  let truly = 0
  let found = 0
  let hits = 0
  for (const voice of voices.values()) {
    voice.forEach((row, at) => {
      for (const earlier of voice.slice(0, at)) {
        const same = row.matter !== null && row.matter === earlier.matter
        const together = row.issue === earlier.issue
        if (same) truly++
        if (together) found++
        if (same && together) hits++
      }
    })
  }
  return truly + found > 0 ? (2 * hits) / (truly + found) : null
}
