/** The HTTP side of the gateway: every request of the screens, with the message that a person should read when one fails. */
import type { Instant } from '../shared/clock.ts'
import type { DutyAlert } from '../shared/alert.ts'
import type { PostingCard, WallSnapshot } from '../shared/wall.ts'

export interface Session {
  role: 'admin' | 'kiosk' | null
  name: string | null
  /** What the product is called here: 洪泽12345在线. */
  title: string
  demo: boolean
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
