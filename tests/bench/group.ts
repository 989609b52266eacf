/** Measures grouping beside bare jieba cut of the same texts in the same run, at the windows that are asked for. */
import { parseArgs } from 'node:util'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { createGrouper, type GroupItem } from '../../server/issues/index.ts'
import { makeComplaints } from '../support/postings.ts'

const measured = 3_000

/**
 * `[--window N]…`: for each window (10,000 if none is given) prints one line `{window, perSecond, microseconds, issues, ratioToCut}`:
 * how fast postings are assigned once so many are remembered, and that rate over the rate of bare cutting.
 */
export async function benchGroup(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { window: { type: 'string', multiple: true, default: ['10000'] } } })
  const segmenter = createSegmenter(loadDistrict('320813'))
  for (const window of values.window.map(Number)) {
    const items = makeComplaints(window + measured, Date.UTC(2026, 10, 1), 60_000).map(({ title, text, publishedAt }, index): GroupItem => ({
      id: index + 1, at: publishedAt, reporter: null, title, text, words: null, place: null, category: null, repostOf: null, parent: null,
    }))
    const grouper = createGrouper()
    for (const item of items.slice(0, window)) grouper.assign(item)
    const tail = items.slice(window)
    const cutting = time(() => { for (const { title, text } of tail) segmenter.cut(`${title}\n${text}`) })
    const grouping = time(() => { for (const item of tail) grouper.assign(item) })
    const line = {
      window, perSecond: Math.round((measured * 1_000) / grouping), microseconds: Math.round((grouping * 1_000) / measured),
      issues: grouper.size.issues, ratioToCut: Math.round((cutting / grouping) * 1_000) / 1_000,
    }
    await new Promise<void>((resolve) => { process.stdout.write(`${JSON.stringify(line)}\n`, () => { resolve() }) })
  }
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}
