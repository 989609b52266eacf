import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { EvidenceList } from '../../shared/evidence.ts'
import type { IssueAnswer, IssueList } from '../../shared/issue-view.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import { startChromium } from '../support/chromium.ts'
import { makeDataDir, removeDataDir, startWholeProgram, type WholeProgram } from '../support/whole-program.ts'

let dataDir: string
let program: WholeProgram
let browser: Browser
let page: Page

beforeAll(async () => {
  dataDir = makeDataDir()
  program = await startWholeProgram(dataDir, { TOWN_DAYS: '4', TOWN_PACE: '0' })
  browser = await startChromium()
  page = await browser.newPage()
  await page.setViewport({ width: 1440, height: 900 })
  await vi.waitUntil(settled, { timeout: 90_000, interval: 500 })
  await page.goto(new URL('/duty/issues', program.duty).href)
  await page.waitForSelector('input[name=password]')
  await page.type('input[name=password]', program.password!)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-issue]')
})
afterAll(async () => {
  await browser.close()
  process.kill(-program.npm.pid!, 'SIGTERM')
  await program.ended
  removeDataDir(dataDir)
})

/** Whether all that the town had to tell has gone through the line. */
async function settled(): Promise<boolean> {
  const wall = new URL(program.wall)
  const { sections: { line, sources } } = await (await fetch(new URL(`/api/wall${wall.search}`, wall))).json() as WallSnapshot
  return line !== undefined && line.applied > 300 && line.applied === line.recorded && sources?.length === 4
}

const ask = <T>(path: string): Promise<T> => page.evaluate(async (address: string) => (await fetch(address)).json() as Promise<unknown>, path) as Promise<T>
const words = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent ?? '')

/** A crawled posting with a page, of which nothing was kept yet, and its issue. */
async function findPosting(): Promise<{ issue: number; posting: number }> {
  const { issues } = await ask<IssueList>('/api/issues?limit=100')
  for (const { id } of issues) {
    const answer = await ask<IssueAnswer>(`/api/issues/${id}?limit=30`)
    const found = 'members' in answer && answer.members.find(({ trace }) => trace.hasPage && trace.evidence.kept + trace.evidence.waiting === 0)
    if (found) return { issue: id, posting: found.card.id }
  }
  throw new Error('the town has no posting with a page')
}

async function giveReason(reason: string): Promise<void> {
  await page.waitForSelector('dialog textarea')
  await page.type('dialog textarea', reason)
}

test('a person asks for a page, sees that it is kept, and looks at it with a reason; without one nothing opens', async () => {
  const { issue, posting } = await findPosting()
  const panel = `[data-posting="${posting}"] [data-part=evidence]`
  await page.goto(new URL(`/duty/issues/${issue}`, program.duty).href)
  await page.waitForSelector(`${panel} summary`)
  expect(await words(`${panel} summary`)).toBe('存证 （无）')
  await page.click(`${panel} summary`)
  await page.waitForSelector(`${panel} [data-act=ask-evidence]`)
  await page.click(`${panel} [data-act=ask-evidence]`)
  await giveReason('看看')
  expect(await page.$eval('dialog button[type=submit]', (button) => button.matches(':disabled'))).toBe(true)
  await page.type('dialog textarea', '，领导要求留存')
  await page.click('dialog button[type=submit]')
  await page.waitForFunction((at: string) => document.querySelector(at)?.textContent.includes('已存证'), { timeout: 60_000 }, panel)
  expect(await words(`${panel} summary`)).toBe('存证 1 份')

  const { evidence: [kept] } = await ask<EvidenceList>(`/api/evidence?posting=${posting}`)
  expect(kept).toMatchObject({ state: 'kept', status: 200, askedBy: 'admin' })
  expect((await page.evaluate(async (id: number) => (await fetch(`/api/evidence/${id}/picture?pass=1`)).status, kept!.id))).toBe(403)
  const refused = await page.evaluate(async (id: number) => {
    const answer = await fetch(`/api/evidence/${id}/open`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"reason":"看"}' })
    return { status: answer.status, words: await answer.text() }
  }, kept!.id)
  expect(refused.status).toBe(400)
  expect(refused.words).toContain('请写明理由')

  await page.click(`${panel} [data-act=picture]`)
  await giveReason('核实坠物情况')
  await page.click('dialog button[type=submit]')
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('dialog img')?.naturalWidth ?? 0) > 0, { timeout: 30_000 })
  expect(await words('dialog header')).toContain('禁止外传')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('dialog') === null)

  await page.click(`${panel} [data-act=check]`)
  await page.waitForFunction((at: string) => document.querySelector(`${at} [role=status]`)?.textContent.includes('校验一致'), {}, panel)
  await page.click(`${panel} details summary`)
  await page.waitForFunction((at: string) => document.querySelector(at)?.textContent.includes('登记查阅：核实坠物情况'), {}, panel)
  expect(await words(panel)).toContain('查看图片')
})
