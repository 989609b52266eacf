import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, toBeijingIso } from '../../shared/clock.ts'
import type { Figure, FigureReport, IndicatorView } from '../../shared/figures.ts'
import { openTable } from '../../server/imports/tables/open.ts'
import { openConsole, type Seat } from '../support/console.ts'

let seat: Seat
/** Days that hold all of the town's, told when the test began, so that midnight and New Year change nothing. */
let period: string
const downloads = mkdtempSync(join(tmpdir(), 'tinghu-downloads-'))

beforeAll(async () => {
  period = [Date.now() - 7 * day, Date.now() + day].map((at) => toBeijingIso(at).slice(0, 10)).join('..')
  seat = await openConsole(`/duty/figures?period=${period}&by=channel`, '[data-indicator=received]', 4)
})
afterAll(async () => {
  await seat?.close()
  rmSync(downloads, { recursive: true, force: true })
})

const report = (): Promise<FigureReport> => seat.ask(`/api/figures?period=${period}&by=channel`)
const textOf = (selector: string): Promise<string> => seat.page.$eval(selector, (element) => (element as HTMLElement).innerText.trim())
const go = async (path: string, shown: string): Promise<void> => {
  await seat.page.goto(new URL(path, seat.program.duty).href)
  await seat.page.waitForSelector(shown)
}
const grouped = (count: number): string => count.toLocaleString('en-US')

/** What a card has to say of a figure, told from the answer of the gateway alone. */
function shownAs({ kind, measure }: IndicatorView, { count, of, rate }: Figure): string {
  if (count === null) return '暂无'
  if (kind === 'count') return `${grouped(count)}${measure}`
  return rate === null ? (of === 0 ? '无' : '不足30件') : `${(rate * 100).toFixed(1)}%`
}

test('every card shows what the gateway counted, and its basis in full', async () => {
  await go(`/duty/figures?period=${period}&by=channel`, '[data-indicator=received]')
  const { indicators, total } = await report()
  expect(total.received!.count).toBeGreaterThan(30)
  await seat.page.click('input[name=bases]')
  for (const indicator of indicators) {
    expect((await textOf(`[data-indicator=${indicator.id}] .value`)).replace(/\s/g, ''), indicator.name).toBe(shownAs(indicator, total[indicator.id]!))
    expect(await textOf(`[data-indicator=${indicator.id}] details`)).toContain(indicator.basis)
  }
})

test.each(['count', 'of'] as const)('a rate opens to as many records as its %s says', async (part) => {
  await go(`/duty/figures?period=${period}&by=channel`, '[data-indicator=onTime]')
  const { total } = await report()
  await seat.page.click(`[data-indicator=onTime] [data-part=${part}]`)
  await seat.page.waitForSelector('[data-record]')
  expect(await textOf('[data-test=total]')).toBe(grouped(total.onTime![part]!))
  const listed = () => seat.page.$$eval('[data-record]', (all) => all.map((row) => row.getAttribute('data-record')))
  for (let before = -1; (await seat.page.$('dialog .more button')) !== null && before < (await listed()).length;) {
    before = (await listed()).length
    await seat.page.click('dialog .more button')
    await expect.poll(async () => (await listed()).length).toBeGreaterThan(before)
  }
  expect(new Set(await listed()).size).toBe(total.onTime![part])
})

test('a figure of a row opens to its own records, and one of them leads to its issue', async () => {
  await go(`/duty/figures?period=${period}&by=channel`, '[data-row=hotline]')
  const hotline = (await report()).rows.find(({ key }) => key === 'hotline')!
  await seat.page.click('[data-row=hotline] [data-cell=received] button')
  await seat.page.waitForSelector('[data-record]')
  expect(await textOf('[data-test=total]')).toBe(grouped(hotline.figures.received!.count!))
  expect(await textOf('[data-record]')).toMatch(/12345热线/)
  await seat.page.click('[data-record] a')
  await seat.page.waitForSelector('[data-posting]')
  expect(new URL(seat.page.url()).pathname).toMatch(/^\/duty\/issues\/\d+$/)
})

test('the export is downloaded as a workbook that holds the figures', async () => {
  await go(`/duty/figures?period=${period}&by=channel`, 'a.export')
  const session = await seat.page.createCDPSession()
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads })
  await seat.page.click('a.export')
  await expect.poll(() => readdirSync(downloads).filter((name) => name.endsWith('.xlsx'))).toHaveLength(1)
  const table = await openTable(join(downloads, readdirSync(downloads)[0]!))
  const rows = []
  for await (const row of table.rows(table.sheets[0]!.name)) rows.push(row.cells)
  await table.close()
  const { total } = await report()
  expect(rows.find(([, , name]) => name === '受理量')).toContain(total.received!.count)
  expect(rows.find(([, , name]) => name === '按时办结率')).toContain(total.onTime!.of)
})

test('totals entered by hand are told as such and give a change against the year before', async () => {
  const enter = async (year: string, count: string): Promise<void> => {
    await seat.page.select('[data-test=total] select[name=year]', year)
    await seat.page.select('[data-test=total] select[name=part]', '-03')
    await seat.page.type('[data-test=total] input[name=count]', count)
    await seat.page.click('[data-test=total] button[type=submit]')
    await seat.page.waitForSelector(`[data-year="${year}"] [data-channel=hotline]`)
  }
  await go('/duty/totals', '[data-test=total]')
  await enter('2016', '3,000')
  await enter('2017', '3,280')
  await go('/duty/figures?period=2017-03&by=channel', '[data-indicator=received]')
  const card = await textOf('[data-indicator=received]')
  expect(card).toMatch(/3,280\s*件/)
  expect(card).toContain('据总量')
  expect(card).toMatch(/同比\s*↑ 上升9\.3%\s*（上年同期3,000件，据总量）/)
  expect(card).toContain('据总量，没有逐件记录')
  expect(await seat.page.$('[data-indicator=received] [data-part=count]')).toBeNull()
})
