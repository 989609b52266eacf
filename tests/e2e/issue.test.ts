import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IssueAnswer, IssueDetail, IssueList } from '../../shared/issue-view.ts'
import { openConsole, type Seat } from '../support/console.ts'

let seat: Seat

beforeAll(async () => {
  seat = await openConsole('/duty/issues', '[data-issue]', 10)
})
afterAll(() => seat.close())

const detailOf = async (id: number): Promise<IssueDetail> => {
  const answer = await seat.ask<IssueAnswer>(`/api/issues/${id}?limit=100`)
  if ('movedTo' in answer) throw new Error(`issue ${id} went to ${answer.movedTo}`)
  return answer
}
const postingsOf = async (id: number): Promise<number[]> => (await detailOf(id)).members.map(({ card }) => card.id)

/** An issue with enough calls to the hotline to take some away; these have no replies. */
async function findLargeIssue(): Promise<{ id: number; calls: number[] }> {
  const { issues } = await seat.ask<IssueList>('/api/issues?limit=100')
  for (const { id, total } of issues) {
    if (total < 6 || total > 25) continue
    const calls = (await detailOf(id)).members.filter(({ card }) => card.channel === 'hotline' && card.id !== id).map(({ card }) => card.id)
    if (calls.length >= 5) return { id, calls }
  }
  throw new Error('the town has no issue of that size')
}

async function openIssue(id: number): Promise<void> {
  await seat.page.goto(new URL(`/duty/issues/${id}`, seat.program.duty).href)
  await seat.page.waitForSelector('[data-posting]')
}
const rowShown = (posting: number): Promise<boolean> => seat.page.$(`[data-posting="${posting}"]`).then(Boolean)
const words = (selector: string): Promise<string> => seat.page.$eval(selector, (element) => element.textContent ?? '')
const obeyed = () => seat.page.waitForFunction(() => [...document.querySelectorAll('[role=status]')].some((note) => note.textContent.includes('已生效')), { timeout: 20_000 })
const loads = (): Promise<number> => seat.page.evaluate(() => performance.timeOrigin)

/** Reads what will happen, and agrees. */
async function agree(): Promise<string> {
  const consequence = await words('dialog .consequence')
  await seat.page.click('dialog button[type=submit]')
  await seat.page.waitForFunction(() => document.querySelector('dialog') === null)
  await obeyed()
  return consequence
}

test('a category corrected by hand stands at its posting, is on record with who did it, and needs no reload', async () => {
  const { id, calls: [posting] } = await findLargeIssue()
  await openIssue(id)
  const loaded = await loads()
  await seat.page.click(`[data-posting="${posting}"] [data-act=correct]`)
  await seat.page.waitForSelector('dialog .choices input')
  await seat.page.type('dialog input[type=search]', '犬')
  await seat.page.click('dialog .choices input')
  const chosen = (await words('dialog .choices label')).trim()
  expect(await agree()).toContain(`更正为“${chosen}”`)
  expect(await words(`[data-posting="${posting}"]`)).toContain('已人工更正：类别')
  expect(await words(`[data-posting="${posting}"] .tags`)).toContain(chosen)
  expect(await words('[data-ruling]')).toMatch(/admin · .*已生效/)
  expect((await detailOf(id)).members.find(({ card }) => card.id === posting)?.card.category).toBe(chosen)
  expect(await loads()).toBe(loaded)
})

test('a posting that is not the same matter leaves for an issue of its own', async () => {
  const { id, calls: [posting] } = await findLargeIssue()
  await openIssue(id)
  await seat.page.click(`[data-posting="${posting}"] [data-act=apart]`)
  await seat.page.waitForSelector('dialog .consequence')
  expect(await agree()).toContain('将从本事项移出')
  expect(await rowShown(posting!)).toBe(false)
  expect(await postingsOf(id)).not.toContain(posting)
  expect(await postingsOf(posting!)).toEqual([posting])
})

test('chosen postings are split into a new issue, which is merged into another; the address of what was merged leads there', async () => {
  const { id, calls } = await findLargeIssue()
  const leaving = calls.slice(1, 3)
  const made = Math.min(...leaving)
  await openIssue(id)
  for (const posting of leaving) await seat.page.click(`[data-posting="${posting}"] input[type=checkbox]`)
  await seat.page.click('[data-act=split]')
  await seat.page.waitForSelector('dialog .consequence')
  expect(await agree()).toContain('2条诉求')
  expect(await Promise.all(leaving.map(rowShown))).toEqual([false, false])
  expect((await postingsOf(made)).toSorted()).toEqual(leaving.toSorted())

  await seat.page.click(`[role=status] a[href="/duty/issues/${made}"]`)
  await seat.page.waitForSelector(`[data-posting="${made}"]`)
  await seat.page.click('[data-act=merge]')
  await seat.page.waitForSelector('dialog [role=radiogroup] input')
  const into = (await detailOf(made)).nearby[0]!
  await seat.page.click('dialog [role=radiogroup] input')
  expect(await agree()).toContain(`将并入“${into.title}”`)
  await expect.poll(() => new URL(seat.page.url()).pathname, { timeout: 20_000 }).toBe(`/duty/issues/${into.issue}`)
  expect(await postingsOf(into.issue)).toEqual(expect.arrayContaining(leaving))

  await openIssue(made)
  expect(new URL(seat.page.url()).pathname).toBe(`/duty/issues/${into.issue}`)
  expect(await words('[role=status].note')).toContain('已并入本事项')
})

test('an issue is found by its words, and opened from the list by keyboard', async () => {
  const { issues: [newest] } = await seat.ask<IssueList>('/api/issues?limit=1')
  await seat.page.goto(new URL('/duty/issues', seat.program.duty).href)
  await seat.page.waitForSelector('[data-issue]')
  await seat.page.keyboard.press('/')
  await seat.page.keyboard.type(newest!.title)
  await seat.page.waitForFunction((title: string) => [...document.querySelectorAll('[data-issue] .title')].every((row) => row.textContent === title), {}, newest!.title)
  await seat.page.$eval('input[type=search]', (box) => { (box).blur() })
  await seat.page.keyboard.press('j')
  await seat.page.keyboard.press('Enter')
  await seat.page.waitForSelector('[data-posting]')
  expect(await words('h2')).toBe(newest!.title)
})

test('what comes back is counted over the month, registered and crawled apart, each figure with what it counts', async () => {
  await seat.page.goto(new URL('/duty/repeats', seat.program.duty).href)
  await seat.page.waitForSelector('.card')
  for (const kind of ['repeat', 'concentrated', 'rebound']) expect(await words(`[data-kind=${kind}]`)).toMatch(/\d件.*\d条.*口径：/)
  await seat.page.click('[data-period=days30]')
  await seat.page.select('select[name=by]', 'township')
  await seat.page.click('[data-kind=concentrated] input')
  await seat.page.waitForSelector('table tbody tr')
  expect(await words('table')).toContain('高良涧街道')
})
