/**
 * The crawlers' manners: one request at a time to each host, a pause with jitter between two, robots.txt, Retry-After,
 * a daily budget, conditional requests, an honest name with a contact, or the session that an operator has lent.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CookieJar } from 'tough-cookie'
import { day, minute, second, startOfDay, type Clock, type Instant } from '../shared/clock.ts'
import { GiveUp, RetryLater } from '../shared/errors.ts'
import { redirectTarget, type HttpDoor, type Page } from '../shared/node/http/fetch.ts'
import type { PrivateHosts } from '../shared/node/http/guard.ts'
import type { SessionKeeper } from '../shared/node/session-keeper.ts'
import { newJar, type Session } from '../shared/node/site-sessions.ts'
import { keepRobots } from './robots.ts'
import type { Ask, OpenSource } from './source.ts'

/** Our name where robots.txt lists names. */
export const robotName = 'Tinghu'
export const userAgentFor = (contact: string): string => `Mozilla/5.0 (compatible; ${robotName}/0.1; +${contact})`

/** Refused by robots.txt: not an error of the site, nor worth a request. */
export class RobotsRefused extends GiveUp {
  override name = 'RobotsRefused'
}

export interface PoliteDoor {
  /**
   * Fetches what a visit asks for, when it is this source's turn at the host.
   * @param signal ends the waiting for that turn; absent = with the crawlers.
   * @throws RobotsRefused, GiveUp, RetryLater (with `afterMs` where nothing was asked because the host is to be left alone).
   */
  get(source: OpenSource, ask: Ask, signal?: AbortSignal): Promise<Page>
  /**
   * Does something else at the host of `url` (evidence, a look at a pasted address) when it is its turn there, as one visitor among others.
   * @throws RetryLater where the host is to be left alone.
   */
  inTurn<T>(url: string, work: () => Promise<T>): Promise<T>
}

interface Host {
  /** Resolves when the request before this one is done. */
  turn: Promise<unknown>
  /** No request before this time: the pause between two. */
  freeAt: Instant
  /** Nor before this one: the site has asked for it. */
  heldUntil: Instant
  /** The day that is counted, and the requests made on it. */
  today: Instant
  used: number
}

/** Where a site asks for more than this, whoever comes is told to come back, rather than stand in line. */
const longestWait = minute
/** Longest Retry-After that is believed; what is longer is a mistake. */
const longestRetryAfter = 30 * day
const mostHops = 5
/** Between what is done in turn and the next request, where no source says more. */
const usualPause = second / 2

/** What the browser's way needs to know of a request; `jar` is the session's, whose cookies the page is asked for with. */
export interface BrowseOptions {
  privateHosts: PrivateHosts
  userAgent: string | undefined
  jar: CookieJar | undefined
}

interface Doors {
  http: HttpDoor
  /** The browser's way, for sources that need one. */
  browse: (url: string, options: BrowseOptions) => Promise<Page>
  sessions: SessionKeeper
  clock: Clock
  signal: AbortSignal
  random?: () => number
}

export function openPolite({ http, browse, sessions, clock, signal, random = Math.random }: Doors): PoliteDoor {
  const hosts = new Map<string, Host>()
  const jars = new Map<string, CookieJar>()
  const robots = new Map<string, ReturnType<typeof keepRobots>>()

  const privateHosts = ({ config }: OpenSource): PrivateHosts => (config.allowPrivate ? [new URL(config.url).host] : [])

  function jarOf(source: OpenSource): CookieJar {
    const jar = jars.get(source.config.id) ?? newJar()
    jars.set(source.config.id, jar)
    return jar
  }

  /** Sources with the same name and the same rights share what is known of robots.txt. */
  function rulesFor(source: OpenSource) {
    const [allowed, agent] = [privateHosts(source), source.common.userAgent ?? robotName]
    const key = JSON.stringify([agent, allowed])
    const keep = robots.get(key) ?? keepRobots({ fetch: (url) => http.fetch(url, { privateHosts: allowed }), clock, agent })
    robots.set(key, keep)
    return keep
  }

  /** Runs `work` after everything that was asked of the host before, and not before the host is free. */
  async function inTurn<T>(name: string, until: AbortSignal, work: (host: Host) => Promise<T>): Promise<T> {
    const host = hosts.get(name) ?? { turn: Promise.resolve(), freeAt: 0, heldUntil: 0, today: 0, used: 0 }
    hosts.set(name, host)
    const mine = host.turn.then(async () => {
      const held = host.heldUntil - clock.now()
      if (held > longestWait) throw new RetryLater(`${name} 要求稍后再来`, { afterMs: held })
      const wait = Math.max(host.freeAt - clock.now(), held)
      if (wait > 0) await sleep(wait, undefined, { signal: until })
      until.throwIfAborted()
      return work(host)
    })
    host.turn = mine.catch(() => undefined)
    return mine
  }

  /** Counts a request. @throws RetryLater until midnight when the source's share of the day is used up. */
  function spend(host: Host, name: string, budget: number | undefined): void {
    const now = clock.now()
    if (host.today !== startOfDay(now)) Object.assign(host, { today: startOfDay(now), used: 0 })
    if (budget !== undefined && host.used >= budget) {
      throw new RetryLater(`今天对 ${name} 的请求已达上限 ${budget} 次`, { afterMs: host.today + day - now })
    }
    host.used++
  }

  /** One request and what the same host redirects it to; a redirect to another host comes back as it is, to wait its turn there. */
  async function getFrom(source: OpenSource, ask: Ask, host: Host): Promise<Page> {
    const { config, common } = source
    const { host: name } = new URL(ask.url)
    const rules = common.robots === 'obey' ? await rulesFor(source)(ask.url) : null
    const allows = (url: string): boolean => rules?.allows(url) ?? true
    const url = [ask.url, ask.otherwise].find((form) => form !== undefined && allows(form))
    if (url === undefined) throw new RobotsRefused(`robots.txt 不允许采集 ${ask.url}`)
    spend(host, name, common.budget)
    const session = await sessions.loadJar(url)
    const delay = Math.max(config.delay, rules?.crawlDelay ?? 0)
    try {
      const page = await fetchPage(source, ask, url, session, (target) => isLogin(target) || target.host !== name || !allows(target.href))
      if (session) await sessions.mergeBack(url)
      const target = redirectTarget(page)
      if (target && target.host === name && !isLogin(target) && !allows(target.href)) throw new RobotsRefused(`robots.txt 不允许采集 ${target.href}`)
      host.heldUntil = clock.now() + (retryAfter(page, clock.now()) ?? 0)
      return page
    } finally {
      host.freeAt = clock.now() + delay * (1 + random() * 0.3)
    }
  }

  async function fetchPage(source: OpenSource, ask: Ask, url: string, session: Session | null, stopAt: (target: URL) => boolean): Promise<Page> {
    const { common } = source
    const userAgent = session?.userAgent ?? common.userAgent
    if (common.browser) return browse(url, { privateHosts: privateHosts(source), userAgent, jar: session?.jar })
    return http.fetch(url, {
      jar: session?.jar ?? jarOf(source),
      privateHosts: privateHosts(source),
      ...(ask.validators ? { validators: ask.validators } : {}),
      ...(ask.form ? { method: 'POST', body: new URLSearchParams(ask.form).toString() } : {}),
      headers: {
        ...(ask.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...ask.headers, ...(userAgent ? { 'user-agent': userAgent } : {}),
      },
      stopAt,
    })
  }

  return {
    async get(source, ask, until = signal) {
      let current = ask
      for (let hops = 0; hops <= mostHops; hops++) {
        const { host: name } = new URL(current.url)
        const page = await inTurn(name, until, (host) => getFrom(source, current, host))
        const target = redirectTarget(page)
        if (!target || target.host === name || isLogin(target)) return page
        current = { ...ask, url: target.href, otherwise: undefined, form: undefined, validators: undefined }
      }
      throw new RetryLater(`${ask.url} 反复跳转`)
    },
    inTurn: (url, work) => inTurn(new URL(url).host, signal, (host) => work().finally(() => {
      host.freeAt = Math.max(host.freeAt, clock.now() + usualPause)
    })),
  }
}

/** A way to a login page: it is handed back, not followed. */
export const isLogin = (target: URL): boolean => /mod=logging|\/login|passport\./.test(target.href)

/** Milliseconds that an answer asks us to wait, given in seconds or as a date; null when it does not. */
export function retryAfter(page: Page, now: Instant): number | null {
  const text = page.headers['retry-after']
  if (!text || page.status < 400) return null
  const seconds = Number(text)
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1_000
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), longestRetryAfter)
}
