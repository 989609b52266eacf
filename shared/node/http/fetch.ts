/** The one HTTP door: every request of server and crawlers to another machine goes through it. */
import { lookup } from 'node:dns'
import { Agent, errors, request, type Dispatcher } from 'undici'
import type { CookieJar } from 'tough-cookie'
import { type Clock, type Instant } from '../../clock.ts'
import { GiveUp, RetryLater, messageOf } from '../../errors.ts'
import { checkUrl, guardLookup, type PrivateHosts, type Resolve } from './guard.ts'
import { defaultLimits, type HttpLimits } from './limits.ts'
import { unpack } from './unpack.ts'

/** An answer as it came, or as it was stored: what every parser reads. */
export interface Page {
  /** Where it finally came from, after redirects. */
  url: string
  status: number
  /** Names in lower case; several of one name are joined by `, `. */
  headers: Record<string, string>
  /** Unpacked, not decoded. */
  bytes: Uint8Array
  fetchedAt: Instant
}

export interface FetchOptions {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Buffer
  /** Of an earlier answer; unchanged pages then come back as 304 without a body. */
  validators?: { etag?: string | null; lastModified?: string | null }
  jar?: CookieJar
  /** Hosts inside the private network that may be reached. */
  privateHosts?: PrivateHosts
  /** True for a redirect that is to be handed back, not followed (a login page). */
  stopAt?: (target: URL) => boolean
  limits?: Partial<HttpLimits>
}

export interface HttpDoor {
  /**
   * Fetches one page, following redirects by hand so that each hop passes the guard. Any status is an answer.
   * @throws RetryLater when there was no whole answer (refused, reset, timed out, cut), GiveUp when there will never be one.
   */
  fetch(url: string, options?: FetchOptions): Promise<Page>
  close(): Promise<void>
}

/** Opens the door. `userAgent` names us and whom to ask. */
export function openHttp(
  { userAgent, clock, limits: general, resolve = lookup }: { userAgent: string; clock: Clock; limits?: Partial<HttpLimits>; resolve?: Resolve },
): HttpDoor {
  const base = { ...defaultLimits, ...general }
  const settings = { headersTimeout: base.headerMs, bodyTimeout: base.totalMs, keepAliveTimeout: 10_000, allowH2: false }
  const outside = new Agent({ ...settings, connect: { timeout: base.connectMs, lookup: guardLookup(resolve) } })
  const inside = new Agent({ ...settings, connect: { timeout: base.connectMs } })

  async function hop(url: URL, options: FetchOptions, limits: HttpLimits, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { mayBeInside } = checkUrl(url, options.privateHosts ?? [])
    const cookie = await options.jar?.getCookieString(url.href)
    const response = await request(url, {
      dispatcher: mayBeInside ? inside : outside,
      method: options.method ?? 'GET',
      body: options.body,
      headers: {
        'user-agent': userAgent,
        'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
        'accept-language': 'zh-CN,zh;q=0.9',
        'accept-encoding': 'gzip, deflate, br',
        ...(cookie ? { cookie } : {}),
        ...(options.validators?.etag ? { 'if-none-match': options.validators.etag } : {}),
        ...(options.validators?.lastModified ? { 'if-modified-since': options.validators.lastModified } : {}),
        ...options.headers,
      },
      headersTimeout: limits.headerMs,
      signal,
    })
    const cookies = response.headers['set-cookie'] ?? []
    for (const line of Array.isArray(cookies) ? cookies : [cookies]) await options.jar?.setCookie(line, url.href, { ignoreError: true, loose: true })
    return response
  }

  async function follow(first: string, options: FetchOptions, limits: HttpLimits, signal: AbortSignal): Promise<Page> {
    let url = parse(first)
    let asked = options
    const visits = new Map<string, number>()
    for (let hops = 0; ; hops++) {
      const response = await hop(url, asked, limits, signal)
      const target = redirectTarget({ url: url.href, status: response.statusCode, headers: response.headers })
      if (!target || options.stopAt?.(target)) return readPage(url, response, limits)
      await response.body.dump({ limit: 65_536 }).catch(() => undefined)
      const seen = (visits.get(target.href) ?? (target.href === first ? 1 : 0)) + 1
      visits.set(target.href, seen)
      // Once back to the same address is how Discuz mends a thread's reply count; twice is a loop.
      if (seen > 2 || hops >= limits.maxRedirects) throw new RetryLater(`${first} 反复跳转（超过 ${limits.maxRedirects} 次或成环）`)
      url = target
      // A form that answers with a redirect has done its work: what follows is read, not sent again.
      if (asked.method === 'POST') asked = { ...options, method: 'GET', body: undefined }
    }
  }

  async function readPage(url: URL, response: Dispatcher.ResponseData, limits: HttpLimits): Promise<Page> {
    const announced = Number(response.headers['content-length'] ?? 0)
    if (announced > limits.maxBytes) {
      response.body.destroy()
      throw tooLarge(url, limits)
    }
    const parts: Buffer[] = []
    let size = 0
    for await (const part of response.body as AsyncIterable<Buffer>) {
      size += part.length
      if (size > limits.maxBytes) throw tooLarge(url, limits)
      parts.push(part)
    }
    const headers = Object.fromEntries(
      Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])),
    )
    const bytes = await unpack(Buffer.concat(parts), headers['content-encoding'] ?? null, limits.maxBytes)
    return { url: url.href, status: response.statusCode, headers, bytes, fetchedAt: clock.now() }
  }

  return {
    async fetch(url, options = {}) {
      const limits = { ...base, ...options.limits }
      try {
        return await follow(url, options, limits, AbortSignal.timeout(limits.totalMs))
      } catch (error) {
        throw explain(url, error)
      }
    },
    async close() {
      await Promise.all([outside.destroy(), inside.destroy()])
    },
  }
}

function parse(address: string): URL {
  if (!URL.canParse(address)) throw new GiveUp(`${address.slice(0, 200)} 不是网址`)
  return new URL(address)
}

/** Where an answer leads; null when it leads nowhere. Of a page: a redirect that was handed back, not followed. */
export function redirectTarget({ url, status, headers: { location } }: { url: string; status: number; headers: Dispatcher.ResponseData['headers'] }): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return null
  // Header values come as latin1; a Location with raw UTF-8 in it (Discuz, NodeBB) is read as such.
  const target = Buffer.from(location, 'latin1').toString('utf8')
  const text = target.includes('\ufffd') ? location : target
  return URL.canParse(text, url) ? new URL(text, url) : null
}

const tooLarge = (url: URL, { maxBytes }: HttpLimits): GiveUp => new GiveUp(`${url.href} 超过 ${maxBytes >> 20} MB，不读取`)

/** What people are told of a failed connection, by the code of the error. */
const failures: [code: RegExp, words: string][] = [
  [/CONNECT_TIMEOUT|ETIMEDOUT/, '连接不上（超时）'], [/HEADERS_TIMEOUT/, '连上后没有应答（超时）'], [/BODY_TIMEOUT|TimeoutError/, '没有在限定时间内读完'],
  [/ECONNREFUSED/, '连接被拒绝'], [/ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH/, '连接中途断开'], [/ENOTFOUND|EAI_AGAIN/, '域名无法解析'],
  [/EHOSTUNREACH|ENETUNREACH/, '网络不通'], [/HPE_|UND_ERR_HEADERS_OVERFLOW/, '应答不合 HTTP 规范'], [/CERT|SSL|TLS/, '证书或加密连接有误'],
]

/** Every failure of a connection is worth another try, save those that say they are not. */
function explain(url: string, error: unknown): Error {
  if (error instanceof GiveUp || error instanceof RetryLater) return error
  if (error instanceof Error && error.cause instanceof GiveUp) return error.cause
  // Its own words may quote a header, and with it a cookie.
  if (error instanceof errors.InvalidArgumentError) return new GiveUp(`${url}：请求不合规范`)
  const { code, name } = error instanceof Error ? error as NodeJS.ErrnoException : { code: undefined, name: '' }
  const words = failures.find(([pattern]) => pattern.test(code ?? name))?.[1] ?? messageOf(error)
  return new RetryLater(`${url}：${words}`, { cause: error })
}
