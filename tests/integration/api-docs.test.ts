import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { day, systemClock } from '../../shared/clock.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { createToken } from '../../server/archive/tokens.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { startChromium } from '../support/chromium.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

interface Told {
  description: string
  content?: Record<string, { schema: object; example?: unknown }>
}
interface Operation {
  summary: string
  security: Record<string, string[]>[]
  parameters?: { name: string; in: string; required?: boolean; schema: object; description?: string }[]
  requestBody?: Told
  responses: Record<string, Told>
}
interface OpenApi {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: Record<string, { type: string; scheme: string }> }
}

let services: TestServices
let db: Database
let gateway: Gateway
let browser: Browser
let docs: OpenApi
let token = ''

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
    log, clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  docs = await (await fetch(`${gateway.url}/api/docs/json`)).json() as OpenApi
  const now = Date.now()
  const given = { name: '市平台', scopes: ['orders:write' as const, 'figures:read' as const], channels: null, endsAt: now + day, by: 'admin' }
  token = (await createToken(db, district, given, now)).token
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.close()
  await gateway.close()
  await db.end()
  await services.stop()
})

const operations = (): { method: string; path: string; operation: Operation }[] =>
  Object.entries(docs.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })))
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => fetch(gateway.url + path.replace('{id}', '1'), {
  method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
})
const judge = (schema: object, value: unknown): z.ZodError | undefined => z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(value).error
const jsonOf = (told: Told | undefined) => told?.content?.['application/json']

test('the document says what it is, and tells of nothing but what a token may do', () => {
  expect(docs.openapi).toMatch(/^3\.1\./)
  expect(docs.info).toMatchObject({ title: '听湖开放接口' })
  expect(docs.components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } })
  expect(operations().map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'GET /api/figures', 'GET /api/work-orders/batches/{id}', 'POST /api/work-orders',
  ])
  for (const { operation } of operations()) expect(operation).toMatchObject({ summary: expect.stringMatching(/\p{Script=Han}/u) as string, security: [{ token: [] }] })
})

test('each documented route is there, and its refusals are as they are documented', async () => {
  for (const { method, path, operation } of operations()) {
    const refused = await call(method, path, method === 'POST' ? {} : undefined, { authorization: 'Bearer nonsense' })
    expect(refused.status, path).toBe(401)
    expect(judge(jsonOf(operation.responses['401'])!.schema, await refused.json())).toBeUndefined()
    for (const name of Array.from(path.matchAll(/\{(\w+)\}/g), ([, found]) => found)) {
      expect(operation.parameters).toContainEqual(expect.objectContaining({ name, in: 'path', required: true }))
    }
  }
})

test('each example is what its schema wants', () => {
  const told = operations().flatMap(({ operation }) => [operation.requestBody, ...Object.values(operation.responses)]).map(jsonOf).filter((media) => media?.example !== undefined)
  expect(told.length).toBeGreaterThanOrEqual(3)
  for (const media of told) expect(judge(media!.schema, media!.example)).toBeUndefined()
})

test('the example of a batch is taken as it stands, and the answers are as they are documented', async () => {
  const { post } = docs.paths['/api/work-orders']!
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'example' }
  const accepted = await call('POST', '/api/work-orders', jsonOf(post!.requestBody)!.example, headers)
  expect(accepted.status).toBe(202)
  const answer = await accepted.json() as { poll: string }
  expect(judge(jsonOf(post!.responses['202'])!.schema, answer)).toBeUndefined()
  const media = jsonOf(docs.paths['/api/work-orders/batches/{id}']!.get!.responses['200'])!
  await expect.poll(async () => (await db.query<{ state: string }>('select state from imports')).rows[0]?.state, { timeout: 90_000 }).toBe('done')
  const result: unknown = await (await call('GET', answer.poll, undefined, headers)).json()
  expect(judge(media.schema, result)).toBeUndefined()
  expect(result).toMatchObject({ rows: 1, new: 1, bad: 0 })
})

test('the answer of the indicators is as it is documented', async () => {
  const { get } = docs.paths['/api/figures']!
  const answer = await call('GET', '/api/figures?period=2026-01&by=channel', undefined, { authorization: `Bearer ${token}` })
  expect(answer.status).toBe(200)
  expect(judge(jsonOf(get!.responses['200'])!.schema, await answer.json())).toBeUndefined()
})

test('the page shows the routes without a login, and asks nobody but this server', async () => {
  const page = await browser.newPage()
  const asked: string[] = []
  const wrong: string[] = []
  page.on('request', (request) => { asked.push(request.url()) })
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()) })
  page.on('pageerror', (error) => { wrong.push(String(error)) })
  await page.goto(`${gateway.url}/api/docs`)
  await page.waitForSelector('.opblock-post')
  await page.click('.opblock-post')
  await page.waitForSelector('.opblock-post .opblock-body .highlight-code')
  expect(await page.evaluate(() => document.body.innerText)).toContain('HZ202601050001')
  expect(asked.filter((url) => !url.startsWith(`${gateway.url}/`) && !url.startsWith('data:'))).toEqual([])
  expect(wrong).toEqual([])
})
