/** The whole program with somebody at the console: started with a few days of the sample town, all of it through the line, logged in. */
import type { Browser, Page } from 'puppeteer-core'
import { vi } from 'vitest'
import type { WallSnapshot } from '../../shared/wall.ts'
import { startChromium } from './chromium.ts'
import { makeDataDir, removeDataDir, startWholeProgram, type WholeProgram } from './whole-program.ts'

export interface Seat {
  program: WholeProgram
  page: Page
  /** What an address of the API answers to the person at the console. */
  ask: <T>(path: string) => Promise<T>
  close(): Promise<void>
}

/**
 * @param path the page that is opened.
 * @param shown a selector that is there when it has come.
 * @param days of the town's past.
 */
export async function openConsole(path: string, shown: string, days: number): Promise<Seat> {
  const dataDir = makeDataDir()
  const program = await startWholeProgram(dataDir, { TOWN_DAYS: String(days), TOWN_PACE: '0' })
  const browser = await startChromium()
  const page = await openPage(browser)
  await vi.waitUntil(() => isSettled(program), { timeout: 90_000, interval: 500 })
  await page.goto(new URL(path, program.duty).href)
  await page.waitForSelector('input[name=password]')
  await page.type('input[name=password]', program.password!)
  await page.keyboard.press('Enter')
  await page.waitForSelector(shown, { timeout: 30_000 })
  return {
    program,
    page,
    ask: <T>(address: string) => page.evaluate(async (asked: string) => (await fetch(asked)).json() as Promise<unknown>, address) as Promise<T>,
    async close() {
      await browser.close()
      process.kill(-program.npm.pid!, 'SIGTERM')
      await program.ended
      removeDataDir(dataDir)
    },
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport({ width: 1440, height: 900 })
  return page
}

/** Whether all that the town had to tell has gone through the line; a day of it brings a hundred postings and more. */
async function isSettled({ wall: address }: WholeProgram): Promise<boolean> {
  const wall = new URL(address)
  const { sections: { line, sources } } = await (await fetch(new URL(`/api/wall${wall.search}`, wall))).json() as WallSnapshot
  return line !== undefined && line.applied > 150 && line.applied === line.recorded && sources?.length === 4 && sources.every(({ newestAt }) => newestAt !== null)
}
