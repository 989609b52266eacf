/** The crawlers' manners, as a site on this machine writes them into its own log. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { crawlSource, visitOnce, type Services } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite, userAgentFor } from '../../crawlers/polite.ts'
import { hour } from '../../shared/clock.ts'
import { sourceSchema, type SourceConfig } from '../../shared/district.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { LoggingSite } from '../support/logging-site.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { noWatch } from '../support/watch.ts'

const begun = Date.now()
const feedOf = (root: string, name: string): string => `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${name}</title><link>${root}/</link>
${[1, 2, 3].map((n) => `<item><title>${name}第${n}条</title><guid>${name}-${n}</guid><link>${root}/${name}/${n}</link><description>内容${n}</description>
<pubDate>${new Date(begun - n * hour).toUTCString()}</pubDate></item>`).join('')}</channel></rss>`

let services: TestServices
let db: Database
let http: HttpDoor
let site: LoggingSite
let root: string
let stopping: AbortController
const clock = { now: Date.now }
const userAgent = userAgentFor('office@example.cn')

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
  http = openHttp({ userAgent, clock, limits: { totalMs: 3_000 } })
  stopping = new AbortController()
  site = new LoggingSite()
  root = await site.open()
})
afterEach(async () => {
  stopping.abort()
  await http.close()
  await site.close()
})

function openServices(): Services {
  const { signal } = stopping
  const polite = openPolite({ http, browse: () => Promise.reject(new Error('no browser here')), sessions: noSessions, clock, signal })
  return { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log: createLog('test', 'silent'), district, reporterKey: 'key', signal }
}
const source = (id: string, path: string, more: Partial<SourceConfig> = {}) => openSource(sourceSchema.parse({
  id, name: id, adapter: 'feed', channel: 'news', url: `${root}${path}`, enabled: true, every: 1, delay: 60, local: true, allowPrivate: true, ...more,
}), noWatch)
const paths = () => site.log.map(({ path }) => path)
/** The site's usual answers: feeds with an ETag, and robots.txt. */
function serve(robots: string): void {
  site.answer = (path, response, request) => {
    if (path === '/robots.txt') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(robots)
    const name = path.slice(1).replace('.xml', '')
    const etag = `"${name}-1"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(feedOf(root, name))
  }
}
async function crawlFor(ms: number, sources: ReturnType<typeof source>[]): Promise<void> {
  const using = openServices()
  const loops = sources.map((each) => crawlSource(each, using))
  await sleep(ms)
  stopping.abort()
  await Promise.all(loops)
}

describe('in its own log a site sees', () => {
  test('robots.txt first and obeyed, one request at a time from all sources together, the pause between, 304 for what has not changed, our name', async () => {
    serve('User-agent: *\nDisallow: /secret\nCrawl-delay: 0.1')
    await crawlFor(6_000, [source('one', '/one.xml'), source('two', '/two.xml'), source('three', '/three.xml'), source('hidden', '/secret.xml')])
    expect(paths()[0]).toBe('/robots.txt')
    expect(paths().filter((path) => path === '/robots.txt')).toHaveLength(1)
    expect(paths().filter((path) => path.startsWith('/secret'))).toEqual([])
    const pages = site.log.filter(({ path }) => path !== '/robots.txt')
    expect(pages.length).toBeGreaterThan(5)
    pages.slice(1).forEach((entry, index) => { expect(entry.from - (pages[index]?.to ?? Infinity)).toBeGreaterThanOrEqual(95) })
    for (const name of ['/one.xml', '/two.xml', '/three.xml']) {
      const [first, ...later] = pages.filter(({ path }) => path === name)
      expect([first?.status, first?.headers['if-none-match']]).toEqual([200, undefined])
      expect(later.length).toBeGreaterThan(0)
      for (const { status } of later) expect(status).toBe(304)
    }
    expect(new Set(site.log.map(({ headers }) => headers['user-agent']))).toEqual(new Set([userAgent]))
    expect((await db.query('select 1 from postings')).rows).toHaveLength(9)
    const { rows } = await db.query<{ source: string; state: string }>(`select source, health ->> 'state' as state from sources order by source`)
    expect(rows).toEqual([{ source: 'hidden', state: 'BLOCKED' }, ...['one', 'three', 'two'].map((each) => ({ source: each, state: 'OK' }))])
  })

  test('nobody for as long as it asked with Retry-After, whichever source was told', async () => {
    serve('')
    const usual = site.answer
    let told = 0
    site.answer = (path, response, request) => {
      if (path !== '/one.xml' || told > 0) return usual(path, response, request)
      told = Date.now()
      response.writeHead(503, { 'retry-after': '2' }).end()
    }
    await crawlFor(6_000, [source('one', '/one.xml'), source('two', '/two.xml')])
    const after = site.log.filter(({ from }) => from > told)
    expect(after.length).toBeGreaterThan(0)
    for (const { from } of after) expect(from - told).toBeGreaterThanOrEqual(1_990)
  })

  test('nobody at all after a long Retry-After: sources say until when, and are not held up by it', async () => {
    serve('')
    site.answer = (path, response) => { response.writeHead(path === '/robots.txt' ? 404 : 429, path === '/robots.txt' ? {} : { 'retry-after': '7200' }).end() }
    const using = openServices()
    const first = await visitOnce(source('one', '/one.xml'), using)
    const second = await visitOnce(source('two', '/two.xml'), using)
    expect(paths()).toEqual(['/robots.txt', '/one.xml'])
    for (const { health } of [first, second]) {
      expect(health).toMatchObject({ state: 'RATE_LIMITED', reason: expect.stringMatching(/\d\d:\d\d前不再请求/) as string })
      expect(health.until! - Date.now()).toBeGreaterThan(7_190_000)
    }
  })

  test('no more requests a day than the budget, however many sources there are', async () => {
    serve('')
    const using = openServices()
    const options = { budget: 3 }
    const states: string[] = []
    for (const name of ['one', 'two', 'three', 'four', 'five']) states.push((await visitOnce(source(name, `/${name}.xml`, { options, delay: 0 }), using)).health.state)
    expect(states).toEqual(['OK', 'OK', 'OK', 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(site.log.filter(({ path }) => path !== '/robots.txt')).toHaveLength(3)
  })

  test('nobody in quiet hours', async () => {
    serve('')
    await crawlFor(1_500, [source('one', '/one.xml', { options: { quiet: { from: 0, to: 24 } } })])
    expect(paths()).toEqual([])
  })

  test('a redirect into what robots.txt forbids is not followed, nor one to another host inside', async () => {
    const other = new LoggingSite()
    const otherRoot = await other.open()
    other.answer = (path, response) => { response.writeHead(200).end(path === '/robots.txt' ? 'User-agent: *\nDisallow: /' : '') }
    site.answer = (path, response) => {
      if (path === '/robots.txt') response.end('User-agent: *\nDisallow: /secret')
      else response.writeHead(302, { location: path === '/one.xml' ? '/secret' : `${otherRoot}/feed` }).end()
    }
    const using = openServices()
    // The other host is inside as well: this source may not even ask for its robots.txt.
    for (const name of ['one', 'two']) expect((await visitOnce(source(name, `/${name}.xml`), using)).health.state).toBe('BLOCKED')
    expect(paths()).toEqual(['/robots.txt', '/one.xml', '/two.xml'])
    expect(other.log).toEqual([])
    await other.close()
  })
})
