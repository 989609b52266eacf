/** The pages that one try may ask for: few, one at a time, with pauses, as robots.txt allows, and none of them twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CookieJar } from 'tough-cookie'
import { minute, second, type Clock, type Instant } from '../../shared/clock.ts'
import { GiveUp, RetryLater } from '../../shared/errors.ts'
import type { HttpDoor, Page } from '../../shared/node/http/fetch.ts'
import type { PrivateHosts } from '../../shared/node/http/guard.ts'
import { isLogin, RobotsRefused, robotName } from '../polite.ts'
import { keepRobots } from '../robots.ts'

/** Requests that one try makes at most, robots.txt among them. */
export const mostRequests = 8
/** Milliseconds that a try takes at most, and that it waits between two requests to a host. */
const longestTry = minute
const pause = second / 2

/** No more requests in this try: its number or its time is used up. */
export class Spent extends GiveUp {
  override name = 'Spent'
}

export interface Fetcher {
  /** @throws Spent, RobotsRefused, GiveUp (the guard), RetryLater (no whole answer). */
  get(url: string, browser?: boolean): Promise<Page>
  /** Whether a page was asked for already, so that it costs nothing. */
  has(url: string, browser?: boolean): boolean
  /** Requests that may still be made. */
  left(): number
  browses: boolean
  privateHosts: PrivateHosts
}

export interface FetcherDoors {
  http: Pick<HttpDoor, 'fetch'>
  /** Absent = pages that only a script draws are said to be such, and not read. */
  browse?: ((url: string, options: { privateHosts: PrivateHosts; userAgent: string | undefined }) => Promise<Page>) | undefined
  clock: Clock
  signal: AbortSignal
  privateHosts: PrivateHosts
  /** Told of each request before it is made. */
  onRequest?: ((url: string) => void) | undefined
}

export function openFetcher({ http, browse, clock, signal, privateHosts, onRequest }: FetcherDoors): Fetcher {
  const end = clock.now() + longestTry
  const jar = new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false })
  const kept = new Map<string, Promise<Page>>()
  const freeAt = new Map<string, Instant>()
  let left = mostRequests
  let turn: Promise<unknown> = Promise.resolve()
  const rulesFor = keepRobots({ fetch: (url) => request(url, false, 0), clock, agent: robotName })

  async function request(url: string, browser: boolean, delay: number): Promise<Page> {
    const { host } = new URL(url)
    const wait = Math.max(0, (freeAt.get(host) ?? 0) - clock.now())
    if (left <= 0 || clock.now() + wait > end) throw new Spent('这次试读的请求次数或时间已用完')
    left -= 1
    if (wait > 0) await sleep(wait, undefined, { signal })
    signal.throwIfAborted()
    onRequest?.(url)
    try {
      return browser && browse
        ? await browse(url, { privateHosts, userAgent: undefined })
        : await http.fetch(url, { jar, privateHosts, stopAt: isLogin })
    } finally {
      freeAt.set(host, clock.now() + delay)
    }
  }

  async function fetchAllowed(url: string, browser: boolean): Promise<Page> {
    if (!URL.canParse(url)) throw new GiveUp(`${url.slice(0, 200)} 不是网址`)
    const rules = await rulesFor(url)
    if (!rules.allows(url)) throw new RobotsRefused(`robots.txt 不允许采集 ${url}`)
    return request(url, browser, Math.max(pause, rules.crawlDelay))
  }

  return {
    get(url, browser = false) {
      if (browser && !browse) return Promise.reject(new RetryLater('没有可用的浏览器'))
      const key = `${browser} ${url}`
      const known = kept.get(key)
      if (known) return known
      const mine = turn.then(() => fetchAllowed(url, browser))
      turn = mine.catch(() => undefined)
      kept.set(key, mine)
      return mine
    },
    has: (url, browser = false) => kept.has(`${browser} ${url}`),
    left: () => left,
    browses: browse !== undefined,
    privateHosts,
  }
}
