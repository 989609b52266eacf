import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { forgetImports } from '../../server/archive/imports.ts'
import { createImportDesk, type ImportDesk } from '../../server/imports/desk.ts'
import { startImportQueue } from '../../server/imports/queue.ts'
import { KeyTaken } from '../../server/imports/refusals.ts'
import { readOrders, reporterKey } from '../support/imports.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { encodeCsv, makeWorkbook } from '../support/spreadsheets.ts'

const log = createLog('test', 'silent')
let services: TestServices
let db: Database
let desk: ImportDesk
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinghu-queue-'))
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  desk = createImportDesk({ db, databaseUrl: services.databaseUrl, pack: loadDistrict(district), clock: systemClock })
})
afterAll(async () => {
  await db.end()
  await services.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, imports, import_parts, import_mappings')
})

async function* chunks(bytes: Uint8Array): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield Buffer.from(bytes.subarray(at, at + 10_000))
}
const keep = (name: string, bytes: Uint8Array) => desk.keep({ name, channel: 'hotline', by: '值班员', door: 'console', bytes: chunks(bytes) })
const startQueue = () => startImportQueue({ databaseUrl: services.databaseUrl, db, district, reporterKey, clock: systemClock, log })
const ended = async (id: number) => {
  await expect.poll(async () => (await desk.read(id))?.state).toMatch(/done|failed|cancelled/)
  return (await desk.read(id))!
}
const parts = async (): Promise<number> => (await db.query('select from import_parts')).rowCount ?? 0

const head = ['工单编号', '受理时间', '诉求内容', '满意情况']
const makeCsv = (rows: number): Buffer => encodeCsv([head, ...Array.from({ length: rows }, (_, at) =>
  [`Q${at}`, '2018-03-01 10:00', `第${at}件：${'路灯不亮，'.repeat(20)}`, at % 2 ? '满意' : '不满意'])])

test('a file is kept, looked into, confirmed, taken beside the event loop, and its columns are recognised next time', async () => {
  const { view } = await keep('三月.csv', encodeCsv([head, ['R1', '2018-03-01 10:00', '请打13812345678', '满意'], ['R2', '前天', '停水', '差强人意']]))
  expect(view).toMatchObject({ state: 'draft', door: 'console', by: '值班员', name: '三月.csv', report: false })
  const preview = await desk.preview(view.id, null)
  expect(preview).toMatchObject({ format: 'csv', recognised: false, missing: [], looked: 2, bad: 1, rows: [{ row: 2, orderNumber: 'R1' }] })
  expect(JSON.stringify(preview)).not.toContain('13812345678')
  const confirmed = await desk.confirm(view.id, preview.mapping, '值班员')
  expect(confirmed.state).toBe('waiting')
  await expect(desk.preview(view.id, null)).rejects.toThrow('已确认')

  const queue = startQueue()
  try {
    const done = await ended(view.id)
    expect(done).toMatchObject({ state: 'done', report: true, failure: null, result: { rows: 2, new: 1, changed: 0, same: 0, bad: 1 } })
    expect(await desk.report(view.id)).toMatchObject({ name: '三月.错误.xlsx' })
    expect(await parts()).toBe(0)
    const again = await keep('四月.csv', encodeCsv([head.toReversed(), ['满意', '停水', '2018-04-01', 'R3']]))
    expect(await desk.preview(again.view.id, null)).toMatchObject({ recognised: true, mapping: preview.mapping })
    expect((await desk.list()).imports.map(({ name }) => name)).toEqual(['四月.csv', '三月.csv'])
  } finally {
    await queue.stop()
  }
})

test('what cannot be read is refused at the door, and what waits can be taken back', async () => {
  await expect(keep('宏.xlsx', makeWorkbook([{ name: '工单', rows: [['工单编号']] }], { macro: 'vba' }))).rejects.toThrow('宏')
  await expect(keep('空.csv', new Uint8Array())).rejects.toThrow('空')
  await expect(desk.keep({ name: 'x.csv', channel: 'none', by: '值班员', door: 'console', bytes: chunks(makeCsv(1)) })).rejects.toThrow('不能导入')
  await expect(desk.preview(99, null)).rejects.toThrow('没有第 99 号导入')
  expect((await desk.list()).imports).toEqual([])
  const { view } = await keep('a.csv', makeCsv(3))
  expect(await desk.cancel(view.id)).toMatchObject({ state: 'cancelled' })
  expect(await parts()).toBe(0)
})

test('a batch sent twice under its key is kept once, another body under it is refused', async () => {
  const batch = { name: '接口.json', channel: 'hotline', by: '平台', door: 'api' as const, mapping: { columns: { orderNumber: 'a', time: 'b' }, words: {} }, token: 7, idempotencyKey: 'k1' }
  const send = (bodyHash: string) => desk.keep({ ...batch, bodyHash, bytes: chunks(Buffer.from(JSON.stringify([{ a: 'S1', b: '2018-01-01' }]))) })
  const [first, second] = await Promise.all([send('x'), send('x')])
  expect(first.view.id).toBe(second.view.id)
  expect([first.again, second.again].toSorted()).toEqual([false, true])
  await expect(send('y')).rejects.toBeInstanceOf(KeyTaken)
  const queue = startQueue()
  expect(await ended(first.view.id)).toMatchObject({ state: 'done', result: { new: 1 } })
  await queue.stop()
})

/** A gateway's queue in a process of its own, that can be killed. */
function spawnQueue(): ChildProcess {
  const script = join(folder, 'queue.mts')
  writeFileSync(script, `
    import { connectPostgres } from '${new URL('../../shared/node/postgres.ts', import.meta.url).href}'
    import { createLog } from '${new URL('../../shared/node/log.ts', import.meta.url).href}'
    import { systemClock } from '${new URL('../../shared/clock.ts', import.meta.url).href}'
    import { startImportQueue } from '${new URL('../../server/imports/queue.ts', import.meta.url).href}'
    const databaseUrl = process.argv[2]
    startImportQueue({ databaseUrl, db: connectPostgres(databaseUrl), district: '${district}', reporterKey: '${reporterKey}', clock: systemClock, log: createLog('test', 'silent') })
  `)
  return spawn(process.execPath, [script, services.databaseUrl], { stdio: 'ignore' })
}

test('an import whose gateway is killed is taken up by the next one, and every row is counted once', async () => {
  const rows = 12_000
  const { view } = await keep('大表.csv', makeCsv(rows))
  const { mapping } = await desk.preview(view.id, null)
  await desk.confirm(view.id, mapping, '值班员')
  const child = spawnQueue()
  const gone = new Promise((resolve) => { child.once('exit', resolve) })
  await expect.poll(async () => (await desk.read(view.id))?.progress?.new ?? 0, { interval: 5 }).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await gone
  expect((await desk.read(view.id))!.state).toBe('running')
  const before = (await readOrders(db)).size
  expect(before).toBeLessThan(rows)
  const queue = startQueue()
  const done = await ended(view.id)
  await queue.stop()
  expect(done).toMatchObject({ state: 'done', result: { rows, new: rows, changed: 0, same: 0, bad: 0 } })
  expect((await readOrders(db)).size).toBe(rows)
})

test('drafts are forgotten after a day and reports after a week', async () => {
  const { view } = await keep('a.csv', makeCsv(3))
  const day = 86_400_000
  expect(await forgetImports(db, district, Date.now() + day / 2)).toBe(0)
  expect(await forgetImports(db, district, Date.now() + 2 * day)).toBe(1)
  expect(await desk.read(view.id)).toBeNull()
  expect(await parts()).toBe(0)
})
