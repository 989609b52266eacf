/** Measures enrich against the bare cut of the same texts, taking turns in one run so that noise hits both alike. */
import { parseArgs } from 'node:util'
import { learnModel } from '../../server/enrich/classify/learn.ts'
import type { TrainedModel } from '../../server/enrich/classify/trained.ts'
import { createEnricher, type Segmenter } from '../../server/enrich/enricher.ts'
import { readPosting } from '../../server/enrich/reading.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import type { Posting } from '../../shared/posting.ts'
import { makeComplaints } from '../support/postings.ts'

const rounds = 5

/**
 * Prints one line `{perSecond, ratioToCut, trained: {perSecond, ratioToCut}}`: postings enriched a second, and that rate over
 * the rate of bare cutting (median of five rounds after one to warm up), without and with a trained model that knows category,
 * type and unit. `--postings N` sets how many (10,000), `--district CODE` the pack.
 */
export async function benchEnrich(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { postings: { type: 'string', default: '10000' }, district: { type: 'string', default: '320813' } },
  })
  const pack = loadDistrict(values.district)
  const segmenter = createSegmenter(pack)
  const postings = makeComplaints(Number(values.postings), Date.UTC(2026, 10, 1), 60_000)
  const texts = postings.map(({ title, text }) => `${title}\n${text}`)
  const model = trainOn(pack, segmenter, postings.slice(0, rowsToTrainOn))
  const enrichers = [createEnricher(pack, segmenter), createEnricher(pack, segmenter, () => model)] as const
  const cut = (): void => { for (const text of texts) segmenter.cut(text) }
  const runs = enrichers.map((enricher) => (): void => { for (const posting of postings) enricher.enrich(posting) })
  for (const run of [cut, ...runs]) run()
  const results = Array.from({ length: rounds }, () => ({ cut: time(cut), runs: runs.map(time) }))
  const figures = runs.map((_, at) => ({
    perSecond: Math.round((postings.length * 1_000) / median(results.map(({ runs: took }) => took[at] as number))),
    ratioToCut: Math.round(median(results.map((result) => result.cut / (result.runs[at] as number))) * 1_000) / 1_000,
  }))
  const line = JSON.stringify({ ...figures[0], trained: figures[1] })
  await new Promise<void>((resolve) => { process.stdout.write(`${line}\n`, () => resolve()) })
}

const rowsToTrainOn = 1_000

/** Teaches what the words of the pack say: as dear to apply as what people would teach. */
function trainOn(pack: DistrictPack, segmenter: Segmenter, postings: readonly Posting[]): TrainedModel {
  const enricher = createEnricher(pack, segmenter)
  const lessons = postings.map((posting) => {
    const { category, units, purpose } = enricher.enrich(posting)
    return { reading: readPosting(posting, segmenter), category: category.code, unit: units[0]?.unit ?? null, purpose }
  })
  return learnModel(pack, lessons, Date.UTC(2026, 10, 1), () => undefined).model
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
