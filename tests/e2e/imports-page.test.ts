import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { startFixtureGateway } from '../support/fixture-gateway.ts'
import type { FixtureGateway } from '../support/fixture-gateway.ts'
import { illegible } from '../support/legibility.ts'

let folder: string
let browser: Browser
let gateway: FixtureGateway
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinghu-imports-page-'))
  await build({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'error', build: { outDir: join(folder, 'web') } })
  await writeFile(join(folder, '热线工单.xlsx'), 'x'.repeat(100_000))
  await writeFile(join(folder, '旧版.xls'), 'x')
  await writeFile(join(folder, '带宏的热线工单.xlsx'), 'vbaProject')
  browser = await startChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  gateway = await startFixtureGateway(join(folder, 'web'))
  page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ width: 1440, height: 900 })
})
afterEach(async () => {
  await page.browserContext().close()
  await gateway.close()
})

async function open(path: string, shows: string): Promise<void> {
  await page.goto(`${gateway.address}${path}`)
  await page.waitForSelector('input[name=password]')
  await page.type('input[name=password]', 'right')
  await page.keyboard.press('Enter')
  await page.waitForSelector(shows)
}
async function choose(name: string): Promise<void> {
  const [dialog] = await Promise.all([page.waitForFileChooser(), page.click('.drop button')])
  await dialog.accept([join(folder, name)])
  await page.waitForSelector(`[data-file="${name}"]`)
}
async function preview(): Promise<void> {
  await choose('热线工单.xlsx')
  await page.click('[data-file="热线工单.xlsx"] button.main')
  await page.waitForSelector('[data-test=preview]')
}
const seen = (): Promise<string> => page.evaluate(() => document.body.innerText)
const showsSoon = (words: string) => expect.poll(seen).toContain(words)
const isDisabled = (selector: string) => page.$eval(selector, (button) => (button as HTMLButtonElement).disabled)

describe('the page of imports', () => {
  test('refuses what it need not send, and keeps in hand what the server refuses', async () => {
    await open('/duty/imports', '[data-import]')
    await choose('旧版.xls')
    await showsSoon('另存为 .xlsx')
    expect(await page.$('[data-file="旧版.xls"] button.main')).toBeNull()
    await choose('带宏的热线工单.xlsx')
    await page.click('[data-file="带宏的热线工单.xlsx"] button.main')
    await showsSoon('文件含宏')
    expect(await isDisabled('[data-file="带宏的热线工单.xlsx"] button.main')).toBe(false)
  })

  test('does not import while a required column is missing, and says which', async () => {
    await open('/duty/imports', '[data-import]')
    await preview()
    await page.select('[data-column=受理时间] select', '')
    await showsSoon('还不能导入：没有找到“受理时间”列')
    expect(await isDisabled('[data-test=confirm]')).toBe(true)
    await page.select('[data-column=完成日期] select', 'time')
    await expect.poll(() => isDisabled('[data-test=confirm]')).toBe(false)
    expect(await page.$eval('[data-column=完成日期] select', (select) => (select).value)).toBe('time')
  })

  test('a word that was given a meaning can lose it again', async () => {
    await open('/duty/imports', '[data-import]')
    await preview()
    await page.select('[data-word=一般] select', '不满意')
    await page.waitForSelector('[data-word=一般] select:not(.open)')
    await page.select('[data-word=一般] select', '')
    await page.waitForSelector('[data-word=一般] select.open')
  })

  test('says that an import goes on when the line is cut, and shows what came of it when it is back', async () => {
    await open('/duty/imports', '[data-import]')
    await preview()
    await page.click('[data-test=confirm]')
    await page.waitForSelector('[data-test=progress]')
    await page.setOfflineMode(true)
    await showsSoon('导入仍在服务器上进行')
    await page.setOfflineMode(false)
    await page.waitForSelector('[data-test=outcome]')
    expect(await seen()).not.toContain('导入仍在服务器上进行')
  })

  test('after a reload a draft is taken up from the history', async () => {
    await open('/duty/imports', '[data-import]')
    await preview()
    await page.reload()
    await page.waitForSelector('[data-import="3"].draft button')
    await page.click('[data-import="3"] button')
    await page.waitForSelector('[data-test=preview]')
  })
})

describe('at any size', () => {
  // As high as needed: what is judged is the words, not where the page is scrolled to.
  const sizes = [[1440, 3_000], [390, 6_000]] as const
  const faults = async (): Promise<string[]> => {
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    return illegible(page, '.duty', 12)
  }

  test.each(sizes)('every state of an import can be read at %i × %i', async (width, height) => {
    await page.setViewport({ width, height })
    await open('/duty/imports', '[data-import]')
    expect(await faults()).toEqual([])
    await choose('旧版.xls')
    await preview()
    expect((await faults()).filter((fault) => !(width < 800 && fault.startsWith('cut off')))).toEqual([])
    await page.click('[data-test=confirm]')
    await page.waitForSelector('[data-test=progress]')
    expect(await faults()).toEqual([])
    await page.waitForSelector('[data-test=outcome]')
    expect(await faults()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })

  test.each(sizes)('tokens can be read at %i × %i, and a token is shown once', async (width, height) => {
    await page.setViewport({ width, height })
    await open('/duty/tokens', '[data-token]')
    expect(await faults()).toEqual([])
    await page.type('input[name=name]', '区医保局')
    await page.click('form button.main')
    await page.waitForSelector('[data-test=made]')
    expect(await faults()).toEqual([])
    const token = await page.$eval('[data-test=made] input', (input) => (input).value)
    await page.click('nav[aria-label=相关页面] a[href="/duty/imports"]')
    await page.waitForSelector('.drop')
    await page.goBack()
    await page.waitForSelector('[data-token]')
    expect(await page.$('[data-test=made]')).toBeNull()
    expect(await page.content()).not.toContain(token)
  })
})
