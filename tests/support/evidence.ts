/** Evidence from end to end in one process: a local site, real PostgreSQL, Redis and Chromium, a gateway, and the crawlers' hand. */
import { systemClock } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { Evidence, EvidenceList, EvidencePass } from '../../shared/evidence.ts'
import { openBrowser } from '../../shared/node/browser.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { takeErrand } from '../../shared/node/errands.ts'
import { openHttp } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import type { Posting } from '../../shared/posting.ts'
import { captureEvidence } from '../../crawlers/evidence/capture.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway } from '../../server/gateway.ts'
import { district, makePosting } from './postings.ts'
import { startTestServices } from './services.ts'
import { startSite, type TestSite } from './site.ts'

export interface EvidenceTrial {
  db: Database
  /** Where the pages are. */
  site: TestSite
  /** What the pages reach for and must not reach. */
  inside: TestSite
  gatewayUrl: string
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  listed(posting: number): Promise<Evidence[]>
  /** The audit log, an entry a line: action, who, why. */
  audited(): Promise<string[]>
  /** Records a posting with a page at a path. @returns its id. */
  recordAt(path: string, given?: Partial<Posting>): Promise<number>
  /** Does what the crawlers do with the errand that waits. */
  runErrand(allowPrivate?: boolean): ReturnType<typeof captureEvidence>
  /** A kept piece of evidence of a page. */
  keep(path?: string): Promise<Evidence>
  grant(id: number): Promise<EvidencePass>
  /** Empties tables and logs of requests. */
  clear(): Promise<void>
  close(): Promise<void>
}

const password = 'a-good-password'
export const reason = '领导要求留存'

/** A thread with a style, a script, and a picture and a request that lead inside. */
const threadPage = (inside: string): string => `<html><head><link rel="stylesheet" href="/look.css"></head><body><h1>润园小区路灯不亮</h1><p>晚上一片漆黑</p>
  <img src="http://${inside}/picture.png"><script>document.body.append('脚本写的字'); fetch('http://${inside}/fetch').catch(() => 0)</script></body></html>`

export async function openEvidenceTrial(): Promise<EvidenceTrial> {
  const services = await startTestServices()
  const db = connectPostgres(services.databaseUrl)
  const log = createLog('test', 'silent')
  await migrate(db, log)
  await ensureAdministrator(db, password)
  const inside = await startSite((_request, response) => { response.writeHead(200, { 'access-control-allow-origin': '*' }).end('inside') })
  const site = await startSite((request, response) => {
    if (request.url === '/robots.txt') return response.end('User-agent: *\nDisallow: /private/')
    if (request.url === '/moved') return response.writeHead(302, { location: '/thread-2' }).end()
    if (request.url === '/look.css') return response.writeHead(200, { 'content-type': 'text/css' }).end('p { color: green }')
    response.statusCode = request.url === '/gone' ? 404 : request.url === '/busy' ? 429 : 200
    return response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('set-cookie', 'sid=secret').end(threadPage(inside.host))
  })
  const http = openHttp({ userAgent: 'Tinghu/0.1', clock: systemClock })
  const browser = openBrowser({ chromiumPath: null, http, clock: systemClock })
  const gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district), log, clock: systemClock,
    secrets: { kioskToken: 'k', reporterKey: 'r', sessionKey: 's' },
  })
  let cookie = ''
  const get = (path: string): Promise<Response> => fetch(gateway.url + path, { headers: { cookie } })
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(gateway.url + path, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
  cookie = (await post('/api/session', { name: 'admin', password })).headers.getSetCookie()[0]!.split(';')[0]!

  const trial: EvidenceTrial = {
    db, site, inside, get, post, gatewayUrl: gateway.url,
    listed: async (posting) => (await (await get(`/api/evidence?posting=${posting}`)).json() as EvidenceList).evidence,
    audited: async () => (await db.query<{ words: string }>(`select action || ' ' || by || ' ' || reason as words from audit_log order by id`)).rows.map(({ words }) => words),
    async recordAt(path, given = {}) {
      await record(db, district, [makePosting({ externalId: path, url: `http://${site.host}${path}`, ...given })])
      const { rows: [row] } = await db.query<{ id: number }>('select max(id) as id from postings')
      return row!.id
    },
    async runErrand(allowPrivate = true) {
      const taken = await takeErrand(db, district, systemClock.now())
      if (taken?.errand.kind !== 'capture') throw new Error('no capture was asked for')
      const config = sourceSchema.parse({
        id: 'test', name: '测试论坛', adapter: 'discuz', channel: 'forum', url: `http://${site.host}/`, enabled: true, every: 60, delay: 0, local: true, allowPrivate,
      })
      return captureEvidence(taken.errand.evidence, { db, district, http, browser, clock: systemClock, configOf: () => config, sessionFor: async () => null })
    },
    async keep(path = '/thread-1') {
      const posting = await trial.recordAt(path)
      await post('/api/evidence', { posting, reason })
      await trial.runErrand()
      return (await trial.listed(posting))[0]!
    },
    grant: async (id) => (await post(`/api/evidence/${id}/open`, { reason: '核实坠物情况' })).json() as Promise<EvidencePass>,
    async clear() {
      await db.query('truncate postings, revisions, events, evidence, errands, audit_log, districts')
      site.asked.length = inside.asked.length = 0
    },
    async close() {
      await gateway.close()
      await browser.close()
      await http.close()
      await db.end()
      await services.stop()
      site.close()
      inside.close()
    },
  }
  return trial
}
