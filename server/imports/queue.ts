/**
 * Takes imports that wait, one at a time in a district, in a process of their own.
 *
 * Each gateway looks once a second; whoever gets the advisory lock works until nothing waits. The lock belongs to a connection: a gateway that
 * dies lets go of it, and another goes on where its last transaction ended.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { second, type Clock } from '../../shared/clock.ts'
import { GiveUp, messageOf } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Database } from '../../shared/node/postgres.ts'
import { failRunning, isWaiting } from '../archive/imports.ts'
import { sweepScratch } from './scratch.ts'
import { startWorker } from './workers.ts'

export interface QueueParts {
  databaseUrl: string
  db: Database
  district: string
  reporterKey: string
  clock: Clock
  log: Log
}

export interface ImportQueue {
  /** Ends after the batch at hand; what is not taken yet waits for the next gateway. */
  stop(): Promise<void>
}

const everyMs = second
const afterFault = 5 * second
/** First half of the advisory lock's name; the second is the district. */
const lockClass = 12_346

export function startImportQueue({ databaseUrl, db, district, reporterKey, clock, log }: QueueParts): ImportQueue {
  const stopping = new AbortController()
  const { signal } = stopping
  sweepScratch()

  /** Takes all that waits, if nobody else does. */
  async function takeWaiting(): Promise<void> {
    const holder = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5 * second, application_name: 'tinghu-imports', keepAlive: true })
    let stop = (): void => undefined
    // With the connection the lock is gone: another may have begun.
    holder.on('error', () => { stop() })
    await holder.connect()
    try {
      const { rows: [row] } = await holder.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [lockClass, Number(district)])
      if (!row!.held || signal.aborted) return
      const worker = startWorker({ do: 'take', databaseUrl, district, reporterKey })
      stop = () => { worker.stop() }
      signal.addEventListener('abort', stop, { once: true })
      try {
        await worker.answer
      } catch (error) {
        // What ended the worker itself (its memory) would end the next one too.
        if (!(error instanceof GiveUp)) throw error
        await failRunning(db, district, error.message, clock.now())
      } finally {
        signal.removeEventListener('abort', stop)
      }
    } finally {
      await holder.end().catch(() => undefined)
    }
  }

  const ended = (async () => {
    while (!signal.aborted) {
      const wait = await isWaiting(db, district).then(async (waiting) => { if (waiting) await takeWaiting() }).then(() => everyMs, (error: unknown) => {
        if (!signal.aborted) log.error({ error: messageOf(error) }, 'imports cannot be taken now; it will be tried again')
        return afterFault
      })
      await sleep(wait, undefined, { signal }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
