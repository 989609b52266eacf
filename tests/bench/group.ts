/** Measures grouping over a stream of known truth: beside bare jieba cut, a small window and an exact neighbour search in the same run. */
import { setFlagsFromString } from 'node:v8'
import { parseArgs } from 'node:util'
import { runInNewContext } from 'node:vm'
import { createGrouper, type Grouper, type GroupItem } from '../../server/issues/index.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { makeStream, type Stream } from '../support/stream.ts'
import { ExactSearch } from './exact.ts'
import { Truth } from './truth.ts'

const small = 10_000
const rounds = 15
const perRound = 200
const measured = rounds * perRound

/** A grouper in the middle of a stream, with what it decided so far. */
interface Run {
  stream: Stream
  grouper: Grouper
  truth: Truth
  next: number
  /** Milliseconds of single assignments: the longest ever, and all of the measured rounds. */
  worst: number
  times: number[]
}

/**
 * `[--window N]…  [--queries N]`: for each window (10,000 if none is given) prints one line:
 * - `perSecond`, `microseconds`, `p99us`: assigning once so many postings are remembered; `worstMs`: the longest single one, from the first on;
 * - `ratioToCut`: that rate over the rate of cutting the same texts; `ratioToSmall`: the cost of a posting over its cost at a window
 *   of 10,000, taking turns with it (medians of 15 rounds of 200);
 * - `bcubed`, `bcubedExact`, `ratioToExact`: of the next `queries` (300) postings among all before, and what it would be were each
 *   compared with everything on the shelf; `exactPerSecond`: how fast that is;
 * - `issues`, `matters` in truth, `mbMemory` held, `forgetMicroseconds` a posting when the oldest tenth is forgotten.
 */
export async function benchGroup(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args, options: { window: { type: 'string', multiple: true, default: [String(small)] }, queries: { type: 'string', default: '300' } },
  })
  const queries = Number(values.queries)
  const segmenter = createSegmenter(loadDistrict('320813'))
  for (const window of values.window.map(Number)) {
    if (!(window >= 1_000) || !(queries > 0)) throw new Error('--window takes a number from 1,000 on, --queries one above 0')
    const beside = fill(small, 0)
    const before = memory()
    const run = fill(window, queries)
    const mbMemory = Math.round((memory() - before) / 1e6)
    const turns = Array.from({ length: rounds }, () => {
      const items = take(run, perRound)
      const cut = time(() => { for (const { title, text } of items) segmenter.cut(`${title}\n${text}`) })
      return { cut, large: assignAll(run, items), small: assignAll(beside, take(beside, perRound)) }
    })
    const milliseconds = median(turns.map(({ large }) => large)) / perRound
    const sorted = run.times.toSorted((a, b) => a - b)
    const quality = compareWithExact(run, queries)
    const line = {
      window, perSecond: Math.round(1_000 / milliseconds), microseconds: Math.round(milliseconds * 1_000), worstMs: round(run.worst, 1),
      p99us: Math.round((sorted[Math.floor(sorted.length * 0.99)] as number) * 1_000), issues: run.grouper.size.issues, matters: run.stream.matters,
      mbMemory, ratioToCut: round(median(turns.map(({ cut, large }) => cut / large)), 3),
      ratioToSmall: round(median(turns.map((turn) => turn.large / turn.small)), 2), ...quality, forgetMicroseconds: forgetTenth(run),
    }
    await new Promise<void>((resolve) => { process.stdout.write(`${JSON.stringify(line)}\n`, () => { resolve() }) })
  }
}

function fill(window: number, queries: number): Run {
  const stream = makeStream(window + measured + queries, 1)
  const run: Run = { stream, grouper: createGrouper(), truth: new Truth(stream), next: 0, worst: 0, times: [] }
  while (run.next < window) {
    assignAll(run, take(run, Math.min(1_000, window - run.next)))
    if (run.next % 50_000 === 0) process.stderr.write(`${run.next} of ${window} postings remembered\n`)
  }
  run.times = []
  return run
}

/** The postings that come next. */
const take = (run: Run, count: number): GroupItem[] => Array.from({ length: count }, (_, i) => run.stream.item(run.next + i))

/** Milliseconds in all. */
function assignAll(run: Run, items: readonly GroupItem[]): number {
  let all = 0
  for (const item of items) {
    const start = performance.now()
    const { issue } = run.grouper.assign(item)
    const took = performance.now() - start
    all += took
    run.times.push(took)
    if (took > run.worst) run.worst = took
    run.truth.note(run.next++, issue)
  }
  return all
}

/** Each posting is decided by exact search first, taken back, and then assigned as the product does it: both see the same past. */
function compareWithExact(run: Run, queries: number) {
  const { grouper, truth } = run
  const exact = new ExactSearch()
  const approximate = { precision: 0, recall: 0 }
  const all = { precision: 0, recall: 0 }
  let searching = 0
  for (const item of take(run, queries)) {
    const start = performance.now()
    const { issue: nearest } = exact.during(item, () => grouper.assign(item))
    searching += performance.now() - start
    takeBack(grouper, item)
    const { issue } = grouper.assign(item)
    truth.score(run.next, nearest, all)
    truth.score(run.next, issue, approximate)
    truth.note(run.next++, issue)
  }
  const [bcubed, bcubedExact] = [f1(approximate, queries), f1(all, queries)]
  return {
    bcubed: round(bcubed, 4), bcubedExact: round(bcubedExact, 4), ratioToExact: round(bcubed / bcubedExact, 4),
    exactPerSecond: round((queries * 1_000) / searching, 1),
  }
}

/** A posting that is noted anew is forgotten first; this one is noted as one of long ago, which nothing else is. */
function takeBack(grouper: Grouper, item: GroupItem): void {
  grouper.remember({ ...item, at: 0 }, item.id)
  grouper.forget(1)
}

function forgetTenth({ grouper, stream }: Run): number {
  const before = grouper.size.postings
  const until = stream.item(Math.floor(stream.count / 10)).at
  const milliseconds = time(() => { grouper.forget(until) })
  return round((milliseconds * 1_000) / (before - grouper.size.postings), 1)
}

function f1({ precision, recall }: { precision: number; recall: number }, count: number): number {
  return (2 * precision * recall) / (precision + recall) / count
}

/** Bytes in use once what is garbage is gone. */
function memory(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round = (value: number, digits: number): number => Number(value.toFixed(digits))
