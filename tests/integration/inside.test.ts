/** What a hostile site, name server or pasted address can make the crawlers ask for inside: nothing. */
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { visitOnce, type Services } from '../../crawlers/crawl.ts'
import { keepInPostgres } from '../../crawlers/keep.ts'
import { openPolite } from '../../crawlers/polite.ts'
import { sourceSchema, type SourceConfig } from '../../shared/district.ts'
import { openBrowser, type BrowserDoor } from '../../shared/node/browser.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import type { Resolve } from '../../shared/node/http/guard.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { LoggingSite } from '../support/logging-site.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { noSessions } from '../support/sessions.ts'
import { noWatch } from '../support/watch.ts'

let services: TestServices
let db: Database
let http: HttpDoor
let browser: BrowserDoor
/** A site inside that nobody may ask. */
let site: LoggingSite
let root: string
const clock = { now: Date.now }
const userAgent = 'Tinghu/0.1'

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  http = openHttp({ userAgent, clock, limits: { totalMs: 3_000 } })
  browser = openBrowser({ chromiumPath: null, http, clock })
})
afterAll(async () => {
  await browser.close()
  await http.close()
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  site = new LoggingSite()
  site.answer = (_path, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body id="body">inside</body></html>') }
  root = await site.open()
})
afterEach(() => site.close())

function openServices(): Services {
  const { signal } = new AbortController()
  const browse: Parameters<typeof openPolite>[0]['browse'] = (url, options) => browser.fetch(url, options)
  const polite = openPolite({ http, browse, sessions: noSessions, clock, signal })
  return { keep: keepInPostgres(db, district), polite, sessions: noSessions, clock, log: createLog('test', 'silent'), district, reporterKey: 'key', signal }
}
const source = (id: string, url: string, more: Partial<SourceConfig> = {}) => openSource(sourceSchema.parse({
  id, name: id, adapter: 'feed', channel: 'news', url, enabled: true, every: 1, delay: 0, local: true, ...more,
}), noWatch)
const paths = () => site.log.map(({ path }) => path)

describe('a site that wants us inside', () => {
  /** Answers like a name server that changes its mind: first an address that is nobody's, then this machine. */
  function rebinding(): { resolve: Resolve; asked: () => number } {
    let asked = 0
    const resolve: Resolve = (_hostname, _options, callback) => {
      const address = asked++ === 0 ? { address: '4000::1', family: 6 } : { address: '127.0.0.1', family: 4 }
      setImmediate(() => { callback(null, [address]) })
    }
    return { resolve, asked: () => asked }
  }
  const port = () => new URL(root).port
  const targets = () => [
    `http://127.0.0.1:${port()}/`, `http://localhost:${port()}/`, `http://[::1]:${port()}/`, `http://[::ffff:127.0.0.1]:${port()}/`, `http://0.0.0.0:${port()}/`,
    `http://2130706433:${port()}/`, `http://0x7f.1:${port()}/`, 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://192.168.1.1/', 'file:///etc/passwd',
    `http://user:pw@127.0.0.1:${port()}/`,
  ]

  test('by links in its lists and by redirects gets no request, through neither door', async () => {
    const bait = new LoggingSite()
    const baitRoot = await bait.open()
    const links = targets()
    bait.answer = (path, response: ServerResponse) => {
      if (path === '/robots.txt') return void response.writeHead(404).end()
      const hop = /^\/hop(\d+)$/.exec(path)
      if (hop) return void response.writeHead(302, { location: links[Number(hop[1])] }).end()
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html><html><body><ul>${[...links, ...links.map((_, n) => `/hop${n}`)].map((href, n) =>
        `<li><a href="${href}">公告第${n}号</a><span>2026-11-22</span></li>`).join('')}</ul></body></html>`)
    }
    const options = { list: { item: 'li', date: 'span' }, detail: { body: '#body' } }
    for (const door of [false, true]) {
      const { health } = await visitOnce(source(`bait-${String(door)}`, `${baitRoot}/`, { adapter: 'page', allowPrivate: true, options: { ...options, browser: door } }), openServices())
      expect(health.state).toBe('DEGRADED')
    }
    expect(bait.log.filter(({ path }) => path.startsWith('/hop')).length).toBeGreaterThan(0)
    expect(paths()).toEqual([])
    await bait.close()
  }, 60_000)

  test('by names that change their mind gets no request, through neither door', async () => {
    for (const through of ['http', 'browser'] as const) {
      const { resolve, asked } = rebinding()
      const door = openHttp({ userAgent, clock, resolve, limits: { connectMs: 500, totalMs: 2_000 } })
      const ownBrowser = openBrowser({ chromiumPath: null, http: door, clock })
      const url = `http://rebind.example:${port()}/`
      const ask = () => (through === 'http' ? door.fetch(url) : ownBrowser.fetch(url, { privateHosts: [], userAgent: undefined }))
      for (let tries = 0; tries < 3; tries++) await expect(ask()).rejects.toThrow()
      expect(asked()).toBeGreaterThan(1)
      await ownBrowser.close()
      await door.close()
    }
    expect(paths()).toEqual([])
  }, 30_000)

  test('by addresses that are pasted as sources gets no request, through neither door', async () => {
    for (const url of targets()) {
      await expect(http.fetch(url)).rejects.toThrow()
      await expect(browser.fetch(url, { privateHosts: [], userAgent: undefined })).rejects.toThrow()
    }
    const using = openServices()
    for (const [n, url] of targets().filter((each) => each.startsWith('http')).entries()) {
      expect((await visitOnce(source(`pasted-${n}`, url), using)).health.state).toBe('BLOCKED')
    }
    expect(paths()).toEqual([])
  }, 60_000)
})
