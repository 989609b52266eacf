import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CookieJar } from 'tough-cookie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GiveUp, RetryLater } from '../../../../../shared/errors.ts'
import { openHttp, type HttpDoor } from '../../../../../shared/node/http/fetch.ts'

let server: Server
let answer: RequestListener
let door: HttpDoor
let host: string
let asked: { path: string; headers: NodeJS.Dict<string | string[]> }[]

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  door = openHttp({ userAgent: 'Tinghu/0.1', clock: { now: () => 42 }, limits: { totalMs: 700, headerMs: 500, maxBytes: 100_000 } })
})
afterEach(async () => {
  await door.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const get = (path = '/', options = {}) => door.fetch(`http://${host}${path}`, { privateHosts: [host], ...options })
const goTo = (location: string): void => { answer = (request, response) => { if (request.url === '/') response.writeHead(302, { location }).end(); else response.end('there') } }

describe('an answer', () => {
  test('comes with its final address, status, headers and time', async () => {
    answer = (_request, response) => { response.writeHead(404, { 'content-type': 'text/html' }).end('nothing here') }
    const page = await get('/a?b=c')
    expect(page).toMatchObject({ url: `http://${host}/a?b=c`, status: 404, headers: { 'content-type': 'text/html' }, fetchedAt: 42 })
    expect(Buffer.from(page.bytes).toString()).toBe('nothing here')
    expect(asked[0]?.headers['user-agent']).toBe('Tinghu/0.1')
  })

  test('is asked for with validators, and 304 has no body', async () => {
    answer = (request, response) => { response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200, { etag: '"1"' }).end() }
    expect((await get('/', { validators: { etag: '"1"', lastModified: null } })).status).toBe(304)
  })

  test.each<[string, RequestListener]>([
    ['never comes', () => undefined],
    ['comes without end', (_request, response) => { response.writeHead(200).write('a'); setInterval(() => response.write('a'), 50).unref() }],
    ['is cut short of its length', (_request, response) => { response.writeHead(200, { 'content-length': '1000' }).write('half'); setTimeout(() => response.destroy(), 20) }],
    ['is reset', (request) => request.socket.destroy()],
  ])('that %s is worth another try', async (_name, listener) => {
    answer = listener
    await expect(get()).rejects.toBeInstanceOf(RetryLater)
  })

  test.each<[string, RequestListener]>([
    ['says so', (_request, response) => { response.writeHead(200, { 'content-length': '200000' }).end(Buffer.alloc(200_000)) }],
    ['does not say so', (_request, response) => { response.writeHead(200).end(Buffer.alloc(200_000)) }],
  ])('that is too large and %s is given up', async (_name, listener) => {
    answer = listener
    await expect(get()).rejects.toBeInstanceOf(GiveUp)
  })
})

describe('a redirect', () => {
  test.each(['/there', 'there?x=1', 'HTTP_HOST/there'])('to %s is followed', async (to) => {
    goTo(to.replace('HTTP_HOST', `http://${host}`))
    expect(Buffer.from((await get()).bytes).toString()).toBe('there')
  })

  test.each(['http://127.0.0.1:9/', 'http://169.254.169.254/', 'http://[::ffff:127.0.0.1]:9/', 'file:///etc/passwd', 'http://localhost:9/'])(
    'into the private network (%s) is given up', async (to) => {
      goTo(to)
      await expect(get()).rejects.toBeInstanceOf(GiveUp)
    },
  )

  test('to the same address is followed once, as Discuz mends itself, and not for ever', async () => {
    answer = (request, response) => {
      if (asked.length === 1) response.writeHead(302, { location: request.url ?? '/' }).end()
      else response.end('mended')
    }
    expect(Buffer.from((await get('/thread')).bytes).toString()).toBe('mended')
    answer = (request, response) => { response.writeHead(302, { location: request.url ?? '/' }).end() }
    asked = []
    await expect(get('/thread')).rejects.toBeInstanceOf(RetryLater)
    expect(asked.length).toBeLessThan(5)
  })

  test('is followed five times and no more', async () => {
    answer = (request, response) => { response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end() }
    await expect(get('/0')).rejects.toBeInstanceOf(RetryLater)
    expect(asked).toHaveLength(6)
  })

  test('is handed back where it is to stop', async () => {
    goTo('/member.php?mod=logging')
    const page = await get('/', { stopAt: (target: URL) => target.search.includes('logging') })
    expect([page.status, page.headers.location]).toEqual([302, '/member.php?mod=logging'])
  })
})

test('cookies are kept in the jar of the session and sent again', async () => {
  const jar = new CookieJar(undefined, { looseMode: true })
  answer = (_request, response) => { response.writeHead(200, { 'set-cookie': ['a=1; path=/', 'broken', 'b=2; path=/'] }).end() }
  await get('/', { jar })
  await get('/', { jar })
  expect(asked[1]?.headers.cookie).toMatch(/a=1.*b=2/)
})

test('an inside address that no source is allowed is not even connected to', async () => {
  answer = (_request, response) => { response.end() }
  await expect(door.fetch(`http://${host}/`)).rejects.toBeInstanceOf(GiveUp)
  await expect(door.fetch(`http://localhost:${host.split(':')[1] ?? ''}/`)).rejects.toBeInstanceOf(GiveUp)
  expect(asked).toEqual([])
})
