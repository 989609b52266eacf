/**
 * The one Puppeteer door: finds Chromium, starts it so that it dies with us, and gives a page in the same shape as the HTTP door.
 *
 * A page that is crawled has no network of its own: every request is answered by us through the HTTP door, and the browser's
 * proxy leads nowhere, so that what is not intercepted (WebSocket, a popup, a worker) meets a dead end instead of the private
 * network. WebRTC, which knows of ways around a proxy, is told to take none.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import puppeteer, { type Browser, type LaunchOptions, type Page as BrowserPage } from 'puppeteer-core'
import type { Clock } from '../clock.ts'
import { Fatal, GiveUp, RetryLater, messageOf } from '../errors.ts'
import { takeCapture, type Capture, type CaptureOptions } from './browsing/capture.ts'
import { goTo, serveNetwork, takeTurns, type Visitor } from './browsing/network.ts'
import type { HttpDoor, Page } from './http/fetch.ts'

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
  fetch(url: string, visitor: Visitor): Promise<Page>
  /** The page as evidence, with its pictures, styles and fonts. @throws RetryLater, GiveUp. */
  capture(url: string, options: CaptureOptions): Promise<Capture>
  close(): Promise<void>
}

/** Milliseconds for one page, and what is not fetched: a parser needs none of it. */
const pageMs = 15_000
const unneeded = new Set(['image', 'font', 'stylesheet'])
/** Milliseconds for drawing a picture, once the page is there. */
const drawingMs = 20_000

/** `<-loopback>`: by default Chromium goes to loopback past any proxy. The policy has an older and a newer name. */
const cutOff = [
  '--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
]

export interface BlankPages {
  /**
   * Works on a page that knows nothing of others and has no network, and closes it, after `longest` milliseconds in any
   * case: a script that never ends holds up nobody.
   */
  use<T>(longest: number, work: (page: BrowserPage) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Pages of a browser that is started when the first one is needed, and again when it has ended. */
export function openPages(chromiumPath: string | null): BlankPages {
  let started: Promise<Browser> | null = null

  async function start(): Promise<Browser> {
    started ??= launchBrowser(chromiumPath, { args: cutOff })
    const browser = await started.catch((error: unknown) => {
      started = null
      throw error
    })
    if (browser.connected) return browser
    started = null
    throw new RetryLater('浏览器意外结束，正在重新启动')
  }

  return {
    async use(longest, work) {
      const context = await (await start()).createBrowserContext()
      const close = (): Promise<void> => context.close().catch(() => undefined)
      const timer = setTimeout(() => void close(), longest)
      try {
        return await work(await context.newPage())
      } finally {
        clearTimeout(timer)
        await close()
      }
    },
    async close() {
      const browser = await started?.catch(() => null)
      await browser?.close()
      started = null
    },
  }
}

/** Opens the door; Chromium itself is started at the first fetch. */
export function openBrowser({ chromiumPath, http, clock }: { chromiumPath: string | null; http: HttpDoor; clock: Clock }): BrowserDoor {
  const pages = openPages(chromiumPath)
  const inTurn = takeTurns()

  const visit = <T>(url: string, longest: number, work: (page: BrowserPage) => Promise<T>): Promise<T> => pages.use(longest, work).catch((error: unknown) => {
    if (error instanceof GiveUp || error instanceof RetryLater || error instanceof Fatal) throw error
    const words = error instanceof Error && error.name === 'TimeoutError' ? '没有在限定时间内打开' : messageOf(error)
    throw new RetryLater(`${url}：${words}`, { cause: error })
  })

  return {
    fetch: (url, visitor) => visit(url, pageMs * 2, async (page) => {
      const network = await serveNetwork(page, { ...visitor, http, inTurn, without: unneeded })
      const { status } = await goTo(page, network, url, { waitUntil: 'networkidle2', timeout: pageMs })
      const bytes = Buffer.from(await page.content())
      return { url: page.url(), status, headers: { 'content-type': 'text/html; charset=utf-8' }, bytes, fetchedAt: clock.now() }
    }),
    capture: (url, options) => visit(url, options.timeoutMs + drawingMs, (page) => takeCapture(page, url, { ...options, http, inTurn, clock })),
    close: () => pages.close(),
  }
}
