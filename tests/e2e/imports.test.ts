import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportList, ImportView } from '../../shared/import-view.ts'
import { openConsole, type Seat } from '../support/console.ts'
import { encodeCsv, makeWorkbook } from '../support/spreadsheets.ts'

let seat: Seat
const folder = mkdtempSync(join(tmpdir(), 'tinghu-imports-'))

beforeAll(async () => {
  seat = await openConsole('/duty/imports', '.drop', 1)
})
afterAll(async () => {
  await seat?.close()
  rmSync(folder, { recursive: true, force: true })
})

const headers = ['工单编号', '来电时间', '诉求标题', '诉求内容', '来电号码', '诉求类型', '承办单位', '归档时间', '现场处置完毕', '群众评价']
/** Orders of a hotline on twelve days; the seventh was received on a day that no calendar has. */
const rows = Array.from({ length: 12 }, (_, index) => {
  const day = String(index + 1).padStart(2, '0')
  return [
    `E2E2026${day}`, index === 6 ? '2026-13-40 08:30' : `2026-03-${day} 08:30`, `砚临路${index + 1}号窨井盖缺失`, `来电人反映砚临路${index + 1}号门前窨井盖缺失，存在安全隐患。`,
    `1380000${String(1_000 + index)}`, '求助', '区城管局', `2026-04-${day} 17:00`, `2026-03-${day} 16:00`, index < 3 ? '一般' : '满意',
  ]
})

const textOf = (selector: string): Promise<string> => seat.page.$eval(selector, (element) => element.textContent?.trim() ?? '')
const latest = async (): Promise<ImportView> => (await seat.ask<ImportList>('/api/imports')).imports[0]!

/** Drops a file on the page as a hand with a mouse does. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  await seat.page.$eval('.drop', (box, named: string, base64: string) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], named))
    box.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }, name, Buffer.from(bytes).toString('base64'))
  await seat.page.waitForSelector(`[data-file="${name}"]`)
}

/** Chooses a file as one does without a mouse. */
async function choose(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const [dialog] = await Promise.all([seat.page.waitForFileChooser(), seat.page.$eval('.drop button', (button) => { button.click() })])
  await dialog.accept([path])
  await seat.page.waitForSelector(`[data-file="${name}"]`)
}

const upload = (name: string) => seat.page.click(`[data-file="${name}"] button.main`)
const shows = (state: string) => seat.page.waitForSelector(`[data-test=current][data-state=${state}]`, { timeout: 120_000 })

/** Sends the file that is in hand, and presses 导入 as soon as one can. */
async function importIt(name: string): Promise<string> {
  await upload(name)
  await seat.page.waitForSelector('[data-test=confirm]:not(:disabled)', { timeout: 60_000 })
  await seat.page.click('[data-test=confirm]')
  await shows('done')
  return textOf('[data-test=outcome]')
}

test('an export in GB18030 is dropped, previewed, corrected and imported, and the row that is wrong is held back', async () => {
  await drop('热线工单3月.csv', encodeCsv([headers, ...rows], 'gb18030'))
  expect(await seat.page.$eval('[data-file] select', (select) => select.value)).toBe('hotline')
  await upload('热线工单3月.csv')
  await seat.page.waitForSelector('[data-test=preview]', { timeout: 60_000 })

  // 归档 is not when it was put right: the other column is.
  await seat.page.select('[data-column=现场处置完毕] select', 'closedAt')
  await expect.poll(() => textOf('[data-row="2"]')).toContain('2026-03-01 16:00')
  expect(await seat.page.$eval('[data-column=归档时间] select', (select) => select.value)).not.toBe('closedAt')
  await seat.page.select('[data-word=一般] select', '未说明')
  await expect.poll(() => seat.page.$('[data-word=一般] select.open')).toBeNull()
  const words = await textOf('[data-test=preview]')
  expect(words).toMatch(/12 行，其中 1 行有错/)
  expect(words).not.toContain('1380000')

  await seat.page.waitForSelector('[data-test=confirm]:not(:disabled)')
  await seat.page.click('[data-test=confirm]')
  await shows('done')
  expect(await textOf('[data-test=outcome]')).toContain('共读取 12 行：新增 11 件，更新 0 件，无变化 0 件，有 1 行因内容有错没有导入。')
  expect(await textOf('[data-test=problem]')).toMatch(/第 8 行.*来电时间（B列）.*2026-13-40/s)
})

test('the orders are in the line: their issue is found', async () => {
  const found = async () => (await seat.ask<{ issues: unknown[] }>(`/api/issues?q=${encodeURIComponent('砚临路')}&limit=10`)).issues.length
  await expect.poll(found, { timeout: 60_000 }).toBeGreaterThan(0)
})

test('the report of errors is a workbook that names row and fault', async () => {
  const base64 = await seat.page.$eval('[data-test=report]', async (link) => {
    const answer = await fetch((link as HTMLAnchorElement).href)
    return btoa(String.fromCharCode(...new Uint8Array(await answer.arrayBuffer())))
  })
  const parts = unzipSync(Uint8Array.from(Buffer.from(base64, 'base64')))
  const text = Object.values(parts).map((part) => strFromU8(part)).join('')
  expect(text).toContain('E2E202607')
  expect(text).toContain('2026-13-40')
  expect(text).not.toContain('E2E202608')
})

test('mended and imported again as a workbook, only the mended order is new, and the columns are known', async () => {
  const mended = rows.map((row, index) => (index === 6 ? row.with(1, '2026-03-07 08:30') : row))
  const workbook = makeWorkbook([{ name: '3月', rows: [['热线工单清单'], headers, ...mended] }])
  await choose('热线工单3月.xlsx', workbook)
  await upload('热线工单3月.xlsx')
  await seat.page.waitForSelector('[data-test=preview]', { timeout: 60_000 })
  const words = await textOf('[data-test=preview]')
  expect(words).toContain('沿用上次的对应')
  expect(words).toContain('表头在第 2 行')
  expect(await seat.page.$eval('[data-column=现场处置完毕] select', (select) => select.value)).toBe('closedAt')
  await seat.page.click('[data-test=confirm]')
  await shows('done')
  expect(await textOf('[data-test=outcome]')).toContain('新增 1 件，更新 0 件，无变化 11 件，没有出错的行')

  await drop('热线工单3月.xlsx', workbook)
  expect(await importIt('热线工单3月.xlsx')).toContain('共 12 行，与已有工单完全相同，没有任何变化。')
})

test('an import goes on while another page is looked at, and is shown again when one comes back', async () => {
  const many = Array.from({ length: 4_000 }, (_, index) => [`MANY${index}`, `2026-02-${String(index % 28 + 1).padStart(2, '0')} 09:00`, `第${index}件`, '路灯不亮', '', '求助', '区城管局', '', '', ''])
  await drop('信箱2月.csv', encodeCsv([headers, ...many]))
  await upload('信箱2月.csv')
  await seat.page.waitForSelector('[data-test=confirm]:not(:disabled)', { timeout: 60_000 })
  await seat.page.click('[data-test=confirm]')
  await seat.page.waitForSelector('[data-test=progress]')
  await seat.page.click('nav a[href="/duty/repeats"]')
  await seat.page.waitForSelector('.card')
  await seat.page.click('nav a[href="/duty/imports"]')
  await shows('done')
  expect(await latest()).toMatchObject({ name: '信箱2月.csv', channel: 'letterbox', state: 'done', result: { rows: 4_000, new: 4_000, bad: 0 } })
  expect(await textOf('[data-test=outcome]')).toContain('新增 4,000 件')
})

test('of a channel of totals only the months are counted', async () => {
  await drop('纪检3月.csv', encodeCsv([['编号', '受理时间', '举报内容'], ['J1', '2026-03-02', '某某收受礼品'], ['J2', '2026-03-09', '某某收受礼品']]))
  await upload('纪检3月.csv')
  await seat.page.waitForSelector('[data-test=preview]', { timeout: 60_000 })
  const words = await textOf('[data-test=preview]')
  expect(words).toContain('只留总数，工单内容、人员和电话一律不保存')
  expect(words).not.toContain('礼品')
  await seat.page.click('[data-test=confirm]')
  await shows('done')
  expect(await textOf('[data-test=outcome]')).toContain('已计入 1 个月的总量')
})

test('a file with macros is refused in words, and stays in hand', async () => {
  await drop('热线带宏.xlsx', makeWorkbook([{ name: '工单', rows: [headers, ...rows] }], { macro: 'vba' }))
  await upload('热线带宏.xlsx')
  await seat.page.waitForSelector('[data-file="热线带宏.xlsx"] .objection', { timeout: 60_000 })
  expect(await textOf('[data-file="热线带宏.xlsx"] .objection')).toContain('宏')
})

test('a draft that is given up leaves nothing behind', async () => {
  await drop('热线4月.csv', encodeCsv([headers, ['GIVENUP1', '2026-04-01 08:00', '不要导入', '不要导入', '', '求助', '区城管局', '', '', '满意']]))
  await upload('热线4月.csv')
  await seat.page.waitForSelector('[data-test=drop]')
  await seat.page.click('[data-test=drop]')
  await seat.page.waitForFunction(() => document.querySelector('[data-test=current]') === null)
  expect(await latest()).toMatchObject({ name: '热线4月.csv', state: 'cancelled', result: null })
})

test('a token is made, shown once, lets a system in for what it may do, and is shut out when it is revoked', async () => {
  await seat.page.click('a[href="/duty/tokens"]')
  await seat.page.waitForSelector('form input[name=name]')
  await seat.page.type('input[name=name]', '自来水公司')
  await seat.page.click('form button.main')
  await seat.page.waitForSelector('[data-test=made]')
  const token = await seat.page.$eval('[data-test=made] input', (input) => input.value)
  const example = await textOf('[data-test=made] pre')
  const send = (path: string, body: string | null) => fetch(new URL(path, seat.program.duty), {
    method: body === null ? 'GET' : 'POST', body, headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'e2e-1', ...(body === null ? {} : { 'content-type': 'application/json' }) },
  })
  // What the page offers for trying is what the gateway takes.
  const body = /-d '([^']+)'/.exec(example)![1]!
  expect((await send('/api/work-orders', body)).status).toBe(202)
  expect((await send('/api/figures?period=2026', null)).status).toBe(403)

  await seat.page.click('[data-test=made] button:not(.main)')
  expect(await seat.page.evaluate(() => document.body.textContent)).not.toContain(token)
  await seat.page.click('[data-token] button')
  await seat.page.waitForSelector('dialog[open]')
  await seat.page.click('dialog button.main')
  await seat.page.waitForSelector('[data-token].revoked')
  expect((await send('/api/work-orders', body)).status).toBe(401)
})
