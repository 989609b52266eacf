/**
 * The crawlers' own connection to PostgreSQL: it hears what changed, and holds a lock for each site that is crawled here, so that of
 * several crawlers one works for a site, with one budget and one session. A process that dies lets go of its locks with the connection.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { messageOf } from '../shared/errors.ts'
import { errandChannel } from '../shared/node/errands.ts'
import type { Log } from '../shared/node/log.ts'
import { sessionChannel } from '../shared/node/site-sessions.ts'
import { sourcesChannel } from '../shared/node/sources.ts'
import { visitChannel } from './errands.ts'

/** What is heard; `detail` is what stands behind the district: a site, a source. */
export interface Ears {
  errand: () => void
  sources: () => void
  session: (site: string) => void
  visit: (source: string) => void
  /** The locks are ours to take (again). */
  connected: () => void
  /** The connection is gone, and every lock with it. */
  lost: () => void
}

export interface Desk {
  /** Takes the site's lock, if no other process holds it; true as well when it is ours already. */
  takeSite(site: string): Promise<boolean>
  leaveSite(site: string): Promise<void>
  close(): Promise<void>
}

const retryMs = 1_000

/** Opens the desk and keeps it open until it is closed. */
export function openDesk(url: string, district: string, ears: Ears, log: Log): Desk {
  let client: pg.Client | null = null
  let closed = false
  const mine = new Set<string>()
  const hears: Record<string, (detail: string) => void> = {
    [errandChannel]: ears.errand, [sourcesChannel]: ears.sources, [sessionChannel]: ears.session, [visitChannel]: ears.visit,
  }

  function lose(gone: pg.Client, why: string): void {
    if (client !== gone) return
    client = null
    mine.clear()
    if (closed) return
    log.warn({ error: why }, 'the crawlers have lost their connection; they stop and take it up again')
    ears.lost()
    void keepTrying()
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'tinghu-crawlers', keepAlive: true })
    next.on('error', (error) => { lose(next, messageOf(error)) })
    next.on('end', () => { lose(next, 'closed') })
    next.on('notification', ({ channel, payload = '' }) => {
      const [of, detail = ''] = payload.split(' ')
      if (of === district) hears[channel]?.(detail)
    })
    await next.connect()
    for (const channel of Object.keys(hears)) await next.query(`listen ${channel}`)
    if (closed) return next.end()
    client = next
    ears.connected()
  }

  async function keepTrying(): Promise<void> {
    while (!closed && !client) {
      await connect().catch((error: unknown) => { log.debug({ error: messageOf(error) }, 'no connection yet') })
      if (!client) await sleep(retryMs)
    }
  }

  void keepTrying()
  return {
    async takeSite(site) {
      if (mine.has(site)) return true
      const asked = client
      const { rows: [row] } = await (asked?.query<{ held: boolean }>(lockSql('pg_try_advisory_lock'), [district, site]) ?? { rows: [] })
      const held = row?.held === true && client === asked
      if (held) mine.add(site)
      return held
    },
    async leaveSite(site) {
      if (mine.delete(site)) await client?.query(lockSql('pg_advisory_unlock'), [district, site])
    },
    async close() {
      closed = true
      await client?.end()
    },
  }
}

/** Two names that meet in one number would share a lock: their sites would then be crawled by one process, which harms nobody. */
const lockSql = (verb: string): string => `select ${verb}(hashtextextended('tinghu crawls ' || $1 || ' ' || $2, 0)) as held`
