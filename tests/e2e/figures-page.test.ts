import { mkdtemp, rm } from 'node:fs/promises'
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
  folder = await mkdtemp(join(tmpdir(), 'tinghu-figures-'))
  await build({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
  browser = await startChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  gateway = await startFixtureGateway(folder)
  page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ width: 1440, height: 900 })
})
afterEach(async () => {
  await page.browserContext().close()
  await gateway.close()
})

/** Follows a link as somebody who is not logged in yet. */
async function open(path: string, shows: string): Promise<void> {
  await page.goto(`${gateway.address}${path}`)
  await page.waitForSelector('input[name=password]')
  await page.type('input[name=password]', 'right')
  await page.keyboard.press('Enter')
  await page.waitForSelector(shows)
}
const textOf = (selector: string): Promise<string> => page.$eval(selector, (each) => (each as HTMLElement).innerText)
const seen = (): Promise<string> => textOf('body')
const showsSoon = (words: string) => expect.poll(seen).toContain(words)
const query = () => new URL(page.url()).search
const count = (selector: string) => page.$$eval(selector, (all) => all.length)

describe('the page of figures', () => {
  test('shows what was published beside what is counted, each with its own change, and what rests on totals', async () => {
    await open('/duty/figures?period=2018&by=channel', '[data-indicator=received]')
    const card = await textOf('[data-indicator=received]')
    expect(card).toMatch(/38,287\s*件/)
    expect(card).toContain('部分据总量')
    expect(card).toMatch(/同比\s*↓ 下降2\.5%\s*（上年同期39,267件，据总量）/)
    expect(card).toMatch(/公布值 39,827件，同比上升18\.0%，与本系统统计不同/)
    expect(await textOf('.notes')).toContain('两者同比不能互换引用')
  })

  test('says what is unknown instead of a zero, on cards, in the table and in charts', async () => {
    await open('/duty/figures?period=2018&by=unit', '[data-indicator=posts]')
    expect(await textOf('[data-indicator=posts]')).toMatch(/网帖量\s*暂无/)
    expect(await textOf('[data-row=""]')).not.toMatch(/\b0\b/)
    await expect.poll(() => page.$$eval('.months svg text', (all) => all.map((each) => each.textContent))).toContain('5月\n暂无'.split('\n')[1])
  })

  test('has its period and grouping in the address, so that a link shows the same', async () => {
    await open('/duty/figures?period=2018-Q1&by=purpose', '[data-indicator=received]')
    expect(await page.$eval('select[name=quarter]', (each) => each.value)).toBe('1')
    await page.select('select[name=kind]', 'month')
    await page.select('select[name=month]', '3')
    await page.select('select[name=by]', 'unit')
    await expect.poll(query).toBe('?period=2018-03&by=unit')
    await showsSoon('2018年3月 · 截至')
    expect(await page.$eval('a.export', (link) => link.getAttribute('href'))).toBe('/api/figures/export?period=2018-03&by=unit')
    await page.reload()
    await page.waitForSelector('tr.peers')
    await showsSoon('2018年3月 · 截至')
  })

  test('shows units with their peers by what came in, and draws rates of one kind of units only', async () => {
    await open('/duty/figures?period=2018&by=unit', 'tr.peers')
    expect(await page.$$eval('tr.peers th', (all) => all.map((each) => each.textContent?.split(' ')[0]))).toEqual(['镇街', '部门', '公用', '未归类'])
    const first = () => page.$$eval('tbody:nth-of-type(1) [data-cell=received] button', (all) => all.map((each) => Number(each.textContent?.replace(',', ''))))
    expect(await first()).toEqual((await first()).toSorted((a, b) => b - a))
    await page.select('select[name=drawn]', 'satisfied')
    await showsSoon('镇街（比率只在同类单位间比较）')
    await showsSoon('按受理量排列，不按比率排名')
    await page.click('[data-sort=onTime]')
    expect(await count('tr.peers')).toBe(4)
  })

  test('opens a figure to its records, page by page, and a rate to what it is out of', async () => {
    await open('/duty/figures?period=2018&by=channel', '[data-indicator=onTime]')
    await page.click('[data-indicator=onTime] [data-part=of]')
    await page.waitForSelector('[data-record]')
    expect(await textOf('dialog')).toContain('下列为“按时办结率”的分母')
    expect(await textOf('dialog')).toContain('慎用：只按两期都有数据的渠道比较')
    expect(await count('[data-record]')).toBe(50)
    for (const many of [100, 150, 160]) {
      await page.click('.more button')
      await expect.poll(() => count('[data-record]')).toBe(many)
    }
    expect(await page.$('.more button')).toBeNull()
    await page.click('dialog .parts [data-part=count]')
    await showsSoon('下列为“按时办结率”的分子')
    await page.click('[data-record] a')
    await expect.poll(() => new URL(page.url()).pathname).toBe('/duty/issues/500')
  })

  test('says of what rests on totals that there are no records to open', async () => {
    await open('/duty/figures?period=2018&by=channel', '[data-row=discipline]')
    expect(await textOf('[data-row=discipline] [data-cell=received]')).toContain('据总量')
    await page.click('[data-row=discipline] [data-cell=received] button')
    await showsSoon('该数来自总量，没有逐件记录可列')
    expect(await textOf('dialog')).toContain('慎用：基数不足30件')
    expect(await count('[data-record]')).toBe(0)
  })

  test('keeps what it counted when a period is refused, and says of an empty one where totals are entered', async () => {
    await open('/duty/figures?period=2018&by=channel', '[data-indicator=received]')
    await page.evaluate(() => { history.pushState({}, '', '/duty/figures?period=2099&by=channel'); dispatchEvent(new PopStateEvent('popstate', { state: {} })) })
    await showsSoon('统计期还没有开始，以下仍是先前统计的2018年')
    await page.select('select[name=year]', '2016')
    await showsSoon('统计期内没有记录，也没有总量')
  })
})

describe('the page of totals', () => {
  test('lays totals out by month, and says of one that is not used why', async () => {
    await open('/duty/totals', '[data-year="2017"]')
    expect(await textOf('[data-year="2017"] [data-channel=hotline] [data-month=year]')).toBe('25,842')
    expect(await textOf('[data-year="2017"] [data-channel=letterbox] [data-month=year]')).toBe('–')
    expect(await textOf('[data-year="2018"] [data-channel=hotline] s')).toBe('2,689')
    await page.click('[data-year="2018"] summary')
    await showsSoon('2018年3月“12345”热线已有记录，以记录为准')
  })

  test('takes a total, replaces it, and deletes it only when that is confirmed', async () => {
    await open('/duty/totals', 'form[data-test=total]')
    await page.select('[data-test=total] select[name=year]', '2015')
    await page.type('[data-test=total] input[name=count]', '约三千')
    await page.click('[data-test=total] button[type=submit]')
    await showsSoon('件数请填整数')
    const enter = async (words: string) => {
      await page.$eval('[data-test=total] input[name=count]', (input) => { input.value = '' })
      await page.type('[data-test=total] input[name=count]', words)
      await page.click('[data-test=total] button[type=submit]')
    }
    const shown = () => textOf('[data-year="2015"] [data-month=year]')
    await enter('3,280')
    await page.waitForSelector('[data-year="2015"]')
    expect(await shown()).toBe('3,280')
    await showsSoon('已录有 3280 件')
    await enter('３３００件')
    await expect.poll(shown).toBe('3,300')
    await page.click('[data-year="2015"] summary')
    await page.click('[data-year="2015"] li button')
    await showsSoon('以它为基数的同比会变为“暂无”')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.$('dialog')).toBeNull()
    expect(await shown()).toBe('3,300')
    await page.click('[data-year="2015"] li button')
    await page.click('dialog button[type=submit]')
    await expect.poll(() => page.$('[data-year="2015"]')).toBeNull()
  })

  test('shows a pasted table before it is saved, with every cell that is wrong', async () => {
    await open('/duty/totals', 'textarea')
    await page.type('textarea', '期间，渠道，件数')
    await page.click('.upload form button')
    await showsSoon('可保存 3 行，有问题 2 处')
    await showsSoon('第 7 行“件数（D列）”（约20）：不是整数，请填写数字')
    expect(await textOf('[data-year="2017"] [data-channel=letterbox] [data-month="10"]')).toBe('–')
    await page.click('.upload .buttons .main')
    await showsSoon('已保存 3 行')
    await expect.poll(() => textOf('[data-year="2017"] [data-channel=letterbox] [data-month="10"]')).toBe('21')
  })

  test('takes a published rate in per cent with its change as it was published', async () => {
    await open('/duty/totals?tab=stated', 'form[data-test=stated]')
    await page.select('[data-test=stated] select[name=year]', '2018')
    await page.select('[data-test=stated] select[name=indicator]', 'satisfied')
    await page.type('[data-test=stated] input[name=value]', '97.5')
    await page.click('[data-test=stated] button[type=submit]')
    await showsSoon('请填写口径说明')
    await page.type('[data-test=stated] input[name=note]', '热线电话实名回访')
    await page.click('[data-test=stated] button[type=submit]')
    await expect.poll(() => page.$$eval('[data-stated="2018 satisfied"]', (all) => all.map((each) => each.textContent).join())).toContain('公布值 97.5%')
  })
})

/** Widths of a desk and of a phone; so high that no page of the console scrolls, since what scrolls is cut at its edge and may be. */
describe.each([[1440, 8_000, 12], [390, 30_000, 13]] as const)('on a console %i pixels wide', (width, height, least) => {
  test.each([
    ['figures by channel', '/duty/figures?period=2018&by=channel', '.months svg text'], ['figures of fifty units', '/duty/figures?period=2018&by=unit', '.months svg text'],
    ['totals', '/duty/totals', '[data-year="2017"]'], ['published figures', '/duty/totals?tab=stated', '[data-stated]'],
  ])('nothing about %s is small, cut or covered, and nothing reaches past the side', async (_what, path, shows) => {
    await page.setViewport({ width, height })
    await open(path, shows)
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.$$eval('details', (all) => { for (const each of all) each.open = true })
    // Charts draw once their fonts are there.
    await new Promise((done) => setTimeout(done, 1_200))
    expect(await illegible(page, '.duty', least)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })

  test('the records behind a figure can be read whole', async () => {
    await page.setViewport({ width, height })
    await open('/duty/figures?period=2018&by=unit', '[data-indicator=onTime]')
    await page.click('[data-indicator=onTime] [data-part=of]')
    await page.waitForSelector('[data-record]')
    expect(await illegible(page, 'dialog', least)).toEqual([])
  })
})
