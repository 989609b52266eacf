/** Learns the pair model from postings whose matters are known, and says by cross-validation over matters how good it is. */
import { readFileSync } from 'node:fs'
import { parseInstant } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import background from '../../server/issues/background.json' with { type: 'json' }
import { Matcher } from '../../server/issues/matcher.ts'
import { compileModel, type PairModel } from '../../server/issues/model.ts'
import { trainPairModel, usualJoining, usualTraining, type Example, type TrainingOptions } from './boost.ts'
import { createItemMaker } from './enriched-item.ts'
import { scoreGrouping, type GroupingScores } from './metrics.ts'

export interface MatterRow {
  place?: string | null
  category?: string | null
  id: string
  reporter?: string
  time: string
  title: string
  text: string
  matter?: string | null
  sure?: boolean
}

export interface Pair {
  /** Index of the earlier row. */
  with: number
  features: Float64Array
}

export const readRows = (path: string): MatterRow[] =>
  readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as MatterRow).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))

/** For each row the candidates that the product would look at, with their features, when everything before it was grouped right. */
export function collectPairs(rows: readonly MatterRow[]): Pair[][] {
  const matcher = new Matcher(background)
  const founders = new Map<string, number>()
  return rows.map((row, at) => {
    const digest = matcher.read({ title: row.title, text: row.text, place: row.place ?? null, category: row.category ?? null })
    const pairs = matcher.similar().map(({ slot, features }) => ({ with: slot, features: features.slice() }))
    const issue = founders.get(row.matter ?? `alone ${at}`) ?? at
    if (row.matter) founders.set(row.matter, issue)
    matcher.keep(digest, at, issue, at)
    return pairs
  })
}

/** Pairs as examples; a pair of a large matter counts less, so that each matter has its say. */
export function examplesOf(rows: readonly MatterRow[], pairs: readonly Pair[][], wanted: (at: number) => boolean): Example[] {
  const sizes = new Map<string, number>()
  for (const { matter } of rows) if (matter) sizes.set(matter, (sizes.get(matter) ?? 0) + 1)
  return pairs.flatMap((list, at) => {
    const row = rows[at] as MatterRow
    if (!wanted(at) || row.sure === false) return []
    return list.filter((pair) => wanted(pair.with) && rows[pair.with]?.sure !== false).map(({ with: other, features }) => {
      const same = row.matter != null && row.matter === rows[other]?.matter
      return { features, same, weight: same ? 1 / ((sizes.get(row.matter ?? '') ?? 2) - 1) : 1 }
    })
  })
}

/** Groups rows in order by the log-odds of their pairs, as the product does; returns the index of each row's founder. */
export function simulate(pairs: readonly Pair[][], logits: readonly Float64Array[], join: number, missing: number): number[] {
  const issueOf: number[] = []
  pairs.forEach((list, at) => {
    const best = new Map<number, [number, number]>()
    list.forEach((pair, k) => {
      const logit = logits[at]?.[k] as number
      const issue = issueOf[pair.with] as number
      const [first, second] = best.get(issue) ?? [missing, missing]
      best.set(issue, logit > first ? [logit, first] : [first, Math.max(second, logit)])
    })
    let chosen = at
    let highest = join
    for (const [issue, [first, second]] of best) {
      const score = (first + second) / 2
      if (score >= highest) {
        highest = score
        chosen = issue
      }
    }
    issueOf.push(chosen)
  })
  return issueOf
}

/** Log-odds of every pair by a model that saw neither row's matter nor, as negatives, the matter of the new one. */
export function crossValidatedLogits(rows: readonly MatterRow[], pairs: readonly Pair[][], folds: number, seed: number, options: TrainingOptions): Float64Array[] {
  const foldOf = rows.map((row, at) => hash(`${seed} ${row.matter ?? `alone ${at}`}`) % folds)
  const models = Array.from({ length: folds }, (_, fold) => compileModel(trainPairModel(examplesOf(rows, pairs, (at) => foldOf[at] !== fold), 'fold', options)))
  return pairs.map((list, at) => Float64Array.from(list, (pair) => models[foldOf[at] as number]?.(pair.features) ?? 0))
}

export function scoreIssues(rows: readonly MatterRow[], issues: readonly number[]): GroupingScores {
  return scoreGrouping(rows.flatMap((row, at) => (row.sure === false ? [] : [{ id: row.id, matter: row.matter ?? null, issue: String(issues[at]) }])))
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}

/** Trains on everything. */
export function trainFinal(rows: readonly MatterRow[], version: string, options = usualTraining): PairModel {
  const model = trainPairModel(examplesOf(rows, collectPairs(rows), () => true), version, options)
  return JSON.parse(JSON.stringify(model, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value))) as PairModel
}

/**
 * `FILE.ndjson VERSION`: rows with their matters, of a set or of a district's own merges and splits. Prints the model that
 * belongs into server/issues/pair-model.json on stdout, and its cross-validated scores on stderr.
 */
export function trainGroup([file = '', version = 'unnamed']: string[]): Promise<void> {
  const makeItem = createItemMaker(loadDistrict('320813'))
  const rows = readRows(file).map((row, id): MatterRow => {
    const { title, text, place, category } = makeItem({ id, at: parseInstant(row.time) ?? 0, title: row.title, text: row.text })
    return { ...row, title, text, place, category }
  })
  const pairs = collectPairs(rows)
  const { join, missing } = usualJoining
  const scores = scoreIssues(rows, simulate(pairs, crossValidatedLogits(rows, pairs, 5, 1, usualTraining), join, missing))
  process.stderr.write(`${JSON.stringify(scores)}\n`)
  return new Promise((resolve) => { process.stdout.write(`${JSON.stringify(trainFinal(rows, version))}\n`, () => { resolve() }) })
}
