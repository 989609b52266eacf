/** Keeps the promise of how long things are kept: some are forgotten once an hour, in small portions beside the line. */
import { setTimeout as sleep } from 'node:timers/promises'
import { day, hour, minute, type Clock } from '../shared/clock.ts'
import { messageOf } from '../shared/errors.ts'
import type { Log } from '../shared/node/log.ts'
import type { Database } from '../shared/node/postgres.ts'
import { forgetImports } from './archive/imports.ts'
import { blankStrays, forgetReporters } from './archive/retention.ts'
import { forgetVersions } from './bundles/versions.ts'

/** As the office's rules on privacy have it. */
const hashesKept = 180 * day
const straysKept = 90 * day
/** What bundles say of versions is needed only while an older bundle may still come. */
const versionsKept = 90 * day

const betweenRounds = hour
const betweenPortions = 200
const afterFault = 5 * minute

/** Forgets what is due until stopped; a fault of the database is no reason to end. */
export function startRetention({ db, district, clock, log }: { db: Database; district: string; clock: Clock; log: Log }): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      const wait = await forgetDue(db, district, clock, log, stopping.signal).then(() => betweenRounds, (error: unknown) => {
        log.warn({ error: messageOf(error) }, 'what is due could not be forgotten, trying again')
        return afterFault
      })
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return { stop: () => { stopping.abort(); return ended } }
}

/** One round: everything that is due now. */
export async function forgetDue(db: Database, district: string, clock: Clock, log: Log, signal?: AbortSignal): Promise<void> {
  const forget = async (what: string, portion: () => Promise<number>): Promise<void> => {
    let total = 0
    for (let count = await portion(); count > 0 && !signal?.aborted; count = await portion()) {
      total += count
      await sleep(betweenPortions, undefined, signal ? { signal } : {}).catch(() => undefined)
    }
    if (total > 0) log.info({ what, total }, 'forgotten, as promised')
  }
  await forget('hashes of reporters', () => forgetReporters(db, district, clock.now() - hashesKept))
  await forget('postings linked to nothing', () => blankStrays(db, district, clock.now() - straysKept))
  await forgetVersions(db, district, clock.now() - versionsKept)
  await forgetImports(db, district, clock.now())
}
