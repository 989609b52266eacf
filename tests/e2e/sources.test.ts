import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SourceList } from '../../shared/source-view.ts'
import { startChromium } from '../support/chromium.ts'
import { makeDataDir, removeDataDir, startWholeProgram, type WholeProgram } from '../support/whole-program.ts'

let dataDir: string
let program: WholeProgram
let browser: Browser
let page: Page

beforeAll(async () => {
  dataDir = makeDataDir()
  program = await startWholeProgram(dataDir, { TOWN_DAYS: '3', TOWN_PACE: '0' })
  browser = await startChromium()
  page = await browser.newPage()
  await page.setViewport({ width: 1440, height: 900 })
  await page.goto(new URL('/duty/sources', program.duty).href)
  await page.waitForSelector('input[name=password]')
  await page.type('input[name=password]', program.password!)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-source]', { timeout: 30_000 })
})
afterAll(async () => {
  await browser.close()
  process.kill(-program.npm.pid!, 'SIGTERM')
  await program.ended
  removeDataDir(dataDir)
})

const sources = async (): Promise<SourceList> => page.evaluate(async () => (await fetch('/api/sources')).json() as Promise<SourceList>)
const textOf = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent?.trim() ?? '')

/** Pastes an address and waits for what is proposed; the adapters in order. */
async function paste(address: string): Promise<string[]> {
  await page.$eval('input[name=address]', (input) => { input.value = '' })
  await page.type('input[name=address]', address)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-adapter], .add .refusal', { timeout: 30_000 })
  return page.$$eval('[data-adapter]', (cards) => cards.map((card) => card.getAttribute('data-adapter') ?? ''))
}

test('the sources of the town are listed as they are, and all is well', async () => {
  await vi.waitUntil(async () => (await sources()).sources.filter(({ health }) => health?.state === 'OK' || health?.state === 'OK_EMPTY').length === 4, { timeout: 30_000, interval: 500 })
  await page.reload()
  await page.waitForSelector('[data-source=town-forum]')
  expect(await textOf('[data-source=town-forum] [data-test=state]')).toMatch(/^正常/)
  expect(await textOf('[data-test=summary]')).toBe('共 4 个采集源：正常 4')
})

test('a pasted forum is proposed with what it holds, saved with one click, and crawled at once', async () => {
  expect((await paste(`${program.town}/forum/`))[0]).toBe('discuz')
  const rows = await page.$$eval('[data-adapter=discuz] tbody tr', (all) => all.map((row) => row.textContent ?? ''))
  expect(rows.length).toBeGreaterThan(3)
  await page.$eval('[data-adapter=discuz] input[name=id]', (input) => { input.value = '' })
  await page.type('[data-adapter=discuz] input[name=id]', 'pasted-forum')
  await page.click('[data-adapter=discuz] button[type=submit]')
  await page.waitForSelector('[data-test=saved]')
  const added = async () => (await sources()).sources.find(({ source }) => source === 'pasted-forum')
  await vi.waitUntil(async () => ((await added())?.week ?? 0) > 0, { timeout: 60_000, interval: 500 })
  expect((await added())!.health!.state).toMatch(/^OK/)
})

test('an address on the private network that no source is configured for is refused, and the reason is read', async () => {
  expect(await paste('http://169.254.169.254/latest/meta-data/')).toEqual([])
  expect(await textOf('.add .refusal')).toMatch(/内网/)
})

test('what was let go stands on a page of its own, each with its reason', async () => {
  await page.goto(new URL('/duty/let-go', program.duty).href)
  await page.waitForSelector('[data-posting], .empty')
  const reasons = await page.$$eval('[data-test=because]', (all) => all.map((each) => each.textContent ?? ''))
  expect(reasons.length).toBeGreaterThan(0)
  for (const reason of reasons) expect(reason).toMatch(/^与本区诉求无关：/)
})
