import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CookieJar } from 'tough-cookie'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RetryLater } from '../../shared/errors.ts'
import { pictureLimits } from '../../shared/node/browsing/capture.ts'
import { findChromium, openBrowser, type BrowserDoor } from '../../shared/node/browser.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'

let site: Server
let secret: Server
let http: HttpDoor
let browser: BrowserDoor
let asked: string[] = []
const portOf = (server: Server) => (server.address() as AddressInfo).port
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

beforeAll(async () => {
  secret = createServer((request, response) => {
    asked.push(`secret ${request.url ?? ''}`)
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('inside')
  })
  secret.on('upgrade', (request) => { asked.push(`secret upgrade ${request.url ?? ''}`) })
  await listen(secret)
  site = createServer((request, response) => {
    asked.push(request.url ?? '')
    const inside = portOf(secret)
    response.writeHead(200, { 'content-type': 'text/html; charset=gbk' })
    response.end(`<html><head><meta charset="gbk"><script>
      document.addEventListener('DOMContentLoaded', async () => {
        document.body.append('made by a script ')
        new WebSocket('ws://127.0.0.1:${inside}/socket')
        for (const url of ['http://127.0.0.1:${inside}/fetch', 'http://localhost:${inside}/name', 'file:///etc/passwd'])
          await fetch(url).then((r) => r.text()).then((t) => document.body.append(t)).catch(() => document.body.append('refused '))
      })</script></head><body><img src="http://127.0.0.1:${inside}/image"><iframe src="http://127.0.0.1:${inside}/frame"></iframe></body></html>`)
  })
  await listen(site)
  http = openHttp({ userAgent: 'Tinghu/0.1', clock: { now: Date.now } })
  browser = openBrowser({ chromiumPath: null, http, clock: { now: Date.now } })
})
afterAll(async () => {
  await browser.close()
  await http.close()
  for (const server of [site, secret]) {
    server.closeAllConnections()
    server.close()
  }
})

test('a page is what its scripts have made of it, and nothing of it reaches inside', async () => {
  asked = []
  const host = `127.0.0.1:${portOf(site)}`
  const page = await browser.fetch(`http://${host}/list`, { privateHosts: [host], userAgent: undefined })
  const text = Buffer.from(page.bytes).toString()
  expect(page).toMatchObject({ url: `http://${host}/list`, status: 200 })
  expect(text).toContain('made by a script')
  expect(text.match(/refused/g)?.length).toBeGreaterThanOrEqual(4)
  expect(asked.filter((path) => path.startsWith('secret'))).toEqual([])
})

test('an address inside that is not allowed gives nothing', async () => {
  asked = []
  await expect(browser.fetch(`http://127.0.0.1:${portOf(secret)}/`, { privateHosts: [], userAgent: undefined })).rejects.toThrow()
  expect(asked).toEqual([])
})

test('a browser that was named and is not there is said to be missing', async () => {
  await expect(findChromium('/nowhere/chromium')).rejects.toThrow('CHROMIUM_PATH=/nowhere/chromium')
})

test('a page cannot reach out by WebRTC either, which knows of ways around a proxy', async () => {
  const packets: string[] = []
  const listener = createSocket('udp4', (message) => { packets.push(message.toString('hex')) })
  await new Promise<void>((resolve) => listener.bind(0, '127.0.0.1', resolve))
  const page = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<p id="said">nothing</p><script>
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${listener.address().port}' }] })
      peer.createDataChannel('x')
      peer.createOffer().then((offer) => peer.setLocalDescription(offer))
      peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') document.getElementById('said').textContent = 'gathered' }
      fetch('/slow').catch(() => 0)</script>`)
  })
  await listen(page)
  const host = `127.0.0.1:${portOf(page)}`
  const { bytes } = await browser.fetch(`http://${host}/`, { privateHosts: [host], userAgent: undefined })
  expect(Buffer.from(bytes).toString()).toContain('gathered')
  expect(packets).toEqual([])
  page.close()
  listener.close()
})

test('a page that opens dialogs, never rests or never comes to an end holds up nobody', async () => {
  const restless = createServer((request, response) => {
    if (request.url === '/poll') return void setTimeout(() => response.end('again'), 200)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return response.end(request.url === '/endless' ? '<p>词</p><script>for (;;);</script>'
      : '<p>词</p><script>alert("hello"); const poll = () => fetch("/poll").then(poll); poll(); poll(); poll()</script>')
  })
  await listen(restless)
  const host = `127.0.0.1:${portOf(restless)}`
  const options = { privateHosts: [host], userAgent: undefined, timeoutMs: 1_500 }
  const capture = await browser.capture(`http://${host}/`, options)
  expect(capture).toMatchObject({ status: 200, cut: false })
  expect(capture.html).toContain('词')
  await expect(browser.capture(`http://${host}/endless`, options)).rejects.toThrow(RetryLater)
  restless.closeAllConnections()
  restless.close()
})

test('a lent session is used with its own name, and what the site sets goes into it; pages of others know nothing of it', async () => {
  const seen: string[] = []
  const member = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.cookie ?? '-'} ${request.headers['user-agent']}`)
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'fresh=2; path=/' }).end('<p>hello</p>')
  })
  await listen(member)
  const host = `127.0.0.1:${portOf(member)}`
  const jar = new CookieJar()
  await jar.setCookie('sid=1; path=/', `http://${host}/`)
  await browser.fetch(`http://${host}/a`, { privateHosts: [host], userAgent: 'Browser/1', jar })
  await browser.fetch(`http://${host}/b`, { privateHosts: [host], userAgent: undefined })
  expect(seen).toEqual(['/a sid=1 Browser/1', '/b - Tinghu/0.1'])
  expect(await jar.getCookieString(`http://${host}/`)).toBe('sid=1; fresh=2')
  member.close()
})

test('a very long page gives a picture of its upper part and says so', async () => {
  const long = createServer((_request, response) => { response.setHeader('content-type', 'text/html').end('<div style="height:90000px;background:linear-gradient(red,blue)"></div>') })
  await listen(long)
  const host = `127.0.0.1:${portOf(long)}`
  const { picture, cut } = await browser.capture(`http://${host}/`, { privateHosts: [host], userAgent: undefined, timeoutMs: 5_000 })
  expect(cut).toBe(true)
  expect(Buffer.from(picture).readUInt32BE(20)).toBe(pictureLimits.height)
  long.close()
})
