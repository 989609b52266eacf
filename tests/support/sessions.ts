/** A keeper of sessions to whom nobody has lent any. */
import type { SessionKeeper } from '../../shared/node/session-keeper.ts'

export const noSessions: SessionKeeper = {
  loadJar: () => Promise.resolve(null),
  mergeBack: () => Promise.resolve(),
  setState: () => Promise.resolve(),
}
