/** Asks by itself for the pages behind alerts of orange or above, while they can still be seen, and again on the schedule of revisits. */
import { compareLevels, type Alert, type Level } from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { Database } from '../../shared/node/postgres.ts'
import { askForAlerts, askRechecks } from '../archive/evidence.ts'

/** Alerts below this level are not worth the requests. */
const lowest: Level = 'orange'

export interface EvidenceAsker {
  /** Takes the open alerts as they stand; those that are new or have risen since the last call are asked for, in one query. */
  follow(open: readonly Alert[], now: Instant): Promise<void>
  /** Asks again for what is due to be looked at again. */
  recheck(now: Instant): Promise<void>
}

/** What was asked for before this process began is found by the query itself: an alert has so many pages, a page is taken once a day. */
export function createEvidenceAsker(db: Database, pack: DistrictPack): EvidenceAsker {
  const registered = pack.channels.filter((channel) => channel.registered).map(({ id }) => id)
  let asked = new Map<number, Level>()
  return {
    async follow(open, now) {
      const grave = open.filter(({ level, subject }) => subject.kind === 'issue' && compareLevels(level, lowest) <= 0)
      const fresh = grave.filter(({ id, level }) => {
        const before = asked.get(id)
        return before === undefined || compareLevels(level, before) < 0
      })
      if (fresh.length > 0) await askForAlerts(db, pack.profile.code, registered, fresh.map(({ id, subject }) => ({ id, issue: Number(subject.id) })), now)
      asked = new Map(grave.map(({ id, level }) => [id, level]))
    },
    recheck: (now) => askRechecks(db, pack.profile.code, now),
  }
}
