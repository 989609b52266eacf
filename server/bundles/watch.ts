/** Watches the folder into which bundles are carried (setting BUNDLE_DIR) and takes them as they come. */
import { setTimeout as sleep } from 'node:timers/promises'
import { minute, second, type Clock } from '../../shared/clock.ts'
import { messageOf } from '../../shared/errors.ts'
import type { Config } from '../../shared/node/config.ts'
import { readTrustedKeys } from '../../shared/node/bundle/keys.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Database } from '../../shared/node/postgres.ts'
import { openFolder } from './folder.ts'

/** By polling: what tells of changes in a folder says nothing of folders on other machines, over which bundles often come. */
const everyMs = 3 * second
/** A file that grows no more for so long will not become whole. */
const patienceMs = 2 * minute

export interface BundleWatch {
  stop(): Promise<void>
}

/**
 * Starts watching; null where no folder is configured. Several processes may watch the same folder: each bundle is taken once.
 * @throws Fatal when no key is trusted, or one is none.
 */
export function watchBundles(config: Pick<Config, 'BUNDLE_DIR' | 'BUNDLE_KEYS' | 'DISTRICT'>, db: Database, clock: Clock, log: Log): BundleWatch | null {
  const folder = config.BUNDLE_DIR
  if (!folder) return null
  const keys = readTrustedKeys(config.BUNDLE_KEYS)
  const stopping = new AbortController()
  const { signal } = stopping
  const pass = openFolder({ db, district: config.DISTRICT, folder, keys, clock, patienceMs, signal })
  let trouble: string | null = null

  async function look(): Promise<void> {
    try {
      const { taken, again, postings, added, changed, bad } = await pass()
      if (taken + again > 0) log.info({ taken, again, postings, added, changed }, 'bundles taken; their files may be deleted')
      for (const fault of bad) log.warn(fault, 'a bundle is refused')
      trouble = null
    } catch (error) {
      // The folder or the database is away: said once, tried again.
      if (messageOf(error) !== trouble) log.error({ folder, error: messageOf(error) }, 'bundles cannot be taken now; it will be tried again')
      trouble = messageOf(error)
    }
  }

  const ended = (async () => {
    while (!signal.aborted) {
      await look()
      await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    }
  })()
  log.info({ folder, keys: keys.size }, 'watching for bundles')
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
