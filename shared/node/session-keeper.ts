/** The crawlers' hand on the lent sessions: a jar for an address, what sites set in it kept, and how each session stands. */
import { minute, type Clock, type Instant } from '../clock.ts'
import type { SessionState } from '../source-view.ts'
import { siteOfUrl } from './http/site.ts'
import type { Connection } from './postgres.ts'
import { openSession, sealSession, type Session } from './site-sessions.ts'

export interface SessionKeeper {
  /** The session lent for the site of an address; null when there is none, or its key is not ours. */
  loadJar(url: string): Promise<(Session & { state: SessionState }) | null>
  /** Stores what an answer of the site has set, if it has set anything. */
  mergeBack(url: string): Promise<void>
  /** Says how the session of an address's site stands, where there is one. `valid` does not mend an expired one: only an import does. */
  setState(url: string, state: SessionState, reason: string | null): Promise<void>
}

interface Held extends Session {
  importedAt: Instant
  state: SessionState
  usedAt: Instant
  /** What the jar held when it was last stored. */
  print: string
}

/** That a session was used is noted no more often than this. */
const usedEvery = minute

/**
 * One process at a time works for a site (see the crawlers' lease), so that what is held here is what is stored; an import in the
 * meantime wins: it has another `importedAt`, with which every write here is guarded.
 */
export function keepSessions(db: Connection, district: string, key: string, clock: Clock): SessionKeeper {
  const held = new Map<string, Held | null>()

  async function load(site: string): Promise<Held | null> {
    const { rows: [row] } = await db.query<{ sealed: Buffer; imported_at: Instant; state: SessionState; used_at: Instant | null }>({
      name: 'session-load', text: 'select sealed, imported_at, state, used_at from site_sessions where district = $1 and site = $2', values: [district, site],
    })
    const known = held.get(site) ?? null
    if (known && row && known.importedAt === row.imported_at) return Object.assign(known, { state: row.state })
    const opened = row ? open(site, row.sealed) : null
    const now = row && opened ? { ...opened, importedAt: row.imported_at, state: row.state, usedAt: row.used_at ?? 0, print: printOf(opened) } : null
    held.set(site, now)
    return now
  }

  function open(site: string, sealed: Buffer): Session | null {
    try {
      return openSession(key, district, site, sealed)
    } catch {
      // Sealed with another key: the list of sessions says so; here it is as good as none.
      return null
    }
  }

  return {
    loadJar: (url) => load(siteOfUrl(url)),
    async mergeBack(url) {
      const site = siteOfUrl(url)
      const session = held.get(site)
      if (!session) return
      const [print, now] = [printOf(session), clock.now()]
      if (print === session.print && now - session.usedAt < usedEvery) return
      await db.query('update site_sessions set sealed = $4, used_at = $5 where district = $1 and site = $2 and imported_at = $3',
        [district, site, session.importedAt, sealSession(key, district, site, session), now])
      Object.assign(session, { print, usedAt: now })
    },
    async setState(url, state, reason) {
      const site = siteOfUrl(url)
      const session = held.get(site)
      if (!session || session.state === state || (session.state === 'expired' && state !== 'new')) return
      await db.query('update site_sessions set state = $4, reason = $5, state_since = $6 where district = $1 and site = $2 and imported_at = $3',
        [district, site, session.importedAt, state, reason, clock.now()])
      session.state = state
    },
  }
}

/** What tells one content of a jar from another: not when it was last looked into. */
function printOf({ jar }: Session): string {
  const cookies = jar.serializeSync()?.cookies ?? []
  return JSON.stringify(cookies.map(({ key, value, domain, path, expires }) => [key, value, domain, path, expires]))
}
