/**
 * The one Puppeteer door: finds Chromium, starts it so that it dies with us, and gives a page in the same shape as the HTTP door.
 *
 * A page that is crawled has no network of its own: every request is answered by us through the HTTP door, and the browser's
 * proxy leads nowhere, so that what is not intercepted (WebSocket, prefetch) meets a dead end instead of the private network.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import puppeteer, { type Browser, type HTTPRequest, type LaunchOptions } from 'puppeteer-core'
import type { Clock } from '../clock.ts'
import { Fatal, RetryLater, messageOf } from '../errors.ts'
import type { HttpDoor, Page } from './http/fetch.ts'
import type { PrivateHosts } from './http/guard.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'chromium-headless-shell']

/** Switches of the packaged build that fit a function of a second's life: one process for all, which a second browser context ends. */
const lambdaOnly = new Set(['--single-process', '--no-zygote'])

export interface FoundChromium {
  path: string
  /** Switches that this build needs. */
  args: string[]
  /** For doctor: the setting, PATH, or the package. */
  from: 'CHROMIUM_PATH' | 'PATH' | 'npm'
}

/**
 * CHROMIUM_PATH, else the first on PATH, else the one that @sparticuz/chromium unpacks (its own libraries and no fonts included).
 * @throws Fatal with what to do when there is none.
 */
export async function findChromium(configured: string | null): Promise<FoundChromium> {
  if (configured) {
    if (existsSync(configured)) return { path: configured, args: [], from: 'CHROMIUM_PATH' }
    throw new Fatal(`CHROMIUM_PATH=${configured}: there is no such file`)
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path))
    if (found) return { path: found, args: [], from: 'PATH' }
  }
  try {
    // Makes the package unpack its own libraries; it reads this when it is loaded, hence the dynamic import.
    process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
    const { default: packaged } = await import('@sparticuz/chromium')
    return { path: await packaged.executablePath(), args: packaged.args.filter((arg) => !lambdaOnly.has(arg)), from: 'npm' }
  } catch (error) {
    throw new Fatal(`No Chromium was found (CHROMIUM_PATH, PATH, @sparticuz/chromium: ${messageOf(error)}). Install one: apt-get install chromium`)
  }
}

/**
 * Starts Chromium. It is tied to us by a pipe, not a port: when this process ends, however it ends, so does the browser.
 * Only root, whom Chromium refuses otherwise, runs it without its sandbox.
 */
export async function launchBrowser(configured: string | null, options: LaunchOptions = {}): Promise<Browser> {
  const { path, args } = await findChromium(configured)
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return puppeteer.launch({
    headless: true,
    pipe: true,
    ...options,
    executablePath: path,
    args: [...args, ...root, '--disable-dev-shm-usage', '--no-first-run', ...(options.args ?? [])],
  })
}

export interface BrowserDoor {
  /** The page after its scripts have run, as {@link HttpDoor.fetch} would give it. @throws RetryLater, GiveUp. */
  fetch(url: string, options: { privateHosts: PrivateHosts; userAgent: string | undefined }): Promise<Page>
  close(): Promise<void>
}

/** Milliseconds for one page, and what is not fetched: a parser needs none of it. */
const pageMs = 15_000
const unneeded = new Set(['image', 'media', 'font', 'stylesheet', 'websocket', 'manifest', 'ping'])

/** Opens the door; Chromium itself is started at the first fetch. */
export function openBrowser({ chromiumPath, http, clock }: { chromiumPath: string | null; http: HttpDoor; clock: Clock }): BrowserDoor {
  let started: Promise<Browser> | null = null
  // `<-loopback>`: by default Chromium goes to loopback past any proxy.
  const start = () => launchBrowser(chromiumPath, { args: ['--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>'] })

  return {
    async fetch(url, { privateHosts, userAgent }) {
      started ??= start()
      const browser = await started.catch((error: unknown) => {
        started = null
        throw error
      })
      if (!browser.connected) {
        started = null
        throw new RetryLater('Chromium ended; it will be started again')
      }
      const page = await browser.newPage()
      try {
        if (userAgent) await page.setUserAgent({ userAgent })
        await page.setRequestInterception(true)
        page.on('request', (request) => void answer(request, http, privateHosts))
        const response = await page.goto(url, { waitUntil: 'networkidle2', timeout: pageMs })
        const bytes = Buffer.from(await page.content())
        return { url: page.url(), status: response?.status() ?? 200, headers: { 'content-type': 'text/html; charset=utf-8' }, bytes, fetchedAt: clock.now() }
      } catch (error) {
        throw new RetryLater(`${url}: ${messageOf(error)}`, { cause: error })
      } finally {
        await page.close().catch(() => undefined)
      }
    },
    async close() {
      const browser = await started?.catch(() => null)
      await browser?.close()
      started = null
    },
  }
}

/** Answers a request of the page through the guarded door; a refusal is a failed request to the page, nothing more. */
async function answer(request: HTTPRequest, http: HttpDoor, privateHosts: PrivateHosts): Promise<void> {
  try {
    if (unneeded.has(request.resourceType()) || !/^https?:/.test(request.url()) || request.url().endsWith('/favicon.ico')) return await request.abort()
    const method = request.method() === 'POST' ? 'POST' : 'GET'
    const { cookie, referer } = request.headers()
    const body = request.hasPostData() ? await request.fetchPostData() : undefined
    const page = await http.fetch(request.url(), {
      method, privateHosts, headers: { ...(cookie ? { cookie } : {}), ...(referer ? { referer } : {}) }, ...(body ? { body } : {}),
    })
    // The body is unpacked by now; headers that describe the packed one would mislead the browser.
    const headers = Object.fromEntries(Object.entries(page.headers).filter(([name]) => !/^content-(?:encoding|length)$/.test(name)))
    await request.respond({ status: page.status, headers, body: page.bytes })
  } catch {
    await request.abort().catch(() => undefined)
  }
}
