/** The HTTP side of the gateway: every request of the screens, with the message that a person should read when one fails. */
import type { Instant } from '../shared/clock.ts'
import type { DutyAlert } from '../shared/alert.ts'
import type { CorrectionChoices, IssueAnswer, IssueList, RulingAccepted } from '../shared/issue-view.ts'
import type { RepeatKey, RepeatReport } from '../shared/repeat.ts'
import type { Ruling } from '../shared/ruling.ts'
import type { TrendTable } from '../shared/trend-view.ts'
import type { PostingCard, WallSnapshot } from '../shared/wall.ts'

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
  postings: PostingCard[]
  history: { at: Instant; action: string; by: string; note: string }[]
}

/** A refused or failed request. `status` 0 = no answer at all. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Longest wait for an answer; past that a hung line is treated as a broken one. */
const patience = 15_000

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  let answer: Response
  try {
    answer = await fetch(path, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch (thrown) {
    throw new Refused(0, thrown instanceof DOMException && thrown.name === 'TimeoutError' ? '服务器没有应答' : '连接不上服务器')
  }
  if (answer.status === 204) return null
  const told: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new Refused(answer.status, messageIn(told) ?? `服务器拒绝了请求（${answer.status}）`)
  return told
}

const messageIn = (told: unknown): string | null =>
  typeof told === 'object' && told !== null && 'message' in told && typeof told.message === 'string' ? told.message : null

/** The gateway is our own and shares its types with us: answers are frozen, not checked field by field. */
const frozen = <T>(value: unknown): Readonly<T> => Object.freeze(value) as Readonly<T>

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
