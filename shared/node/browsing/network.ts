/**
 * The network of a page in our browser: every request is answered by us through the guarded HTTP door, one at a time for
 * each host. Redirects are handed to the browser, which comes back with each hop; so each hop passes the guard, and the
 * page knows where it is.
 */
import type { CookieData, GoToOptions, HTTPRequest, Page as BrowserPage } from 'puppeteer-core'
import type { CookieJar } from 'tough-cookie'
import { GiveUp, RetryLater } from '../../errors.ts'
import { redirectTarget, type HttpDoor, type Page } from '../http/fetch.ts'
import type { PrivateHosts } from '../http/guard.ts'

export interface Visitor {
  privateHosts: PrivateHosts
  /** Said to sites in place of our own honest name; for a session that is bound to it. */
  userAgent: string | undefined
  /** Cookies of a session that was lent to us; what sites set goes into it. */
  jar?: CookieJar | undefined
}

export interface NetworkOptions extends Visitor {
  http: HttpDoor
  inTurn: Turns
  /** Kinds of resources that are not fetched. */
  without: ReadonlySet<string>
}

/** Runs work after all that was asked for under the same name before. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** Turns that all pages of a browser share. */
export function takeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work)
    last.set(name, mine.catch(() => undefined))
    return mine
  }
}

/** What came of the page's own address. */
export interface Network {
  /** The last answer to the page itself, redirects behind it. */
  document: Page | null
  /** Why there is none. */
  failure: unknown
}

/** Requests of one page after which the rest is refused: a page that asks for more is not for reading. */
const mostRequests = 400
/** Headers of the browser that sites need; its own name and what only describes it are left out. */
const passedOn = ['accept', 'content-type', 'cookie', 'origin', 'referer', 'x-requested-with', 'x-xsrf-token', 'x-csrf-token']
/** Never worth a request. */
const never = new Set(['websocket', 'manifest', 'ping', 'media', 'prefetch', 'cspviolationreport'])

/** Takes over the network of a page that has not gone anywhere yet, in a context of its own; a dialog that it opens is closed. */
export async function serveNetwork(page: BrowserPage, options: NetworkOptions): Promise<Network> {
  if (options.userAgent) await page.setUserAgent({ userAgent: options.userAgent })
  if (options.jar) await page.browserContext().setCookie(...cookiesIn(options.jar))
  const network: Network = { document: null, failure: null }
  let asked = 0

  await page.setRequestInterception(true)
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  page.on('request', (request) => {
    const ownAddress = request.isNavigationRequest() && request.frame() === page.mainFrame()
    answer(request).then(
      (answered) => { if (ownAddress) network.document = answered },
      (error: unknown) => {
        if (ownAddress) network.failure = error
        // To the page a refusal is a failed request, nothing more.
        return request.abort().catch(() => undefined)
      })
  })
  return network

  async function answer(request: HTTPRequest): Promise<Page> {
    const url = request.url()
    const kind = request.resourceType()
    if (never.has(kind) || options.without.has(kind) || !/^https?:/.test(url) || url.endsWith('/favicon.ico')) throw new GiveUp(`${url.slice(0, 200)} 不读取`)
    if (++asked > mostRequests) throw new GiveUp(`页面要读取的内容超过 ${mostRequests} 项`)
    const body = request.hasPostData() ? await request.fetchPostData() : undefined
    return options.inTurn(new URL(url).host, async () => {
      // Whoever has left the page does not want the rest of it.
      if (page.isClosed()) throw new GiveUp(`${url} 的页面已关闭`)
      const answered = await options.http.fetch(url, {
        method: request.method() === 'POST' ? 'POST' : 'GET', privateHosts: options.privateHosts, ...(options.jar ? { jar: options.jar } : {}),
        headers: headersOf(request), ...(body ? { body } : {}), stopAt: () => true,
      })
      const target = redirectTarget(answered)
      // The body is unpacked by now; headers that describe the packed one would mislead the browser.
      const headers = Object.fromEntries(Object.entries(answered.headers).filter(([name]) => !/^content-(?:encoding|length)$/.test(name)))
      await request.respond({ status: answered.status, headers: { ...headers, ...(target ? { location: target.href } : {}) }, body: answered.bytes })
      return answered
    })
  }

  function headersOf(request: HTTPRequest): Record<string, string> {
    const all = request.headers()
    const chosen = passedOn.flatMap((name) => (all[name] ? [[name, all[name]] as const] : []))
    return { ...Object.fromEntries(chosen), ...(options.userAgent ? { 'user-agent': options.userAgent } : {}) }
  }
}

/** Goes to an address. @returns the site's answer to it. @throws what the HTTP door had to say, rather than the browser's “failed”. */
export async function goTo(page: BrowserPage, network: Network, url: string, options: GoToOptions): Promise<Page> {
  try {
    await page.goto(url, options)
  } catch (error) {
    throw network.failure instanceof GiveUp || network.failure instanceof RetryLater ? network.failure : error
  }
  if (!network.document) throw new RetryLater(`${url}：没有得到页面`)
  return network.document
}

/** A jar's cookies as the browser takes them; from then on the browser sends them, since scripts may add their own. */
function cookiesIn(jar: CookieJar): CookieData[] {
  return (jar.serializeSync()?.cookies ?? []).flatMap(({ key, value, domain, path, secure, httpOnly, hostOnly }) =>
    typeof key === 'string' && typeof value === 'string' && typeof domain === 'string'
      ? [{ name: key, value, domain: hostOnly ? domain : `.${domain}`, path: typeof path === 'string' ? path : '/', secure: secure === true, httpOnly: httpOnly === true }]
      : [])
}
