/**
 * Looks at an address that somebody pasted: what the crawlers do for the errand `try`, and `npm run source -- try URL` in a terminal.
 *
 * The crawlers role calls `tryAddress(errand.url, { http, browse: (url, options) => browser.fetch(url, options), clock, watch,
 * districtNames: region.strong, privateHosts: [], signal })`; it takes at most a minute and eight requests, and a site's failures are
 * refusals in the answer, not errors.
 */
import type { Clock } from '../shared/clock.ts'
import type { TryAnswer } from '../shared/errand.ts'
import type { HttpDoor } from '../shared/node/http/fetch.ts'
import type { PrivateHosts } from '../shared/node/http/guard.ts'
import { openFetcher, type FetcherDoors } from './propose/fetcher.ts'
import { proposeSources } from './propose/propose.ts'
import type { Watch } from './source.ts'

export interface TryDoors {
  http: Pick<HttpDoor, 'fetch'>
  /** Absent = no browser: pages drawn by script are refused, with the reason. */
  browse?: FetcherDoors['browse']
  clock: Clock
  watch: Watch
  /** Names by which a site shows that it is the district's own. */
  districtNames: readonly string[]
  /** Hosts (`host:port`) on this machine or the private network that may be reached. */
  privateHosts: PrivateHosts
  signal: AbortSignal
  onRequest?: (url: string) => void
}

export async function tryAddress(url: string, { watch, districtNames, ...doors }: TryDoors): Promise<TryAnswer> {
  const fetcher = openFetcher(doors)
  return proposeSources(url.trim(), { fetcher, watch, clock: doors.clock, known: { districtNames, privateHosts: doors.privateHosts } })
}
