/** The HTTP side of the gateway: every request of the screens, with the message that a person should read when one fails. */
import type { Instant } from '../shared/clock.ts'
import type { DutyAlert } from '../shared/alert.ts'
import type { BundleState } from '../shared/bundle-view.ts'
import type { EvidenceCheck, EvidenceList, EvidencePass } from '../shared/evidence.ts'
import type { CorrectionChoices, IssueAnswer, IssueList, RulingAccepted } from '../shared/issue-view.ts'
import type { EarlierList, PostingTrace } from '../shared/posting-trace.ts'
import type { RepeatKey, RepeatReport } from '../shared/repeat.ts'
import type { Ruling } from '../shared/ruling.ts'
import type { SourceConfig } from '../shared/district.ts'
import type { LetGoList, SourceList, TrialAnswer } from '../shared/source-view.ts'
import type { TrendTable } from '../shared/trend-view.ts'
import type { PostingCard, WallSnapshot } from '../shared/wall.ts'
import { ask, frozen } from './asking.ts'

export { Refused } from './asking.ts'

export interface Session {
  role: 'admin' | 'kiosk' | null
  name: string | null
  /** What the product is called here: 洪泽12345在线. */
  title: string
  demo: boolean
  /** 0 = Monday … 6 = Sunday: the day on which the office's week begins. */
  weekStartsOn: number
}

export interface AlertDetail {
  alert: DutyAlert
  postings: (PostingCard & { trace: PostingTrace })[]
  history: { at: Instant; action: string; by: string; note: string }[]
}

export const readSession = async (): Promise<Session> => frozen(await ask('GET', '/api/session'))

/** @throws Refused with what to tell the person who mistyped. */
export async function logIn(name: string, password: string): Promise<void> {
  await ask('POST', '/api/session', { name, password })
}

export async function logOut(): Promise<void> {
  await ask('DELETE', '/api/session')
}

/** @throws Refused, with status 401 where neither token nor session is valid. */
export const readWall = async (kiosk: string | null): Promise<WallSnapshot> =>
  frozen(await ask('GET', kiosk === null ? '/api/wall' : `/api/wall?kiosk=${encodeURIComponent(kiosk)}`))

export const readAlerts = async (state: 'open' | 'all'): Promise<{ asOf: Instant; alerts: DutyAlert[] }> =>
  frozen(await ask('GET', `/api/alerts?state=${state}`))

export const readAlert = async (id: number): Promise<AlertDetail> => frozen(await ask('GET', `/api/alerts/${id}`))

/** Does one action of the transition table; answers with the alert as it is then. */
export const actOn = async (id: number, action: string, note: string): Promise<DutyAlert> =>
  frozen(await ask('POST', `/api/alerts/${id}/actions`, { action, note }))

/** Issues whose words hold `q` ('' = all), the newest activity first. */
export const readIssues = async (q: string, limit: number): Promise<IssueList> =>
  frozen(await ask('GET', `/api/issues?${new URLSearchParams({ ...(q === '' ? {} : { q }), limit: String(limit) })}`))

/** @param before what the page before this one named as `next`; null = the newest */
export const readIssue = async (id: number, before: number | null, limit: number): Promise<IssueAnswer> =>
  frozen(await ask('GET', `/api/issues/${id}?${new URLSearchParams({ ...(before === null ? {} : { before: String(before) }), limit: String(limit) })}`))

/** Puts a ruling on record; the line obeys it some moments later. @throws Refused, 409 where the matter has changed meanwhile. */
export const makeRuling = async (ruling: Ruling): Promise<RulingAccepted> => frozen(await ask('POST', '/api/rulings', ruling))

export const readChoices = async (): Promise<CorrectionChoices> => frozen(await ask('GET', '/api/rulings/choices'))

/** Counts what came back from one day to another (2026-11-20, both included, Beijing time). @throws Refused, 400 where the period is none. */
export const readRepeats = async (from: string, to: string, by: RepeatKey): Promise<RepeatReport> =>
  frozen(await ask('GET', `/api/repeats?${new URLSearchParams({ from, to, by })}`))

/** @throws Refused, 404 before trends were first measured. */
export const readTrends = async (): Promise<TrendTable> => frozen(await ask('GET', '/api/trends'))

export const readSources = async (): Promise<SourceList> => frozen(await ask('GET', '/api/sources'))

/** How the bundles from across the gap stand; without any stream there is no gap. */
export const readBundles = async (): Promise<BundleState> => frozen(await ask('GET', '/api/bundles'))

/** Asks the crawlers to look at an address; how that stands is read with {@link readTrial}. @throws Refused, 400 where it is none. */
export const tryAddress = async (url: string): Promise<{ id: number }> => frozen(await ask('POST', '/api/sources/trials', { url }))

export const readTrial = async (id: number): Promise<TrialAnswer> => frozen(await ask('GET', `/api/sources/trials/${id}`))

/** @throws Refused, 409 where another source has that id. */
export async function addSource(config: SourceConfig): Promise<void> {
  await ask('POST', '/api/sources', config)
}

export async function enableSource(source: string, enabled: boolean): Promise<void> {
  await ask('PATCH', `/api/sources/${encodeURIComponent(source)}`, { enabled })
}

/** Ends the pause that a source is in. */
export async function visitSource(source: string): Promise<void> {
  await ask('POST', `/api/sources/${encodeURIComponent(source)}/visits`, {})
}

/** @throws Refused, 400 naming the line that is no cookie. */
export async function importSession(session: { text: string; userAgent: string; site: string | null }): Promise<void> {
  await ask('POST', '/api/sessions', session)
}

export async function forgetSession(site: string): Promise<void> {
  await ask('DELETE', `/api/sessions/${encodeURIComponent(site)}`)
}

/** @param before what the page before this one named as `next`; null = the newest */
export const readLetGo = async (before: number | null, source: string | null): Promise<LetGoList> =>
  frozen(await ask('GET', `/api/let-go?${new URLSearchParams({ ...(before === null ? {} : { before: String(before) }), ...(source === null ? {} : { source }) })}`))

/** What was kept of the page of a posting, or of those that an alert rests on. */
export const readEvidence = async (of: { posting: number } | { alert: number }): Promise<EvidenceList> => {
  const [[name, id]] = Object.entries(of) as [[string, number]]
  return frozen(await ask('GET', `/api/evidence?${name}=${id}`))
}

/** @throws Refused, 409 where the posting has no page, or is being taken. */
export async function askEvidence(posting: number, reason: string): Promise<void> {
  await ask('POST', '/api/evidence', { posting, reason })
}

/** Puts on record who looks and why. @throws Refused, 400 without a reason. */
export const openEvidence = async (id: number, reason: string): Promise<EvidencePass> => frozen(await ask('POST', `/api/evidence/${id}/open`, { reason }))

/** Where a file is shown, once. */
export const evidenceFile = (id: number, file: 'picture' | 'html', { pass }: EvidencePass): string => `/api/evidence/${id}/${file}?pass=${pass}`

export const checkEvidence = async (id: number): Promise<EvidenceCheck> => frozen(await ask('POST', `/api/evidence/${id}/check`, {}))

export const readEarlier = async (posting: number): Promise<EarlierList> => frozen(await ask('GET', `/api/postings/${posting}/earlier`))
