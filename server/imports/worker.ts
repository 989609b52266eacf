/** The process beside the gateway in which files are read: it checks one, looks into one, or takes all that wait. */
import { second, systemClock } from '../../shared/clock.ts'
import { GiveUp, messageOf, RetryLater } from '../../shared/errors.ts'
import type { ImportPreview } from '../../shared/import-view.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { connectPostgres, type Database } from '../../shared/node/postgres.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'
import { endImport, noteProgress, readImport, readParts, recallMapping, takeNext, type ImportTask } from '../archive/imports.ts'
import { readHeads, layOut } from './columns.ts'
import { countFile } from './count.ts'
import { inspect } from './inspect.ts'
import { keepScratch } from './scratch.ts'
import { openTable } from './tables/open.ts'
import { takeFile, type Taken } from './take.ts'

/** What a worker is started for. */
export type Job =
  /** Whether the file can be read at all. */
  | { do: 'check'; path: string; name: string }
  | { do: 'preview'; databaseUrl: string; district: string; id: number; mapping: Mapping | null }
  /** All that wait, one after another; whoever starts this holds the lock of imports. */
  | { do: 'take'; databaseUrl: string; district: string; reporterKey: string }

/** What it answers, once. `refused` = a GiveUp, with a sentence for whoever asked. */
export type Answer = { done: true; preview?: ImportPreview } | { done: false; refused: boolean; message: string }

const betweenNotes = second / 2

/** Sent 'stop', it ends after the batch at hand; the import waits for whoever comes next. */
const stopping = new AbortController()

async function work(job: Job): Promise<Answer> {
  if (job.do === 'check') {
    await (await openTable(job.path, { name: job.name })).close()
    return { done: true }
  }
  const db = connectPostgres(job.databaseUrl, { max: 3 })
  try {
    if (job.do === 'preview') return { done: true, preview: await preview(db, job) }
    for (let task = await next(db, job); task; task = await next(db, job)) await take(db, job, task)
    return { done: true }
  } finally {
    await db.end()
  }
}

const next = (db: Database, { district }: { district: string }): Promise<ImportTask | null> | null =>
  (stopping.signal.aborted ? null : takeNext(db, district, systemClock.now()))

async function preview(db: Database, { district, id, mapping }: Extract<Job, { do: 'preview' }>): Promise<ImportPreview> {
  const view = await readImport(db, district, id)
  if (!view) throw new GiveUp(`没有第 ${id} 号导入`)
  const file = await keepScratch(readParts(db, district, id))
  try {
    const table = await openTable(file.path, { name: view.name })
    try {
      const recall = (headers: string): Promise<Mapping | null> => recallMapping(db, district, view.channel, headers)
      return await inspect({ table, pack: loadDistrict(district), channel: view.channel, clock: systemClock, mapping, recall })
    } finally {
      await table.close()
    }
  } finally {
    file.remove()
  }
}

/** Takes one import to its end; what is wrong with it ends it, what is wrong with the world leaves it to be taken up again. */
async function take(db: Database, job: Extract<Job, { do: 'take' }>, task: ImportTask): Promise<void> {
  const { district } = job
  try {
    const { result, report } = await takeTask(db, job, task)
    await endImport(db, district, task.id, { state: 'done', result, report }, systemClock.now())
  } catch (error) {
    if (stopping.signal.aborted) return
    if (isPassing(error)) throw error
    const failure = error instanceof GiveUp ? error.message : `导入时出错，没有完成：${messageOf(error)}`
    await endImport(db, district, task.id, { state: 'failed', failure }, systemClock.now())
  }
}

/** Whether it is the world that fails, and not this file: the database is away or overtaxed, the disk is full. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (error instanceof RetryLater || (typeof code === 'string' && /^(?:08|40|53|55|57|58|E[A-Z]+$)/.test(code))) return true
  // The driver's own words for a lost connection have no code.
  return error instanceof Error && /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(error.message)
}

async function takeTask(db: Database, { district, reporterKey }: Extract<Job, { do: 'take' }>, task: ImportTask): Promise<Taken> {
  const pack = loadDistrict(district)
  const file = await keepScratch(readParts(db, district, task.id))
  const cancelled = new AbortController()
  try {
    const table = await openTable(file.path, { name: task.name })
    try {
      const layout = layOut(await readHeads(table, pack), task.mapping)
      if (layout.taken.length === 0) throw new GiveUp('没有一张工作表有对应的列，没有导入任何内容；请检查列的对应')
      let notedAt = 0
      const parts = {
        db, pack, reporterKey, clock: systemClock, table, layout, channel: task.channel, from: task.progress,
        signal: AbortSignal.any([stopping.signal, cancelled.signal]),
        note: (connection: Parameters<typeof noteProgress>[0], progress: Parameters<typeof noteProgress>[3]) =>
          noteProgress(connection, district, task.id, progress),
        onProgress(progress: Parameters<typeof noteProgress>[3]) {
          // The batches note themselves; while the file is read nothing else does.
          if (progress.done > 0 || systemClock.now() - notedAt < betweenNotes) return
          notedAt = systemClock.now()
          noteProgress(db, district, task.id, progress).then((wanted) => { if (!wanted) cancelled.abort() }, () => undefined)
        },
      }
      const totalsOnly = pack.channels.find(({ id }) => id === task.channel)?.totalsOnly
      const view = totalsOnly ? await readImport(db, district, task.id) : null
      return await (totalsOnly ? countFile(parts, view?.by ?? '') : takeFile(parts))
    } finally {
      await table.close()
    }
  } catch (error) {
    if (cancelled.signal.aborted) throw new GiveUp('这次导入已取消', { cause: error })
    throw error
  } finally {
    file.remove()
  }
}

// Whoever started it holds the lock, and has lost it with its life; each batch is one transaction.
const end = (): never => process.exit()
process.once('disconnect', end)
process.once('message', (job: Job) => {
  process.on('message', (word) => { if (word === 'stop') stopping.abort() })
  work(job).catch((error: unknown): Answer => ({ done: false, refused: error instanceof GiveUp, message: messageOf(error) }))
    .then((answer) => { process.send!(answer, end) }, end)
})
