import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
