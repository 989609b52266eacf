/** What robots.txt lets us do, asked once a day for each host. */
import { createRequire } from 'node:module'
import { day, minute, type Clock, type Instant } from '../shared/clock.ts'
import { decodeBody } from '../shared/node/http/decode.ts'
import type { Page } from '../shared/node/http/fetch.ts'
import { GiveUp, RetryLater, messageOf } from '../shared/errors.ts'

interface Robots {
  isAllowed(url: string, agent: string): boolean | undefined
  getCrawlDelay(agent: string): number | undefined
}

// Its types claim a default export that the CommonJS module does not have.
const robotsParser = createRequire(import.meta.url)('robots-parser') as (url: string, text: string) => Robots

export interface Rules {
  allows(url: string): boolean
  /** Milliseconds between two requests that the site asks for; 0 = it does not say. */
  crawlDelay: number
}

const everything: Rules = { allows: () => true, crawlDelay: 0 }

/** Longest delay that is honoured: some sites ask for hours, which means that they do not want us at all. */
const longestDelay = 2 * minute

/**
 * Keeps the rules of each host. As RFC 9309 has it: no file (4xx) allows everything, a site in trouble (5xx, no answer) nothing yet.
 * @param fetch gets a page; any status is an answer.
 */
export function keepRobots({ fetch, clock, agent }: { fetch: (url: string) => Promise<Page>; clock: Clock; agent: string }) {
  const kept = new Map<string, { rules: Rules; until: Instant }>()

  return async function rulesFor(address: string): Promise<Rules> {
    const { origin } = new URL(address)
    const known = kept.get(origin)
    if (known && known.until > clock.now()) return known.rules
    const url = `${origin}/robots.txt`
    const page = await fetch(url).catch((error: unknown) => {
      // Refused by our own guard: the pages behind it would be, too.
      if (error instanceof GiveUp) throw error
      throw new RetryLater(`robots.txt 无法读取：${messageOf(error)}`, { cause: error })
    })
    if (page.status >= 500) throw new RetryLater(`robots.txt 无法读取：HTTP ${page.status}`)
    const rules = page.status >= 400 ? everything : parse(url, decodeBody(page.bytes, page.headers['content-type']).text.slice(0, 500_000), agent)
    kept.set(origin, { rules, until: clock.now() + day })
    return rules
  }
}

function parse(url: string, text: string, agent: string): Rules {
  // A page in place of the file (a soft 404) has no rules in it.
  if (/^\s*</.test(text)) return everything
  const robots = robotsParser(url, text)
  return {
    allows: (target) => robots.isAllowed(target, agent) ?? true,
    crawlDelay: Math.min((robots.getCrawlDelay(agent) ?? 0) * 1_000, longestDelay),
  }
}
