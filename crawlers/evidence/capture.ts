/** Takes one page as evidence: once, as politely as any other visit, and whatever comes of it is on record. */
import type { Clock } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import { goneStatuses } from '../../shared/evidence.ts'
import { Fatal, GiveUp, RetryLater, messageOf } from '../../shared/errors.ts'
import type { BrowserDoor } from '../../shared/node/browser.ts'
import type { Capture } from '../../shared/node/browsing/capture.ts'
import { failEvidence, keepEvidence, readWanted, type WantedEvidence } from '../../shared/node/evidence.ts'
import type { HttpDoor } from '../../shared/node/http/fetch.ts'
import type { Database } from '../../shared/node/postgres.ts'
import type { Session } from '../../shared/node/site-sessions.ts'
import { robotName, RobotsRefused } from '../polite.ts'
import { keepRobots } from '../robots.ts'

export interface EvidenceDoors {
  db: Database
  district: string
  http: Pick<HttpDoor, 'fetch'>
  browser: Pick<BrowserDoor, 'capture'>
  clock: Clock
  /** How a source is configured now; null where there is none of that id any more. */
  configOf: (source: string) => SourceConfig | null
  /** The session that was lent for an address's site; null where there is none. */
  sessionFor: (url: string) => Promise<Session | null>
}

/** Milliseconds that a page gets to be there with its pictures, which come one at a time. */
const pageMs = 25_000

/**
 * Takes the page of an evidence row that waits. Done again for one that no longer waits, it does nothing.
 * @returns what to say of the errand.
 * @throws what the database throws; nothing is lost then, and the errand may be taken up again.
 */
export async function captureEvidence(id: number, doors: EvidenceDoors): Promise<{ answer: 'kept' } | { failure: string }> {
  const { db, district } = doors
  const wanted = await readWanted(db, district, id)
  if (!wanted) return { answer: 'kept' }
  const taken = await take(wanted, doors.configOf(wanted.source), doors).catch((error: unknown) => ({ failure: explain(error) }))
  if ('failure' in taken) {
    await failEvidence(db, district, id, taken.failure)
    return taken
  }
  await keepEvidence(db, district, id, taken)
  return { answer: 'kept' }
}

async function take(wanted: WantedEvidence, config: SourceConfig | null, { http, browser, clock, sessionFor }: EvidenceDoors): Promise<Capture> {
  const privateHosts = config?.allowPrivate ? [new URL(config.url).host] : []
  const rulesFor = keepRobots({ fetch: (address) => http.fetch(address, { privateHosts }), clock, agent: robotName })
  const rules = await rulesFor(wanted.url)
  const url = [wanted.url, wanted.threadUrl].find((address) => address !== null && rules.allows(address))
  if (!url) throw new RobotsRefused(wanted.url)
  const session = await sessionFor(url)
  const capture = await browser.capture(url, { privateHosts, userAgent: session?.userAgent, jar: session?.jar, timeoutMs: pageMs })
  if (capture.status >= 400 && !goneStatuses.includes(capture.status)) throw new RetryLater(`网站答复 HTTP ${capture.status}`)
  return capture
}

/** For the duty staff: what is in the way, and whether asking again may help. */
function explain(error: unknown): string {
  if (error instanceof RobotsRefused) return 'robots.txt 不允许采集这个页面，未取证；如有必要请人工留存'
  if (error instanceof GiveUp) return `不能取证：${messageOf(error)}`
  if (error instanceof Fatal) return `采集端没有可用的浏览器：${messageOf(error)}`
  return `页面没有打开，可稍后再申请：${messageOf(error)}`
}
