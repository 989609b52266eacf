/**
 * Takes pictures of a page at the sizes of walls, desks and phones: node tests/support/look.ts OUT_DIR [URL …]
 * Without a URL it shows the built page (DATA_DIR/web) on fixture data: wall, wall in alarm, login, duty list and detail.
 */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { startChromium } from './chromium.ts'
import { fixtureToken, startFixtureGateway } from './fixture-gateway.ts'
import { alertOf, fixtureSections, issueOf } from './fixture-wall.ts'

const walls: [number, number][] = [[1920, 1080], [3840, 2160], [3840, 1080], [1440, 900], [390, 844]]
const desks: [number, number][] = [[1440, 900], [390, 844]]

/** Long enough for fonts, charts and what slides in. */
const settle = 1_500
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

async function picture(page: Page, out: string, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await wait(settle)
  await page.screenshot({ path: join(out, `${name}.png`) })
}

async function open(browser: Browser, url: string, [width, height]: [number, number]): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport({ width, height })
  await page.goto(url, { waitUntil: 'networkidle2', timeout: 30_000 })
  return page
}

async function lookAtFixture(browser: Browser, out: string): Promise<void> {
  const gateway = await startFixtureGateway(resolve(process.env.DATA_DIR ?? 'data', 'web'))
  const wall = `${gateway.address}/wall?kiosk=${fixtureToken}`
  for (const size of walls) {
    const page = await open(browser, wall, size)
    await picture(page, out, `wall-${size.join('x')}`)
    if (size[0] === 1920) {
      const now = Date.now()
      const alert = alertOf(7, now, { id: 900, level: 'orange', popUp: true, title: '润园小区楼顶违建施工坠物砸中行人', raisedAt: now, subject: { kind: 'issue', id: '501' } })
      gateway.push({ raised: [alert], sections: { alerts: [alert, ...(gateway.wall().sections.alerts ?? [])] } })
      await picture(page, out, 'wall-alarm-1920x1080')
      gateway.push({ sections: { alerts: [], trending: [], concentrated: [issueOf(1, now)], rebound: [], priorities: [] } })
      await page.reload({ waitUntil: 'networkidle2' })
      await picture(page, out, 'wall-quiet-1920x1080')
      gateway.push({ sections: fixtureSections(now) })
    }
    await page.close()
  }
  for (const size of desks) {
    const page = await open(browser, `${gateway.address}/login`, size)
    await picture(page, out, `login-${size.join('x')}`)
    await page.type('input[name=password]', 'right')
    await page.keyboard.press('Enter')
    await page.waitForSelector('li[data-alert]')
    await picture(page, out, `duty-${size.join('x')}`)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await picture(page, out, `duty-detail-${size.join('x')}`)
    await page.close()
    await fetch(`${gateway.address}/api/session`, { method: 'DELETE' })
  }
  await gateway.close()
}

const [out = 'data/look', ...urls] = process.argv.slice(2)
await mkdir(out, { recursive: true })
const browser = await startChromium()
try {
  if (urls.length === 0) await lookAtFixture(browser, out)
  for (const [index, url] of urls.entries()) {
    for (const size of walls) {
      const page = await open(browser, url, size)
      await picture(page, out, `page${index + 1}-${size.join('x')}`)
      await page.close()
    }
  }
} finally {
  await browser.close()
}
