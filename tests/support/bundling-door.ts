/**
 * A crawler that can be killed at any moment: keeps complaints in bundles, in order from where its cursor stands, and says on stdout how far it is.
 * Run as a process: the folder, and the counts as arguments: total, postings a run, runs a bundle.
 */
import { systemClock } from '../../shared/clock.ts'
import { createLog } from '../../shared/node/log.ts'
import { openBundleKeep } from '../../crawlers/bundle/keep.ts'
import { madeAt, makeHealth } from './bundles.ts'
import { district, makeComplaints } from './postings.ts'

const [folder = '', ...counts] = process.argv.slice(2)
const [total = 0, run = 1, each = 1] = counts.map(Number)
const source = 'test'
const complaints = makeComplaints(total, madeAt, 1_000)
const keep = await openBundleKeep({ folder, district, clock: systemClock, log: createLog('door', 'silent') })
const { cursor } = await keep.load(source)
for (let at = (cursor as { next: number } | null)?.next ?? 0, runs = 1; at < total; at += run, runs++) {
  const next = Math.min(total, at + run)
  await keep.record(complaints.slice(at, next), { source, cursor: { next }, health: makeHealth() }, Date.now())
  if (runs % each === 0) await keep.flush()
  process.stdout.write(`${next}\n`)
}
await keep.close()
