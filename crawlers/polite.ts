/**
 * The crawlers' manners: one request at a time to each host, a pause with jitter between two, robots.txt, Retry-After,
 * conditional requests, an honest name with a contact.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CookieJar } from 'tough-cookie'
import type { Clock, Instant } from '../shared/clock.ts'
import { GiveUp } from '../shared/errors.ts'
import type { HttpDoor, Page } from '../shared/node/http/fetch.ts'
import type { PrivateHosts } from '../shared/node/http/guard.ts'
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
   * @throws RobotsRefused, GiveUp, RetryLater.
   */
  get(source: OpenSource, ask: Ask): Promise<Page>
}

interface Host {
  /** Resolves when the request before this one is done. */
  turn: Promise<unknown>
  /** No request before this time. */
  freeAt: Instant
}

/** Longest that a Retry-After holds up a host here; the source's own pause goes on from there. */
const longestHold = 120_000

interface Doors {
  http: HttpDoor
  /** The browser's way, for sources that need one. */
  browse: (url: string, options: { privateHosts: PrivateHosts; userAgent: string | undefined }) => Promise<Page>
  clock: Clock
  signal: AbortSignal
  random?: () => number
}

export function openPolite({ http, browse, clock, signal, random = Math.random }: Doors): PoliteDoor {
  const hosts = new Map<string, Host>()
  const jars = new Map<string, CookieJar>()
  const robots = new Map<string, ReturnType<typeof keepRobots>>()

  const privateHosts = ({ config }: OpenSource): PrivateHosts => (config.allowPrivate ? [new URL(config.url).host] : [])

  function jarOf(source: OpenSource): CookieJar {
    const jar = jars.get(source.config.id) ?? new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false })
    jars.set(source.config.id, jar)
    return jar
  }

  function rulesFor(source: OpenSource) {
    const keep = robots.get(source.config.id)
      ?? keepRobots({ fetch: (url) => http.fetch(url, { privateHosts: privateHosts(source) }), clock, agent: source.common.userAgent ?? robotName })
    robots.set(source.config.id, keep)
    return keep
  }

  /** Runs `work` after everything that was asked of the host before, and not before the host is free. */
  async function inTurn<T>(name: string, work: (host: Host) => Promise<T>): Promise<T> {
    const host = hosts.get(name) ?? { turn: Promise.resolve(), freeAt: 0 }
    hosts.set(name, host)
    const mine = host.turn.then(async () => {
      const wait = host.freeAt - clock.now()
      if (wait > 0) await sleep(wait, undefined, { signal })
      return work(host)
    })
    host.turn = mine.catch(() => undefined)
    return mine
  }

  return {
    get: (source, ask) => inTurn(new URL(ask.url).host, async (host) => {
      const { config, common } = source
      const rules = common.robots === 'obey' ? await rulesFor(source)(ask.url) : null
      if (rules && !rules.allows(ask.url)) throw new RobotsRefused(`robots.txt 不允许采集 ${ask.url}`)
      const delay = Math.max(config.delay, rules?.crawlDelay ?? 0)
      try {
        const page = common.browser
          ? await browse(ask.url, { privateHosts: privateHosts(source), userAgent: common.userAgent })
          : await http.fetch(ask.url, {
            jar: jarOf(source),
            privateHosts: privateHosts(source),
            ...(ask.validators ? { validators: ask.validators } : {}),
            ...(ask.form ? { method: 'POST', body: new URLSearchParams(ask.form).toString() } : {}),
            headers: {
              ...(ask.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...ask.headers, ...(common.userAgent ? { 'user-agent': common.userAgent } : {}),
            },
            stopAt: (target) => /mod=logging|\/login|passport\./.test(target.href),
          })
        host.freeAt = clock.now() + Math.max(delay * (1 + random() * 0.3), Math.min(retryAfter(page, clock.now()) ?? 0, longestHold))
        return page
      } catch (error) {
        host.freeAt = clock.now() + delay * (1 + random() * 0.3)
        throw error
      }
    }),
  }
}

/** Milliseconds that an answer asks us to wait, given in seconds or as a date; null when it does not. */
export function retryAfter(page: Page, now: Instant): number | null {
  const text = page.headers['retry-after']
  if (!text || page.status < 400) return null
  const seconds = Number(text)
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1_000
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}
