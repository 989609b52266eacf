import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SourceList } from '../../shared/source-view.ts'
import { openConsole, type Seat } from '../support/console.ts'

let seat: Seat

beforeAll(async () => {
  seat = await openConsole('/duty/sources', '[data-source]', 3)
})
afterAll(() => seat.close())

const sources = (): Promise<SourceList> => seat.ask('/api/sources')
const textOf = (selector: string): Promise<string> => seat.page.$eval(selector, (element) => element.textContent?.trim() ?? '')

/** Pastes an address and waits for what is proposed; the adapters in order. */
async function paste(address: string): Promise<string[]> {
  await seat.page.$eval('input[name=address]', (input) => { input.value = '' })
  await seat.page.type('input[name=address]', address)
  await seat.page.keyboard.press('Enter')
  await seat.page.waitForSelector('[data-adapter], .add .refusal', { timeout: 30_000 })
  return seat.page.$$eval('[data-adapter]', (cards) => cards.map((card) => card.getAttribute('data-adapter') ?? ''))
}

test('the sources of the town are listed as they are, and all is well', async () => {
  await vi.waitUntil(async () => (await sources()).sources.filter(({ health }) => health?.state === 'OK' || health?.state === 'OK_EMPTY').length === 4, { timeout: 30_000, interval: 500 })
  await seat.page.reload()
  await seat.page.waitForSelector('[data-source=town-forum]')
  expect(await textOf('[data-source=town-forum] [data-test=state]')).toMatch(/^正常/)
  expect(await textOf('[data-test=summary]')).toBe('共 4 个采集源：正常 4')
})

test('a pasted forum is proposed with what it holds, saved with one click, and crawled at once', async () => {
  expect((await paste(`${seat.program.town}/forum/`))[0]).toBe('discuz')
  const rows = await seat.page.$$eval('[data-adapter=discuz] tbody tr', (all) => all.map((row) => row.textContent ?? ''))
  expect(rows.length).toBeGreaterThan(3)
  await seat.page.$eval('[data-adapter=discuz] input[name=id]', (input) => { input.value = '' })
  await seat.page.type('[data-adapter=discuz] input[name=id]', 'pasted-forum')
  await seat.page.click('[data-adapter=discuz] button[type=submit]')
  await seat.page.waitForSelector('[data-test=saved]')
  const added = async () => (await sources()).sources.find(({ source }) => source === 'pasted-forum')
  await vi.waitUntil(async () => ((await added())?.week ?? 0) > 0, { timeout: 60_000, interval: 500 })
  expect((await added())!.health!.state).toMatch(/^OK/)
})

test('an address on the private network that no source is configured for is refused, and the reason is read', async () => {
  expect(await paste('http://169.254.169.254/latest/meta-data/')).toEqual([])
  expect(await textOf('.add .refusal')).toMatch(/内网/)
})

test('what was let go stands on a page of its own, each with its reason', async () => {
  await seat.page.goto(new URL('/duty/let-go', seat.program.duty).href)
  await seat.page.waitForSelector('[data-posting], .empty')
  const reasons = await seat.page.$$eval('[data-test=because]', (all) => all.map((each) => each.textContent ?? ''))
  expect(reasons.length).toBeGreaterThan(0)
  for (const reason of reasons) expect(reason).toMatch(/^与本区诉求无关：/)
})
