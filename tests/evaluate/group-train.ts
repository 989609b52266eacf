/**
 * Learns the pair model from postings whose matters are known, and says by cross-validation over matters how good it is.
 *
 * `npm run -s evaluate -- group-train FILE.ndjson VERSION > server/issues/pair-model.json` makes the model that ships, the same
 * to the letter from the same rows.
 */
import { readFileSync } from 'node:fs'
import { parseInstant } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import background from '../../server/issues/background.json' with { type: 'json' }
import { bestIssue } from '../../server/issues/choose.ts'
import type { GroupItem } from '../../server/issues/index.ts'
import { Matcher, type Candidate } from '../../server/issues/matcher.ts'
import { compileModel, type PairModel } from '../../server/issues/model.ts'
import topicTable from '../../server/issues/topics.json' with { type: 'json' }
import { Topics } from '../../server/issues/topics.ts'
import { trainPairModel, usualTraining, type Example } from './boost.ts'
import { createItemMaker } from './enriched-item.ts'
import { scoreGrouping, type GroupingScores } from './metrics.ts'

export interface MatterRow {
  id: string
  matter: string | null
  sure: boolean
  item: GroupItem
}

export interface Pair {
  /** Index of the earlier row. */
  with: number
  features: Float64Array
}

/** Rows `{id, time, title, text, matter?, sure?}` in order of time, enriched as in the product. */
export function readRows(path: string): MatterRow[] {
  const makeItem = createItemMaker(loadDistrict('320813'))
  return readFileSync(path, 'utf8').split('\n').filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; time: string; title: string; text: string; matter?: string | null; sure?: boolean })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ id, time, title, text, matter, sure }, index) =>
      ({ id, matter: matter ?? null, sure: sure !== false, item: makeItem({ id: index, at: parseInstant(time) ?? 0, title, text }) }))
}

/**
 * Takes the rows in order through the product's matcher; an issue is named by the index of its first row.
 * @param decide names the issue of a row, from the candidates that the product would look at.
 */
export function walk(rows: readonly MatterRow[], decide: (at: number, near: readonly Candidate[], matcher: Matcher) => number): number[] {
  const matcher = new Matcher(background, new Topics(topicTable))
  return rows.map(({ item }, at) => {
    const digest = matcher.read(item)
    const issue = decide(at, matcher.similar(), matcher)
    matcher.keep(digest, at, issue, at)
    return issue
  })
}

/** For each row its candidates with their features, when everything before it was grouped right. */
export function collectPairs(rows: readonly MatterRow[]): Pair[][] {
  const founders = new Map<string, number>()
  const pairs: Pair[][] = []
  walk(rows, (at, near) => {
    pairs.push(near.map(({ slot, features }) => ({ with: slot, features: features.slice() })))
    const matter = rows[at]?.matter
    if (matter === null || matter === undefined) return at
    const issue = founders.get(matter) ?? at
    founders.set(matter, issue)
    return issue
  })
  return pairs
}

/** Pairs as examples; a pair of a large matter counts less, so that each matter has its say. */
export function examplesOf(rows: readonly MatterRow[], pairs: readonly Pair[][], wanted: (at: number) => boolean): Example[] {
  const sizes = new Map<string, number>()
  for (const { matter } of rows) if (matter !== null) sizes.set(matter, (sizes.get(matter) ?? 0) + 1)
  return pairs.flatMap((list, at) => {
    const { matter, sure } = rows[at] as MatterRow
    if (!wanted(at) || !sure) return []
    return list.filter((pair) => wanted(pair.with) && rows[pair.with]?.sure).map(({ with: other, features }) => {
      const same = matter !== null && matter === rows[other]?.matter
      return { features, same, weight: same ? 1 / ((sizes.get(matter) ?? 2) - 1) : 1 }
    })
  })
}

/**
 * Scores of the product's own online grouping when each row is judged by a model that saw neither its matter nor, as a negative,
 * any row of its fold. What is grouped wrong on the way stays wrong for those that follow, as in life.
 */
export function crossValidate(rows: readonly MatterRow[], pairs: readonly Pair[][], folds: number, seed: number): GroupingScores {
  const foldOf = rows.map(({ matter }, at) => hash(`${seed} ${matter ?? `alone ${at}`}`) % folds)
  const models = Array.from({ length: folds }, (_, fold) => trainPairModel(examplesOf(rows, pairs, (at) => foldOf[at] !== fold), 'fold', usualTraining))
  const compiled = models.map(compileModel)
  const issues = walk(rows, (at, near, matcher) => {
    const fold = foldOf[at] as number
    const { join, missing } = models[fold] as PairModel
    const best = bestIssue(near, matcher, compiled[fold] as (features: Float64Array) => number, missing)
    return best && best.score >= join ? best.issue : at
  })
  return scoreGrouping(rows.flatMap(({ id, matter, sure }, at) => (sure ? [{ id, matter, issue: String(issues[at]) }] : [])))
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h ^ (h >>> 15)) >>> 0
}

/** Prints the model on stdout and, on stderr, its cross-validated scores: ten folds, shuffled three ways. */
export function trainGroup([file = '', version = 'unnamed']: string[]): Promise<void> {
  const rows = readRows(file)
  const pairs = collectPairs(rows)
  for (const seed of [1, 2, 3]) process.stderr.write(`${JSON.stringify({ seed, ...crossValidate(rows, pairs, 10, seed) })}\n`)
  const model = trainPairModel(examplesOf(rows, pairs, () => true), version, usualTraining)
  const rounded = JSON.stringify(model, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value))
  return new Promise((resolve) => { process.stdout.write(`${rounded}\n`, () => { resolve() }) })
}
