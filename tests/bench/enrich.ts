/** Measures enrich against the bare cut of the same texts, taking turns in one run so that noise hits both alike. */
import { parseArgs } from 'node:util'
import { createEnricher } from '../../server/enrich/enricher.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { makeComplaints } from '../support/postings.ts'

const rounds = 5

/**
 * Prints one line `{perSecond, ratioToCut}`: postings enriched a second, and that rate over the rate of bare cutting
 * (median of five rounds after one to warm up). `--postings N` sets how many (10,000), `--district CODE` the pack.
 */
export async function benchEnrich(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { postings: { type: 'string', default: '10000' }, district: { type: 'string', default: '320813' } },
  })
  const pack = loadDistrict(values.district)
  const segmenter = createSegmenter(pack)
  const enricher = createEnricher(pack, segmenter)
  const postings = makeComplaints(Number(values.postings), Date.UTC(2026, 10, 1), 60_000)
  const texts = postings.map(({ title, text }) => `${title}\n${text}`)
  const cut = (): void => { for (const text of texts) segmenter.cut(text) }
  const enrich = (): void => { for (const posting of postings) enricher.enrich(posting) }
  cut()
  enrich()
  const results = Array.from({ length: rounds }, () => ({ cut: time(cut), enrich: time(enrich) }))
  const seconds = median(results.map((result) => result.enrich)) / 1_000
  const ratio = median(results.map((result) => result.cut / result.enrich))
  const line = JSON.stringify({ perSecond: Math.round(postings.length / seconds), ratioToCut: Math.round(ratio * 1_000) / 1_000 })
  await new Promise<void>((resolve) => { process.stdout.write(`${line}\n`, () => resolve()) })
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
