/** What the web server and its resources are given. */
import type { Clock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { Log } from '../../shared/node/log.ts'
import type { Database } from '../../shared/node/postgres.ts'
import type { TrendTable } from '../../shared/trend-view.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { ImportDesk } from '../imports/desk.ts'

export interface WebParts {
  db: Database
  pack: DistrictPack
  sessions: Sessions
  imports: ImportDesk
  kioskToken: string
  /** Seals the sessions that operators lend to the crawlers. */
  sessionKey: string
  readSnapshot: () => Promise<WallSnapshot>
  /** The table of trends; null before it was first measured. */
  readTrends: () => Promise<TrendTable | null>
  /** Chromium to draw with, as configured; null = whichever is found. */
  chromiumPath: string | null
  clock: Clock
  log: Log
  /** Folder of the built page. */
  pageDir: string
}
