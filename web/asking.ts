/** How the screens ask the gateway: JSON both ways, a limit to waiting, and a refusal that a person can read. */

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
export const patience = 15_000

/**
 * One request; what it answers, null where that is nothing (204).
 * @param wait longest wait for the answer in milliseconds; more where the server has a whole file to read first.
 * @throws Refused with what to tell whoever sits there.
 */
export async function ask(method: string, path: string, body?: unknown, wait = patience): Promise<unknown> {
  let answer: Response
  try {
    answer = await fetch(path, {
      method,
      signal: AbortSignal.timeout(wait),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch (thrown) {
    throw new Refused(0, thrown instanceof DOMException && thrown.name === 'TimeoutError' ? '服务器没有应答' : '连接不上服务器')
  }
  if (answer.status === 204) return null
  const told: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new Refused(answer.status, refusalOf(answer.status, told))
  return told
}

/** What the gateway said against it, or that it said nothing. */
export const refusalOf = (status: number, told: unknown): string =>
  (typeof told === 'object' && told !== null && 'message' in told && typeof told.message === 'string' ? told.message : `服务器拒绝了请求（${status}）`)

/** The gateway is our own and shares its types with us: answers are frozen, not checked field by field. */
export const frozen = <T>(value: unknown): Readonly<T> => Object.freeze(value) as Readonly<T>
