import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IssueRow, WallSections } from '../../shared/wall.ts'
import { startChromium } from '../support/chromium.ts'
import { fixtureToken, startFixtureGateway } from '../support/fixture-gateway.ts'
import type { FixtureGateway } from '../support/fixture-gateway.ts'
import { alertOf, fixtureSections, issueOf, postingOf } from '../support/fixture-wall.ts'
import { illegible } from '../support/legibility.ts'

let folder: string
let browser: Browser
let gateway: FixtureGateway
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinghu-legible-'))
  await build({ configFile: resolve(import.meta.dirname, '../../vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
  browser = await startChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  gateway = await startFixtureGateway(folder)
  page = await browser.newPage()
})
afterEach(async () => {
  await page.close()
  await gateway.close()
})

const sizes = [[1920, 1080], [3840, 2160], [3840, 1080], [1440, 900], [390, 844]] as const

async function openWall(width: number, height: number): Promise<void> {
  await page.setViewport({ width, height })
  await page.goto(`${gateway.address}/wall?kiosk=${fixtureToken}`, { waitUntil: 'networkidle0' })
  await page.waitForSelector('.panel svg text')
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** Lets charts draw, lists measure and figures roll after a push. */
const settle = () => new Promise((done) => setTimeout(done, 1_200))

/** The least size of words: 1.9 % of a wall's height, and 14 pixels on a phone, which is held in the hand. */
const faults = (width: number, height: number, root = '.wall') => illegible(page, root, width < height ? 14 : 0.019 * height)

const longTitle = '高良涧街道某某花园小区二期东门口道路施工围挡占用人行道并且夜间噪音扰民多次反映至今无人处理'
const longUnit = '淮安市公安局洪泽分局交通警察大队城区中队'
const longSentence = '24小时内反映1,219次，预计11–15次，涉及1,016人，来自热线、论坛、领导信箱、微博、新闻媒体，集中在18时以后，已连续三天上升，且有人两次以上反映。'

/** The widest words and largest figures that a bad day may bring, in as many rows as a gateway sends. */
function worstSections(now: number): WallSections {
  const sections = fixtureSections(now)
  const rows = (many: number): IssueRow[] => Array.from({ length: many }, (_, index) => ({
    ...issueOf(index, now), issue: 700 + index, title: longTitle, unit: longUnit, sentence: longSentence, count24h: 1_219, total: 12_345, low: 111, high: 115, small: true,
    people: 1_016, channels: ['hotline', 'forum', 'weibo', 'letterbox'],
  }))
  return {
    ...sections,
    today: {
      ...sections.today,
      registered: { now: 12_214, before: 9_190, basis: '较上周同期' },
      crawled: { now: 3_037, before: null, basis: '较上周同期' },
      channels: sections.today.channels.map((channel) => ({ ...channel, now: 12_345 })),
    },
    priorities: sections.priorities.concat(sections.priorities).slice(0, 5).map((item, index) => ({ ...item, alert: 800 + index, title: longTitle, unit: longUnit, state: 'received' })),
    trending: rows(10),
    concentrated: rows(6),
    rebound: rows(4),
    map: sections.map.map((township) => ({ ...township, count24h: township.count24h + 1_000, expected: 1_234.5 })),
    alerts: Array.from({ length: 20 }, (_, index) => alertOf(index, now, { title: longTitle, unit: longUnit, sentence: longSentence, proposedRed: true, raisedAt: now - (index + 1) * 86_400_000 })),
    sources: sections.sources.map((source) => ({ ...source, name: longUnit, state: 'PARSE_BROKEN' as const, reason: longTitle, lastGoodAt: now - 3 * 86_400_000 })),
    line: { recorded: 18_240, applied: 12_345, lag: 900_000, trouble: null },
  }
}

test.each(sizes)('at %i×%i nothing on an ordinary wall is small, cut or covered', async (width, height) => {
  await openWall(width, height)
  await settle()
  expect(await faults(width, height)).toEqual([])
})

test.each(sizes)('at %i×%i the longest words and the largest figures still keep to their places', async (width, height) => {
  await openWall(width, height)
  const now = Date.now()
  gateway.push({ sections: worstSections(now), postings: [0, 1, 2].map((index) => postingOf(index, now, { id: 99_000 + index, title: longTitle, text: longSentence })) })
  await settle()
  expect(await faults(width, height)).toEqual([])
})

test.each(sizes)('at %i×%i an alert in the centre keeps to its card', async (width, height) => {
  await openWall(width, height)
  const now = Date.now()
  const alert = alertOf(0, now, { id: 900, popUp: true, title: longTitle, unit: longUnit, sentence: longSentence, proposedRed: true, raisedAt: now })
  gateway.push({ raised: [alert], sections: { alerts: [alert] } })
  await page.waitForSelector('.takeover')
  await settle()
  expect(await faults(width, height, '.takeover')).toEqual([])
})

test('the band of a broken line takes its room from the lists, and covers nothing', async () => {
  await page.evaluateOnNewDocument(() => {
    const real = performance.now.bind(performance)
    performance.now = () => real() + Number(document.documentElement?.dataset.ahead ?? 0)
  })
  await openWall(1920, 1080)
  gateway.pulse(false)
  await page.evaluate(() => { document.documentElement.dataset.ahead = '150000' })
  await page.waitForSelector('.band')
  await settle()
  expect(await faults(1920, 1080)).toEqual([])
})

test('at 1920×1080 four alerts, five trending, three concentrated and two rebounding issues are shown whole', async () => {
  await openWall(1920, 1080)
  await settle()
  const whole = { 今日要情: 4, 预警: 4, 热点诉求: 5, 集中诉求: 3, 反弹诉求: 2 }
  expect(await rowsShown()).toEqual(whole)
  gateway.push({ sections: worstSections(Date.now()) })
  await settle()
  expect(await rowsShown()).toMatchObject({ ...whole, 今日要情: expect.any(Number) as number })
  expect(await page.evaluate(() => document.body.innerText)).toContain('未办结 20 项以上，显示最新 4')
})

/** Head of each list → how many of its rows are shown. */
const rowsShown = async (): Promise<Record<string, number>> => {
  const shown = await page.$$eval('.fit-list', (lists) => lists.map((list): [string, number] => [list.closest('.panel')?.querySelector('h2')?.textContent ?? '', list.querySelectorAll(':scope > :not(.does-not-fit)').length]))
  return Object.fromEntries(shown)
}

/** Widths of a desk and of a phone; so high that no page of the console scrolls, since what scrolls is cut at its edge and may be. */
const desks = [[1440, 16_000, 12], [390, 20_000, 13]] as const

/** Opens a page of the console and waits for what it is there to show. */
async function openConsole(width: number, height: number, path: string, shows: string): Promise<void> {
  await page.setViewport({ width, height })
  await page.goto(`${gateway.address}/login`)
  await page.evaluate(() => fetch('/api/session', { method: 'POST', body: '{"password":"right"}', headers: { 'content-type': 'application/json' } }).then(() => undefined))
  await page.goto(`${gateway.address}${path}`, { waitUntil: 'networkidle0' })
  await page.waitForSelector(shows)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

describe.each(desks)('on a console %i pixels wide', (width, height, least) => {
  test.each([
    ['alerts', '/duty', '[data-alert]'], ['issues', '/duty/issues', '[data-issue]'], ['one issue', '/duty/issues/500', '[data-posting]'],
    ['an issue of hostile words', '/duty/issues/501', '[data-posting]'], ['what comes back', '/duty/repeats', '.bars svg text'],
    ['trends', '/duty/trends', '[data-subject]'],
  ])('nothing about %s is small, cut or covered, and nothing reaches past the side', async (_what, path, shows) => {
    await openConsole(width, height, path, shows)
    await page.$$eval('details', (all) => { for (const each of all) each.open = true })
    await settle()
    expect(await illegible(page, '.duty', least)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })

  test('a ruling is asked about in a dialog that can be read whole', async () => {
    await openConsole(width, 844, '/duty/issues/500', '[data-posting]')
    await page.click('[data-act=correct]')
    await page.waitForSelector('dialog .choices input')
    await page.type('dialog input[type=search]', '路')
    await page.click('dialog .choices input')
    await page.waitForSelector('dialog .consequence')
    expect(await illegible(page, 'dialog', least)).toEqual([])
  })
})

test('what cannot be read is found', async () => {
  await page.setViewport({ width: 800, height: 600 })
  // In Latin letters: this page has none of the wall's fonts, and the machine may have no Chinese one.
  await page.setContent(`
    <p style="font-size: 9px">tiny</p>
    <p style="width: 60px; overflow: hidden; white-space: nowrap">cut off at the right</p>
    <p style="height: 10px; overflow: hidden">cut from below</p>
    <p style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">ends in an ellipsis</p>
    <p style="height: 18px; line-height: 18px; overflow: hidden; width: 60px">first-line second-line</p>
    <p style="position: absolute; top: 300px; left: 20px">above</p><p style="position: absolute; top: 305px; left: 30px">below</p>
    <p style="position: absolute; top: 400px; left: 780px; white-space: nowrap">off the screen</p>`)
  expect(await illegible(page, 'body', 12)).toEqual([
    'too small (9px): tiny', 'cut off: cut off at the right', 'cut through: cut from below', 'out of the screen: off the screen', 'on top of one another: above / below',
  ])
})
