/** Takes a page as evidence: the whole of it as a picture, and its HTML after its scripts have run. */
import type { Page as BrowserPage } from 'puppeteer-core'
import type { Clock, Instant } from '../../clock.ts'
import { GiveUp } from '../../errors.ts'
import { chineseFrom, fontFor, fontName, type FontPart } from './fonts.ts'
import { goTo, serveNetwork, type NetworkOptions, type Visitor } from './network.ts'

export interface CaptureOptions extends Visitor {
  /** Milliseconds that the page may take to be there; what has not come by then is not in the picture. */
  timeoutMs: number
}

export interface Capture {
  /** PNG of the whole page, {@link pictureLimits} allowing. */
  picture: Uint8Array
  /** Whether the picture ends before the page does. */
  cut: boolean
  html: string
  /** As the site sent them, without its cookies: those may open the session. */
  headers: Record<string, string>
  status: number
  finalUrl: string
  takenAt: Instant
}

/** Pixels and bytes; Chromium itself draws nothing below 16,384 pixels. */
export const pictureLimits = { width: 1_280, height: 12_000, bytes: 10 * 1024 * 1024 }
const htmlLimit = 5 * 1024 * 1024
const screen = 900
/** Milliseconds in which nothing is fetched, after which a page counts as complete. */
const quietMs = 500
/** Milliseconds that pictures get which are only fetched when they come into view. */
const lazyMs = 4_000

/**
 * @param page a fresh one, with a context of its own.
 * @throws GiveUp where the address is refused (SSRF guard) or the page too large, RetryLater where it did not come.
 */
export async function takeCapture(page: BrowserPage, url: string, options: CaptureOptions & Pick<NetworkOptions, 'http' | 'inTurn'> & { clock: Clock }): Promise<Capture> {
  const { clock, timeoutMs } = options
  await page.setViewport({ width: pictureLimits.width, height: screen })
  const network = await serveNetwork(page, { ...options, without: new Set() })
  const started = performance.now()
  const { status, headers } = await goTo(page, network, url, { waitUntil: 'domcontentloaded', timeout: timeoutMs })
  await settle(page, Math.max(1_000, timeoutMs - (performance.now() - started)))
  const html = await page.content()
  if (html.length > htmlLimit) throw new GiveUp(`${url}：页面超过 ${htmlLimit >> 20} MB`)
  const takenAt = clock.now()
  // What only makes the picture better: a page that has broken its own functions is taken without.
  await page.evaluate(scrollThrough, pictureLimits.height, screen).catch(() => undefined)
  await settle(page, lazyMs)
  await fillInFont(page).catch(() => undefined)
  return { ...await takePicture(page), html, headers: withoutCookies(headers), status, finalUrl: page.url(), takenAt }
}

const withoutCookies = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'))

/** Waits until the page fetches nothing any more; a page that never rests is taken as it is. */
const settle = (page: BrowserPage, timeout: number): Promise<void> => page.waitForNetworkIdle({ idleTime: quietMs, timeout }).catch(() => undefined)

/** Half of the height at a time until it fits: a picture of noise is larger than one of text. */
async function takePicture(page: BrowserPage): Promise<Pick<Capture, 'picture' | 'cut'>> {
  const whole = Math.max(screen, Math.ceil(Number(await page.evaluate(() => document.documentElement.scrollHeight)) || screen))
  for (let height = Math.min(whole, pictureLimits.height); ; height = Math.ceil(height / 2)) {
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: pictureLimits.width, height }, captureBeyondViewport: true })
    if (picture.length <= pictureLimits.bytes) return { picture, cut: height < whole }
    if (height < screen / 4) throw new GiveUp(`${page.url()}：图片超过 ${pictureLimits.bytes >> 20} MB`)
  }
}

/** Runs in the page: brings everything into view once, for pictures that wait for that. */
async function scrollThrough(longest: number, step: number): Promise<void> {
  for (let at = 0; at < Math.min(document.documentElement.scrollHeight, longest); at += step) {
    window.scrollTo(0, at)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  window.scrollTo(0, 0)
}

/** On a machine whose fonts lack Chinese (or that has none at all) the page would be drawn in boxes: it then gets our font for what is lacking. */
async function fillInFont(page: BrowserPage): Promise<void> {
  const { text, drawsChinese, drawsLatin } = await page.evaluate(readWhatIsDrawn)
  if (!drawsChinese) await page.evaluate(putFontFirst, fontName, await fontFor(text, drawsLatin ? chineseFrom : 0))
}

/** Runs in the page: characters that look the same are drawn as the box of what is missing. */
function readWhatIsDrawn(): { text: string; drawsChinese: boolean; drawsLatin: boolean } {
  const draw = (character: string): string => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 40
    const drawing = canvas.getContext('2d')!
    drawing.font = '30px sans-serif'
    drawing.fillText(character, 4, 32)
    return canvas.toDataURL()
  }
  return { text: document.documentElement.innerText.slice(0, 500_000), drawsChinese: draw('\u6e56') !== draw('\u6cfd'), drawsLatin: draw('A') !== draw('W') }
}

/** Runs in the page: first in the row, since Chromium does not look behind a font that it holds for the last resort; it has nothing but what is lacking. */
async function putFontFirst(name: string, parts: FontPart[]): Promise<void> {
  for (const { range, base64 } of parts) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    document.fonts.add(await new FontFace(name, bytes, { unicodeRange: range, weight: '100 900' }).load())
  }
  for (const element of [...document.querySelectorAll<HTMLElement>('*')].slice(0, 20_000)) {
    const { fontFamily } = getComputedStyle(element)
    if (!fontFamily.includes(name)) element.style?.setProperty('font-family', `"${name}", ${fontFamily}`, 'important')
  }
  await document.fonts.ready
}
