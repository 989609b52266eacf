import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import type { ImportList, ImportPreview, ImportView } from '../../shared/import-view.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'
import { listAudit } from '../../server/archive/audit.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { openTable } from '../../server/imports/tables/open.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { encodeCsv, makeWorkbook, type Written } from '../support/spreadsheets.ts'

const password = 'a-good-password'
/** Imports are taken by a thread that a busy machine starts slowly. */
const patience = { timeout: 90_000 }
let services: TestServices
let db: Database
let gateway: Gateway
let cookie = ''

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  await ensureAdministrator(db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
    log, clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  const response = await ask('POST', '/api/session', { name: 'admin', password })
  cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(gateway.url + path, {
    method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const upload = (bytes: Uint8Array | ReadableStream, name: string, channel = 'hotline', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.url}/api/imports?${new URLSearchParams({ name, channel })}`, {
    method: 'POST', headers: { cookie, 'content-type': 'application/octet-stream', ...headers }, body: bytes as BodyInit, duplex: 'half',
  } as RequestInit)
const read = async <T>(path: string): Promise<T> => (await ask('GET', path)).json() as Promise<T>
const messageOf = async (response: Response): Promise<string> => (await response.json() as { message: string }).message
const actionsOn = async (id: number): Promise<string[]> => (await listAudit(db, district, `import:${id}`, 20)).map(({ action }) => action).toReversed()

async function hand(bytes: Uint8Array, name: string): Promise<number> {
  const response = await upload(bytes, name)
  expect(response.status).toBe(201)
  const view = await response.json() as ImportView
  expect(response.headers.get('location')).toBe(`/api/imports/${view.id}`)
  expect(view).toMatchObject({ name, channel: 'hotline', state: 'draft', door: 'console', by: 'admin', bytes: bytes.length, result: null, report: false })
  return view.id
}
async function take(id: number, mapping: Mapping): Promise<ImportView> {
  expect((await ask('POST', `/api/imports/${id}/confirm`, { mapping })).status).toBe(200)
  await expect.poll(async () => (await read<ImportView>(`/api/imports/${id}`)).state, patience).toMatch(/^(done|failed)$/)
  return read<ImportView>(`/api/imports/${id}`)
}

/** `何时` and `谁办` are words that no guess can be sure of; two rows have no order number or no date. */
const header = ['工单编号', '何时', '诉求标题', '诉求内容', '谁办', '满意度']
const good = (index: number): Written[] => [`HZ-${100 + index}`, '2026-03-05 09:00', `路灯不亮 ${index}`, `润园小区路灯不亮 ${index}`, '区城管局', '满意']
const bad: Written[][] = [['', '2026-03-05 09:00', '无编号', '=1+1', '区城管局', ''], ['HZ-900', '昨天', '日期不对', '电话13812345678', '区城管局', '']]
const file = encodeCsv([header, ...Array.from({ length: 30 }, (_, index) => good(index)), ...bad] as string[][], 'gb18030')

test('nobody without a login sees or hands in anything', async () => {
  const mine = cookie
  cookie = ''
  try {
    for (const [method, path] of [['GET', ''], ['GET', '/1'], ['GET', '/1/preview'], ['POST', '/1/preview'], ['POST', '/1/confirm'], ['GET', '/1/report'], ['DELETE', '/1']] as const) {
      expect((await ask(method, `/api/imports${path}`)).status, `${method} ${path}`).toBe(401)
    }
    expect((await upload(file, 'a.csv')).status).toBe(401)
  } finally {
    cookie = mine
  }
  expect((await read<ImportList>('/api/imports')).imports).toEqual([])
})

test('a file is handed in, looked at, its columns corrected, taken, and what was held back is downloaded, mended and taken too', async () => {
  const name = '三月 热线（全部）.csv'
  const id = await hand(file, name)
  const guessed = await read<ImportPreview>(`/api/imports/${id}/preview`)
  expect(guessed).toMatchObject({ format: 'csv', recognised: false })
  expect(guessed.columns.map((column) => column.header)).toEqual(header)

  const mapping: Mapping = { columns: { ...guessed.mapping.columns, time: '何时', unit: '谁办' }, words: {} }
  const corrected = await (await ask('POST', `/api/imports/${id}/preview`, { mapping })).json() as ImportPreview
  expect(corrected).toMatchObject({ missing: [], looked: 32, bad: 2 })
  expect(corrected.rows[0]).toMatchObject({ orderNumber: 'HZ-100', unit: '区城管局' })
  const shown = JSON.stringify(corrected)
  expect(shown).not.toContain('13812345678')

  const done = await take(id, mapping)
  expect(done).toMatchObject({ state: 'done', report: true, result: { rows: 32, new: 30, changed: 0, same: 0, bad: 2 } })
  expect(done.result!.problems.map(({ row, field }) => [row, field])).toEqual([[32, 'orderNumber'], [33, 'time']])
  expect((await read<ImportList>('/api/imports')).imports[0]).toEqual(done)

  const report = await ask('GET', `/api/imports/${id}/report`)
  expect(report.headers.get('content-type')).toContain('spreadsheetml')
  const disposition = report.headers.get('content-disposition')!
  expect(disposition).toMatch(/^attachment; filename="[\w.-]+\.xlsx"; filename\*=UTF-8''[\w.%!~-]+$/)
  expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toContain('三月 热线（全部）')
  const rows = await readWorkbook(Buffer.from(await report.arrayBuffer()))
  expect(rows).toHaveLength(3)
  expect(await actionsOn(id)).toEqual(['import.upload', 'import.confirm', 'import.report'])

  const mended = rows.map((cells) => cells.map((cell) => (cell === '昨天' ? '2026-03-06 10:00' : cell)))
  mended[1]![0] = 'HZ-901'
  const again = await hand(makeWorkbook([{ name: '待改正', rows: mended }]), '待改正.xlsx')
  expect((await read<ImportPreview>(`/api/imports/${again}/preview`))).toMatchObject({ recognised: true, mapping: { columns: mapping.columns }, bad: 0 })
  expect(await take(again, mapping)).toMatchObject({ state: 'done', report: false, result: { rows: 2, new: 2, bad: 0 } })
  expect((await ask('GET', `/api/imports/${again}/report`)).status).toBe(404)

  const twice = await hand(file, name)
  expect(await take(twice, mapping)).toMatchObject({ result: { rows: 32, new: 0, changed: 0, same: 30, bad: 2 } })
})

/** The cells of a workbook's one sheet, as texts. */
async function readWorkbook(bytes: Buffer): Promise<Written[][]> {
  const folder = join(services.dataDir, 'reports')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'report.xlsx')
  writeFileSync(path, bytes)
  const table = await openTable(path)
  const rows: Written[][] = []
  for await (const { cells } of table.rows(table.sheets[0]!.name)) rows.push(cells.map((cell) => (typeof cell === 'object' ? null : cell)))
  await table.close()
  return rows
}

test('a draft can be dropped, and a second answer to it is refused', async () => {
  const id = await hand(file, 'dropped.csv')
  const { mapping } = await read<ImportPreview>(`/api/imports/${id}/preview`)
  expect(await (await ask('DELETE', `/api/imports/${id}`)).json()).toMatchObject({ id, state: 'cancelled' })
  expect((await ask('GET', `/api/imports/${id}/preview`)).status).toBe(400)
  expect((await ask('POST', `/api/imports/${id}/confirm`, { mapping: { ...mapping, columns: { ...mapping.columns, time: '何时' } } })).status).toBe(400)
  expect(await actionsOn(id)).toEqual(['import.upload', 'import.cancel'])
})

test('what is no table, no channel or no import is refused in words, and nothing of it is kept', async () => {
  const before = (await read<ImportList>('/api/imports')).imports.length
  for (const response of [
    await upload(new Uint8Array(), 'empty.csv'), await upload(new TextEncoder().encode('%PDF-1.7'), 'a.pdf'), await upload(file, 'a.csv', 'no-such'), await upload(file, ''),
    await upload(file, 'a.csv', 'none'), await upload(makeWorkbook([{ name: 'a', rows: [['工单编号']] }], { macro: 'vba' }), 'macro.xlsx'),
    await ask('POST', '/api/imports/1/confirm', { mapping: { columns: { nonsense: 'x' } } }), await ask('POST', '/api/imports/1/preview', {}),
  ]) expect([response.status, await messageOf(response)]).toEqual([400, expect.stringMatching(/\p{Script=Han}/u)])
  for (const [method, path] of [['GET', ''], ['GET', '/preview'], ['GET', '/report'], ['DELETE', '']] as const) {
    const response = await ask(method, `/api/imports/999999${path}`)
    expect([response.status, await messageOf(response)], path).toEqual([404, expect.stringMatching(/\p{Script=Han}/u)])
  }
  expect((await read<ImportList>('/api/imports')).imports).toHaveLength(before)
})

test('a file of more than 200 MB is refused, whether it says so or not', async () => {
  const piece = new Uint8Array(1 << 20).fill(97)
  let sent = 0
  const endless = new ReadableStream({ pull(controller) { if ((sent += 1) > 201) controller.close(); else controller.enqueue(piece) } })
  const response = await upload(endless, 'endless.csv')
  expect([400, 413]).toContain(response.status)
  expect(await messageOf(response)).toContain('200')
  const told = await upload(new Uint8Array((200 << 20) + 1), 'large.csv')
  expect([told.status, await messageOf(told)]).toEqual([413, expect.stringContaining('200 MB')])
})
