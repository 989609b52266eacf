import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvidenceList } from '../../shared/evidence.ts'
import type { IssueAnswer, IssueList } from '../../shared/issue-view.ts'
import { openConsole, type Seat } from '../support/console.ts'

let seat: Seat

beforeAll(async () => {
  seat = await openConsole('/duty/issues', '[data-issue]', 4)
})
afterAll(() => seat.close())

const words = (selector: string): Promise<string> => seat.page.$eval(selector, (element) => element.textContent ?? '')

/** A crawled posting with a page, of which nothing was kept yet, and its issue. */
async function findPosting(): Promise<{ issue: number; posting: number }> {
  const { issues } = await seat.ask<IssueList>('/api/issues?limit=100')
  for (const { id } of issues) {
    const answer = await seat.ask<IssueAnswer>(`/api/issues/${id}?limit=30`)
    const found = 'members' in answer && answer.members.find(({ trace }) => trace.hasPage && trace.evidence.kept + trace.evidence.waiting === 0)
    if (found) return { issue: id, posting: found.card.id }
  }
  throw new Error('the town has no posting with a page')
}

async function giveReason(reason: string): Promise<void> {
  await seat.page.waitForSelector('dialog textarea')
  await seat.page.type('dialog textarea', reason)
}

test('a person asks for a page, sees that it is kept, and looks at it with a reason; without one nothing opens', async () => {
  const { issue, posting } = await findPosting()
  const panel = `[data-posting="${posting}"] [data-part=evidence]`
  await seat.page.goto(new URL(`/duty/issues/${issue}`, seat.program.duty).href)
  await seat.page.waitForSelector(`${panel} summary`)
  expect(await words(`${panel} summary`)).toBe('存证 （无）')
  await seat.page.click(`${panel} summary`)
  await seat.page.waitForSelector(`${panel} [data-act=ask-evidence]`)
  await seat.page.click(`${panel} [data-act=ask-evidence]`)
  await giveReason('看看')
  expect(await seat.page.$eval('dialog button[type=submit]', (button) => button.matches(':disabled'))).toBe(true)
  await seat.page.type('dialog textarea', '，领导要求留存')
  await seat.page.click('dialog button[type=submit]')
  await seat.page.waitForFunction((at: string) => document.querySelector(at)?.textContent.includes('已存证'), { timeout: 60_000 }, panel)
  expect(await words(`${panel} summary`)).toBe('存证 1 份')

  const { evidence: [kept] } = await seat.ask<EvidenceList>(`/api/evidence?posting=${posting}`)
  expect(kept).toMatchObject({ state: 'kept', status: 200, askedBy: 'admin' })
  expect((await seat.page.evaluate(async (id: number) => (await fetch(`/api/evidence/${id}/picture?pass=1`)).status, kept!.id))).toBe(403)
  const refused = await seat.page.evaluate(async (id: number) => {
    const answer = await fetch(`/api/evidence/${id}/open`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"reason":"看"}' })
    return { status: answer.status, words: await answer.text() }
  }, kept!.id)
  expect(refused.status).toBe(400)
  expect(refused.words).toContain('请写明理由')

  await seat.page.click(`${panel} [data-act=picture]`)
  await giveReason('核实坠物情况')
  await seat.page.click('dialog button[type=submit]')
  await seat.page.waitForFunction(() => (document.querySelector<HTMLImageElement>('dialog img')?.naturalWidth ?? 0) > 0, { timeout: 30_000 })
  expect(await words('dialog header')).toContain('禁止外传')
  await seat.page.keyboard.press('Escape')
  await seat.page.waitForFunction(() => document.querySelector('dialog') === null)

  await seat.page.click(`${panel} [data-act=check]`)
  await seat.page.waitForFunction((at: string) => document.querySelector(`${at} [role=status]`)?.textContent.includes('校验一致'), {}, panel)
  await seat.page.click(`${panel} details summary`)
  await seat.page.waitForFunction((at: string) => document.querySelector(at)?.textContent.includes('登记查阅：核实坠物情况'), {}, panel)
  expect(await words(panel)).toContain('查看图片')
})
