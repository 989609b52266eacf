import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { fixtureToken, startFixtureGateway } from '../support/fixture-gateway.ts'
import type { FixtureGateway } from '../support/fixture-gateway.ts'
import { alertOf, hostileTitle, issueOf, postingOf } from '../support/fixture-wall.ts'

let folder: string
let browser: Browser
let gateway: FixtureGateway
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinghu-web-'))
  await build({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
  browser = await startChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  gateway = await startFixtureGateway(folder)
  // A context of its own: no token and no session of another test.
  page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ width: 1920, height: 1080 })
})
afterEach(async () => {
  await page.browserContext().close()
  await gateway.close()
})

const openWall = async (): Promise<void> => {
  await page.goto(`${gateway.address}/wall?kiosk=${fixtureToken}`)
  await page.waitForSelector('li[data-alert]')
}
const seen = (): Promise<string> => page.evaluate(() => document.body.innerText)
const showsSoon = (words: string) => expect.poll(seen).toContain(words)

describe('the wall', () => {
  test('shows the snapshot, says that its data is a demonstration, and up to when it is true', async () => {
    await openWall()
    const words = await seen()
    expect(words).toContain('洪泽12345在线')
    expect(words).toContain('演示数据')
    expect(words).toMatch(/数据截至 \d\d:\d\d:\d\d/)
    expect(words).toContain('停泊区道路坑洼积水')
    expect(words).toContain('少于3人')
  })

  test('applies deltas without fetching again', async () => {
    await openWall()
    const before = gateway.fetched()
    gateway.push({ sections: { trending: [{ ...issueOf(0, Date.now()), title: '卫校小区夜间停电', count24h: 1_234 }] } })
    await showsSoon('卫校小区夜间停电')
    await showsSoon('1,234')
    expect(gateway.fetched()).toBe(before)
  })

  test('fetches a snapshot after a gap and shows what it missed', async () => {
    await openWall()
    const before = gateway.fetched()
    gateway.push({ sections: { trending: [{ ...issueOf(0, Date.now()), title: '漏掉的事项' }] } }, { lost: true })
    gateway.push({ sections: { rebound: [] } })
    await showsSoon('漏掉的事项')
    await showsSoon('没有办结后再次反映的事项')
    expect(gateway.fetched()).toBe(before + 1)
  })

  test('finds out by pulses alone that a delta was lost', async () => {
    await openWall()
    gateway.push({ sections: { trending: [{ ...issueOf(0, Date.now()), title: '无后续的事项' }] } }, { lost: true })
    await showsSoon('无后续的事项')
  })

  test('slides a new alert in at the head of the stream within 400 ms', async () => {
    await openWall()
    await page.evaluate(() => {
      const marks = document.documentElement.dataset
      new MutationObserver((_changes, observer) => {
        if (document.querySelector('[data-alert="900"].arriving') === null) return
        marks.arrived = String(Date.now())
        observer.disconnect()
      }).observe(document.body, { subtree: true, childList: true })
    })
    const now = Date.now()
    const alert = alertOf(0, now, { id: 900, title: '三河镇自来水浑浊', raisedAt: now })
    gateway.push({ raised: [alert], sections: { alerts: [alert, ...(gateway.wall().sections.alerts ?? [])] } })
    await page.waitForSelector('[data-alert="900"].arriving')
    const arrived = Number(await page.evaluate(() => document.documentElement.dataset.arrived))
    expect(arrived - now).toBeLessThan(400)
    const slide = await page.$eval('[data-alert="900"]', (item) => {
      const { animationName, animationDuration } = getComputedStyle(item)
      return { first: item === document.querySelector('[data-alert]'), name: animationName.split(',')[0], seconds: parseFloat(animationDuration) }
    })
    expect(slide.first).toBe(true)
    expect(slide.name).toMatch(/^slide-in/)
    expect(slide.seconds).toBeLessThanOrEqual(0.4)
  })

  test('gives the centre to an alert that pops up, and never shows an unconfirmed red as red', async () => {
    await openWall()
    const now = Date.now()
    const alert = alertOf(1, now, { id: 901, level: 'orange', proposedRed: true, popUp: true, title: '楼顶坠物伤人', people: null, raisedAt: now })
    gateway.push({ raised: [alert], sections: { alerts: [alert] } })
    const centre = await page.waitForSelector('article.takeover')
    const words = await centre!.evaluate((card) => card.innerText)
    expect(words).toContain('楼顶坠物伤人')
    expect(words).toContain('橙色二级预警')
    expect(words).toContain('拟升红，待人工确认')
    expect(words).toContain('少于3人')
    expect(await page.$('.takeover.red')).toBeNull()
  })

  test('keeps hostile words as words', async () => {
    await openWall()
    const now = Date.now()
    const alert = alertOf(0, now, { id: 902, title: hostileTitle, sentence: hostileTitle, place: hostileTitle, unit: hostileTitle, popUp: true, raisedAt: now })
    gateway.push({
      raised: [alert],
      postings: [postingOf(0, now, { id: 99_999, title: hostileTitle, text: hostileTitle, issue: 500 })],
      sections: {
        alerts: [alert],
        trending: [{ ...issueOf(0, now), title: hostileTitle, sentence: hostileTitle, unit: hostileTitle }],
        map: (gateway.wall().sections.map ?? []).map((township) => ({ ...township, name: hostileTitle })),
      },
    })
    await page.waitForSelector('article.takeover')
    await showsSoon('<script>')
    expect(await page.$$eval('img, body script', (elements) => elements.length)).toBe(0)
    expect(await page.title()).toBe('洪泽12345在线')
  })

  test('turns the clock yellow after thirty seconds of silence and says after two minutes that the line is broken', async () => {
    await page.evaluateOnNewDocument(() => {
      const real = performance.now.bind(performance)
      performance.now = () => real() + Number(document.documentElement?.dataset.ahead ?? 0)
    })
    await openWall()
    gateway.pulse(false)
    const skip = (milliseconds: number) => page.evaluate((ahead) => { document.documentElement.dataset.ahead = String(ahead) }, milliseconds)
    await expect.poll(() => page.$('.clock.fresh').then(Boolean)).toBe(true)
    await skip(40_000)
    await page.waitForSelector('.clock.doubtful')
    expect(await page.$eval('.clock time', (time) => getComputedStyle(time).color)).toBe('rgb(255, 217, 74)')
    expect(await page.$('p.band')).toBeNull()
    await skip(125_000)
    await page.waitForSelector('p.band')
    expect(await page.$eval('p.band', (band) => band.textContent)).toMatch(/^数据截至 \d\d:\d\d:\d\d，连接中断，正在重连$/)
    gateway.pulse(true)
    await page.waitForSelector('.clock.fresh')
    expect(await page.$('p.band')).toBeNull()
  })

  test('has no line of text under 1.9 % of the height, and nothing that reaches out of the screen', async () => {
    await openWall()
    const found = await page.evaluate(() => {
      const wrong: string[] = []
      for (const element of document.querySelectorAll<HTMLElement>('.wall *')) {
        const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
        if (!words) continue
        const { right, bottom, width } = element.getBoundingClientRect()
        if (parseFloat(getComputedStyle(element).fontSize) < 0.019 * innerHeight - 0.01) wrong.push(`small: ${element.textContent}`)
        if (width > 0 && getComputedStyle(element).visibility === 'visible' && (right > innerWidth + 1 || bottom > innerHeight + 1)) {
          if (element.closest('.does-not-fit') === null) wrong.push(`out: ${element.textContent}`)
        }
      }
      return wrong
    })
    expect(found).toEqual([])
  })

  test('without a valid token says so, and what to do', async () => {
    await page.goto(`${gateway.address}/wall?kiosk=wrong`)
    await showsSoon('本屏未获授权')
    await showsSoon('/wall?kiosk=')
  })
})

describe('the console', () => {
  const logIn = async (password: string): Promise<void> => {
    await page.goto(`${gateway.address}/duty`)
    await page.waitForSelector('input[name=password]')
    await page.type('input[name=password]', password)
    await page.keyboard.press('Enter')
  }

  test('opens to nobody with a wrong password, and says so', async () => {
    await logIn('wrong')
    await showsSoon('用户名或密码不正确')
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  test('lists alerts by level, opens one by keyboard and takes its next action', async () => {
    await logIn('right')
    await page.waitForSelector('li[data-alert]')
    const order = await page.$$eval('li[data-alert] .mark', (marks) => marks.map((mark) => mark.getAttribute('aria-label')))
    expect(order[0]).toBe('橙色二级预警')
    expect(order.at(-1)).toBe('蓝色四级预警')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await showsSoon('反映内容（已脱敏）')
    expect(await page.$eval('[data-action=dismiss]', (button) => (button as HTMLButtonElement).disabled)).toBe(true)
    await page.click('[data-action=assess]')
    await showsSoon('已研判')
    await expect.poll(() => page.$eval('li[data-alert="100"] .state', (state) => state.textContent)).toBe('已研判')
  })

  test('an alert dismissed with a reason leaves the list; a new one enters it without reload', async () => {
    await logIn('right')
    await page.waitForSelector('li[data-alert="100"]')
    await page.click('li[data-alert="100"]')
    await page.waitForSelector('textarea')
    await page.type('textarea', '现场核实无此情况')
    await page.click('[data-action=dismiss]')
    await expect.poll(() => page.$('li[data-alert="100"]')).toBeNull()
    const now = Date.now()
    const alert = alertOf(2, now, { id: 903, title: '新到预警', raisedAt: now })
    gateway.push({ raised: [alert], sections: { alerts: [alert, ...(gateway.wall().sections.alerts ?? [])] } })
    await page.waitForSelector('li[data-alert="903"]', { timeout: 10_000 })
  })

  test('fits a phone without scrolling sideways', async () => {
    await page.setViewport({ width: 390, height: 844 })
    await logIn('right')
    await page.waitForSelector('li[data-alert]')
    await page.click('li[data-alert]')
    await showsSoon('反映内容（已脱敏）')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
