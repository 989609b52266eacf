import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { minute } from '../../shared/clock.ts'
import type { Ruling } from '../../shared/ruling.ts'
import { startChromium } from '../support/chromium.ts'
import { startFixtureGateway } from '../support/fixture-gateway.ts'
import type { FixtureGateway } from '../support/fixture-gateway.ts'
import { fixtureTrends } from '../support/fixture-trends.ts'
import { postingOf } from '../support/fixture-wall.ts'

let folder: string
let browser: Browser
let gateway: FixtureGateway
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinghu-console-'))
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
const seen = (): Promise<string> => page.evaluate(() => document.body.innerText)
const showsSoon = (words: string) => expect.poll(seen).toContain(words)
const path = () => new URL(page.url()).pathname
const rows = () => page.$$eval('[data-posting]', (all) => all.length)

test('a link to an issue leads there after the login', async () => {
  await open('/duty/issues/500', '[data-posting]')
  expect(path()).toBe('/duty/issues/500')
  expect(await page.$eval('nav a.here', (link) => link.textContent)).toBe('事项')
})

test('an alert leads to its issue, the bar to the other pages, and the choice of alert is kept', async () => {
  await open('/duty', '[data-alert]')
  await page.click('[data-alert="100"]')
  await page.waitForSelector('a[href="/duty/issues/500"]')
  await page.click('a[href="/duty/issues/500"]')
  await page.waitForSelector('[data-posting]')
  await page.click('nav a[href="/duty/repeats"]')
  await page.waitForSelector('.card')
  await page.click('nav a[href="/duty"]')
  await page.waitForSelector('[data-alert="100"].chosen')
})

/** A ruling by somebody at another desk, obeyed before we go on. */
async function somebodyElse(ruling: Ruling): Promise<void> {
  await page.evaluate((body: string) => fetch('/api/rulings', { method: 'POST', body, headers: { 'content-type': 'application/json' } }).then(() => undefined), JSON.stringify(ruling))
  await new Promise((done) => setTimeout(done, 1_000))
}

describe('the page of an issue', () => {
  test('tells each channel in its own measure, and no probability', async () => {
    await open('/duty/issues/500', '[data-posting]')
    const words = await seen()
    expect(words).toMatch(/热线 \d+件/)
    expect(words).toMatch(/论坛 \d+条/)
    expect(words).toContain('建议')
    expect(words).toContain('把握较大')
    expect(words).not.toMatch(/0\.\d\d/)
  })

  test('shows older postings on demand and keeps them when a ruling changes one', async () => {
    await open('/duty/issues/500', '[data-posting]')
    expect(await rows()).toBe(30)
    await page.click('.more button')
    await expect.poll(rows).toBe(36)
    await page.click('[data-posting]:last-child [data-act=correct]')
    await page.waitForSelector('dialog .choices input')
    await page.click('dialog .choices input')
    await page.click('dialog button[type=submit]')
    await showsSoon('正在执行')
    await showsSoon('已生效')
    expect(await rows()).toBe(36)
    expect(await page.$eval('[data-posting]:last-child', (row) => row.textContent)).toContain('已人工更正：类别')
  })

  test('asks before anything happens, and a dialog left by Escape has done nothing', async () => {
    await open('/duty/issues/500', '[data-posting]')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await showsSoon('已勾选 1 条')
    await page.click('[data-act=split]')
    await showsSoon('成为新的事项')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.$('dialog')).toBeNull()
    expect(await rows()).toBe(30)
    expect(await seen()).toContain('已勾选 1 条')
    await page.keyboard.press('Escape')
    await showsSoon('勾选诉求后可拆分')
  })

  test('that somebody else has merged meanwhile leads to where it went', async () => {
    await open('/duty/issues/503', '[data-posting]')
    await page.click('[data-act=merge]')
    await page.waitForSelector('dialog [role=radiogroup] input')
    await page.click('dialog [role=radiogroup] input')
    await somebodyElse({ kind: 'merge', from: 503, into: 504 })
    await page.click('dialog button[type=submit]')
    await expect.poll(path).toBe('/duty/issues/504')
    await showsSoon('原事项（编号 503）已并入本事项')
  })

  test('of a posting that has left meanwhile says why it cannot leave again, and shows the issue as it stands', async () => {
    await open('/duty/issues/500', '[data-posting="50030"]')
    await page.click('[data-posting="50030"] [data-act=apart]')
    await page.waitForSelector('dialog .consequence')
    await somebodyElse({ kind: 'apart', issue: 500, posting: 50_030 })
    await page.click('dialog button[type=submit]')
    await showsSoon('诉求不在该事项中，请刷新后再操作（本页已按最新情况刷新')
    expect(await page.$('[data-posting="50030"]')).toBeNull()
  })

  test('says that newer postings came in, and lets the reader decide when to see them', async () => {
    await open('/duty/issues/502', '[data-posting]')
    await expect.poll(seen).toMatch(/数据截至 \d/)
    expect(await seen()).not.toContain('条新诉求')
    const at = Date.now() + 1_000
    gateway.push({ postings: [postingOf(2, at, { id: 77_777, issue: 502, recordedAt: at })] })
    await showsSoon('有 1 条新诉求，点此显示')
  })

  test('of an issue that does not exist says so', async () => {
    await open('/duty/issues/999999', '.empty')
    await showsSoon('没有这个事项')
  })
})

describe('the list of issues', () => {
  test('says when nothing was found', async () => {
    await open('/duty/issues', '[data-issue]')
    await page.type('input[type=search]', '没有这样的事')
    await showsSoon('没有含“没有这样的事”的事项')
  })

  test('keeps what was searched for when one comes back', async () => {
    await open('/duty/issues', '[data-issue]')
    await page.type('input[type=search]', '渣土车')
    await expect.poll(() => page.$$eval('[data-issue]', (all) => all.length)).toBe(1)
    await page.click('[data-issue]')
    await page.waitForSelector('[data-posting]')
    await page.click('.back a')
    await page.waitForSelector('[data-issue]')
    expect(await page.$eval('input[type=search]', (box) => (box).value)).toBe('渣土车')
  })
})

describe('the page of repeats', () => {
  test('begins with the week of the office and changes its figures with the period', async () => {
    await open('/duty/repeats', '.card')
    expect(await page.$eval('[data-period=week]', (button) => button.getAttribute('aria-pressed'))).toBe('true')
    const before = await page.$eval('[data-kind=repeat] b', (figure) => figure.textContent)
    await page.click('[data-period=days30]')
    await expect.poll(() => page.$eval('[data-kind=repeat] b', (figure) => figure.textContent)).not.toBe(before)
  })

  test('a period that ends before it begins is refused in words, and what was counted before stays', async () => {
    await open('/duty/repeats', '.card')
    await page.$eval('input[aria-label=截止日]', (input) => {
      (input).value = '2020-01-01'
      input.dispatchEvent(new Event('change'))
    })
    await showsSoon('开始日期晚于结束日期，以下仍是先前统计的内容')
    expect(await page.$$eval('.card', (cards) => cards.length)).toBe(3)
  })
})

describe('the page of trends', () => {
  const names = () => page.$$eval('[data-subject] .name a', (all) => all.map((link) => link.getAttribute('href')))

  test('shows first what rises at present, in words without a probability, and an issue leads to its page', async () => {
    await open('/duty/trends', '[data-subject]')
    expect((await names()).slice(0, 3)).toEqual(['/duty/issues/502', '/duty/issues/501', '/duty/issues/500'])
    const words = await seen()
    expect(words).toMatch(/突增：自 .*起 19 次，预计不到 1 次/)
    expect(words).toContain('次数偏多，但出自少数人')
    expect(words).toContain('不作受理量')
    expect(words).toContain('另有 1 项近24小时没有反映')
    expect(words).not.toMatch(/0\.\d\d/)
    await page.click('a[href="/duty/issues/501"]')
    await page.waitForSelector('[data-posting]')
  })

  test('changes with the kind and the window, and says where a kind has nothing', async () => {
    await open('/duty/trends', '[data-subject]')
    await page.click('[data-kind=township]')
    await showsSoon('少于平常')
    expect(await page.$eval('[data-subject] b', (count) => count.textContent)).toBe('96')
    await page.click('[data-hours="168"]')
    await expect.poll(() => page.$eval('[data-subject] b', (count) => count.textContent)).toBe('672')
    await page.click('[data-hours="720"]')
    await showsSoon('此前数据不足，暂不比较')
    await page.click('[data-kind=plan]')
    await showsSoon('近30日没有可看的走势（监测方案）')
  })

  test('renews itself every minute, says when its figures have grown old, and keeps them when they cannot be read', async () => {
    // The page's minute is a fifth of a second here: what is shown is that it asks again by itself.
    await page.evaluateOnNewDocument(() => {
      const real = window.setInterval.bind(window)
      window.setInterval = ((act: () => void, every?: number) => real(act, every === 60_000 ? 200 : every)) as typeof window.setInterval
    })
    gateway.measureTrends(null)
    await open('/duty/trends', '.trends .empty')
    await showsSoon('走势还没有统计出来')
    gateway.measureTrends({ ...fixtureTrends(Date.now()), asOf: Date.now() - 25 * minute })
    await showsSoon('走势已有 25 分钟没有更新')
    gateway.measureTrends(fixtureTrends(Date.now()))
    await expect.poll(seen).not.toContain('没有更新')
    gateway.measureTrends(null)
    await showsSoon('以下仍是先前统计的内容')
    expect(await page.$$eval('[data-subject]', (all) => all.length)).toBe(6)
  })
})
