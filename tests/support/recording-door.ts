/**
 * A door that can be killed at any moment: records complaints in order from where its cursor stands, a run in each transaction.
 * Run as a process: DATABASE_URL, and the counts as arguments: total, postings a run, milliseconds between runs, time of the first.
 */
import { connectPostgres } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { loadSource } from '../../shared/node/sources.ts'
import { district, makeComplaints } from './postings.ts'

const [total = 0, run = 1, every = 0, startAt = 0, stepMs = 1_000] = process.argv.slice(2).map(Number)
const db = connectPostgres(process.env.DATABASE_URL!, { max: 1 })
const source = 'door'
const complaints = makeComplaints(total, startAt, stepMs)
const { cursor } = await loadSource(db, district, { id: source })
for (let at = (cursor as { next: number } | null)?.next ?? 0; at < total; at += run) {
  await record(db, district, complaints.slice(at, at + run), { source, cursor: { next: Math.min(total, at + run) } })
  await new Promise((resolve) => setTimeout(resolve, every))
}
await db.end()
