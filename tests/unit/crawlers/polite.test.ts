import { describe, expect, test } from 'vitest'
import { openSource } from '../../../crawlers/configured.ts'
import { openPolite, retryAfter, userAgentFor } from '../../../crawlers/polite.ts'
import { keepRobots } from '../../../crawlers/robots.ts'
import type { Ask } from '../../../crawlers/source.ts'
import { day } from '../../../shared/clock.ts'
import { sourceSchema } from '../../../shared/district.ts'
import { noSessions } from '../../support/sessions.ts'
import { noWatch } from '../../support/watch.ts'
import type { FetchOptions, HttpDoor, Page } from '../../../shared/node/http/fetch.ts'

const page = (url: string, over: Partial<Page> = {}): Page => ({ url, status: 200, headers: {}, bytes: new Uint8Array(), fetchedAt: 0, ...over })
const source = (id: string, over: Record<string, unknown> = {}) => openSource(sourceSchema.parse({
  id, name: id, adapter: 'feed', channel: 'news', url: `http://${id}.test/feed`, enabled: true, every: 60, delay: 40, local: true, ...over,
}), noWatch)
const ask = (url: string): Ask => ({ url, role: 'feed', key: url, page: 1, essential: true })

/** A door that notes when what was asked, and answers after a while. */
function noting(answer: (url: string) => Page | Promise<Page>) {
  const log: { url: string; from: number; to: number; options: FetchOptions | undefined }[] = []
  const http: HttpDoor = {
    async fetch(url, options) {
      const from = Date.now()
      await new Promise((resolve) => setTimeout(resolve, 10))
      const given = await answer(url)
      log.push({ url, from, to: Date.now(), options })
      return given
    },
    close: () => Promise.resolve(),
  }
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('none')), sessions: noSessions, clock: { now: Date.now }, signal: new AbortController().signal, random: () => 0 })
  return { log, polite }
}
const missing = (url: string) => (url.endsWith('robots.txt') ? page(url, { status: 404 }) : page(url))

describe('the polite door', () => {
  test('asks one thing at a time of a host, with the pause between, and of two hosts at once', async () => {
    const { log, polite } = noting(missing)
    const [a, b] = [source('a'), source('b')]
    await Promise.all([polite.get(a, ask('http://a.test/1')), polite.get(a, ask('http://a.test/2')), polite.get(b, ask('http://b.test/1'))])
    const pages = log.filter(({ url }) => !url.endsWith('robots.txt'))
    const [first, second] = pages.filter(({ url }) => url.startsWith('http://a.test'))
    const other = pages.find(({ url }) => url.startsWith('http://b.test'))
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(39)
    expect(other?.from).toBeLessThan(second?.from ?? 0)
  })

  test('keeps the host waiting for as long as it asks', async () => {
    const { log, polite } = noting((url) => (url.endsWith('/1') ? page(url, { status: 429, headers: { 'retry-after': '0.2' } }) : missing(url)))
    const a = source('a')
    await polite.get(a, ask('http://a.test/1'))
    await polite.get(a, ask('http://a.test/2'))
    const [, first, second] = log
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(199)
  })

  test('asks for robots.txt once, obeys it, and ignores it only where it was told to', async () => {
    const rules = (url: string) => page(url, url.endsWith('robots.txt') ? { bytes: Buffer.from('User-agent: *\nDisallow: /forum.php?mod=redirect*\nDisallow: /search.php') } : {})
    const { log, polite } = noting(rules)
    const a = source('a', { delay: 0 })
    await polite.get(a, ask('http://a.test/forum.php?mod=viewthread&tid=1'))
    await expect(polite.get(a, ask('http://a.test/search.php?x=1'))).rejects.toThrow('robots.txt')
    await expect(polite.get(a, ask('http://a.test/forum.php?mod=redirect&goto=lastpost'))).rejects.toThrow('robots.txt')
    await polite.get(source('a', { delay: 0, options: { robots: 'ignore' } }), ask('http://a.test/search.php'))
    expect(log.map(({ url }) => url.replace('http://a.test', ''))).toEqual(['/robots.txt', '/forum.php?mod=viewthread&tid=1', '/search.php'])
  })

  test('lets a source reach inside at its own address only, and only if it may', async () => {
    const { log, polite } = noting(missing)
    await polite.get(source('a', { allowPrivate: true, delay: 0 }), ask('http://a.test/1'))
    await polite.get(source('b', { delay: 0 }), ask('http://b.test/1'))
    expect(log.map(({ options }) => options?.privateHosts)).toEqual([['a.test'], ['a.test'], [], []])
  })

  test('one failure does not stop what stands behind it', async () => {
    const { polite } = noting((url) => (url.endsWith('/1') ? Promise.reject(new Error('reset')) : missing(url)))
    const a = source('a', { delay: 0 })
    const [failed, done] = await Promise.allSettled([polite.get(a, ask('http://a.test/1')), polite.get(a, ask('http://a.test/2'))])
    expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('robots.txt', () => {
  const keep = (answer: Partial<Page>) => keepRobots({ fetch: (url) => Promise.resolve(page(url, answer)), clock: { now: () => 0 }, agent: 'Tinghu' })
  test('that is not there, or is a page, allows everything', async () => {
    for (const answer of [{ status: 404 }, { bytes: Buffer.from('<html>404</html>') }]) expect((await keep(answer)('http://x.test/a')).allows('http://x.test/a')).toBe(true)
  })
  test('that cannot be had allows nothing yet', async () => { await expect(keep({ status: 503 })('http://x.test/a')).rejects.toThrow('robots.txt') })
  test('is kept for a day', async () => {
    let [now, fetched] = [0, 0]
    const rules = keepRobots({ fetch: (url) => { fetched++; return Promise.resolve(page(url)) }, clock: { now: () => now }, agent: 'Tinghu' })
    for (now of [0, day - 1, day + 1]) await rules('http://x.test/a')
    expect(fetched).toBe(2)
  })
  test('may ask for a delay, up to two minutes', async () => {
    const delay = async (seconds: number) => (await keep({ bytes: Buffer.from(`User-agent: *\nCrawl-delay: ${seconds}`) })('http://x.test/a')).crawlDelay
    expect([await delay(3), await delay(3_600)]).toEqual([3_000, 120_000])
  })
})

test('Retry-After is read as seconds or as a date, of refusals only', () => {
  const now = Date.parse('2026-11-22T00:00:00Z')
  const after = (text: string, status = 429) => retryAfter(page('x', { status, headers: { 'retry-after': text } }), now)
  expect([after('120'), after('Sun, 22 Nov 2026 00:01:00 GMT'), after('soon'), after('120', 200), after('-5')]).toEqual([120_000, 60_000, null, null, 0])
})

test('our name says who we are and whom to ask', () => { expect(userAgentFor('office@example.cn')).toBe('Mozilla/5.0 (compatible; Tinghu/0.1; +office@example.cn)') })
