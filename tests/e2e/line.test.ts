import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { makeDataDir, removeDataDir, startWholeProgram, type WholeProgram } from '../support/whole-program.ts'

/** Milliseconds for anything to come: a machine that does other things as well is no fault of ours. */
const patience = 90_000

let dataDir: string
let program: WholeProgram
let browser: Browser

beforeAll(async () => {
  dataDir = makeDataDir()
  // Without a pace of its own the town tells nothing new: what appears is what the test wrote.
  program = await startWholeProgram(dataDir, { TOWN_DAYS: '10', TOWN_PACE: '0' })
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  process.kill(-program.npm.pid!, 'SIGTERM')
  await program.ended
  removeDataDir(dataDir)
})

/** Writes a thread through the form of the sample forum, as somebody with a browser would. */
async function writeThread(nickname: string, title: string, text: string): Promise<void> {
  const page = await browser.newPage()
  await page.goto(`${program.town}/forum/forum.php?mod=post&action=newthread&fid=2`, { waitUntil: 'load' })
  await page.type('#username', nickname)
  await page.type('#subject', title)
  await page.type('#message', text)
  await Promise.all([page.waitForNavigation(), page.click('#postsubmit')])
  await page.close()
}

async function openWall(): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport({ width: 1920, height: 1080 })
  await page.goto(program.wall, { waitUntil: 'load' })
  await page.waitForFunction(() => document.body.innerText.includes('演示数据') && document.body.innerText.includes('处理正常'), { timeout: patience })
  return page
}

/** Waits until the wall shows the words, without being loaded again; how soon it does is the bench's to say. */
const shows = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction((wanted: string) => document.body.innerText.includes(wanted), { timeout: patience, polling: 50 }, words)

test('a thread written through the forum\'s own form appears on an open wall without reload, masked', async () => {
  const wall = await openWall()
  const loads = await wall.evaluate(() => performance.getEntriesByType('navigation').length)
  await writeThread('湖边人家', '益寿家园门口窨井盖没了', '益寿家园东门口窨井盖不见了，晚上很危险，联系电话13800138000，请尽快处理。')
  await shows(wall, '益寿家园门口窨井盖没了')
  const words = await wall.evaluate(() => document.body.innerText)
  expect(words).not.toContain('13800138000')
  expect(words).not.toContain('湖边人家')
  expect(await wall.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(loads)
  await wall.close()
})

test('a burst of several people on one matter raises an alert that slides in', async () => {
  const wall = await openWall()
  const voices = [
    ['苏源一期业主', '苏源绿洲突然停水了', '苏源绿洲从今天中午开始整个小区停水，没有任何通知，做饭都没办法，请问什么时候来水？'],
    ['带娃的妈妈', '苏源绿洲停水没人管', '苏源绿洲小区停水几个小时了，家里有小孩，物业电话打不通，要求尽快恢复供水。'],
    ['老李', '苏源绿洲停水', '我们苏源绿洲整个小区都停水，自来水公司也没有说法，老人用水困难，赶紧来修。'],
    ['9幢住户', '苏源绿洲小区一直停水', '苏源绿洲小区一直停水到现在，楼上楼下都没水，请尽快抢修恢复供水。'],
    ['阿青', '苏源绿洲停水何时恢复', '苏源绿洲停水大半天了，厕所都没法冲，请自来水公司尽快恢复供水并给个说法。'],
  ] as const
  for (const [nickname, title, text] of voices) await writeThread(nickname, title, text)
  await wall.waitForFunction(
    () => [...document.querySelectorAll('[data-alert]')].some((card) => card.textContent.includes('苏源绿洲')),
    { timeout: patience, polling: 50 })
  const words = await wall.evaluate(() => [...document.querySelectorAll('[data-alert]')].find((card) => card.textContent.includes('苏源绿洲'))!.textContent)
  expect(words).toMatch(/涉及[3-9]人/)
  await wall.close()
})
