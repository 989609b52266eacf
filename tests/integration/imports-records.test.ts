import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { importFile } from '../support/imports.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinghu-imports-'))
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  await db.end()
  await services.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function take(name: string, records: object[]) {
  writeFileSync(join(folder, name), JSON.stringify(records))
  return (await importFile(db, join(folder, name))).result
}
const stored = async (number: string) =>
  (await db.query<{ status: string | null; satisfied: boolean | null }>('select status, satisfied from work_orders where order_number = $1', [number])).rows[0]

test('of records each says what it says: a field that only others have stays as it was, and a number is one however it begins', async () => {
  const order = (工单编号: string, more: object = {}) => ({ 工单编号, 受理时间: '2018-03-05 08:30', 诉求内容: '路灯不亮', ...more })
  expect(await take('first.json', [order('A1', { 工单状态: '已办结', 是否满意: '不满意' }), order('A2')])).toMatchObject({ rows: 2, new: 2, bad: 0 })
  expect(await take('later.json', [order('A1'), order('A2', { 工单状态: '办理中' }), order('合计A3')])).toMatchObject({ rows: 3, new: 1, changed: 1, same: 1, bad: 0 })
  expect(await stored('A1')).toEqual({ status: '已办结', satisfied: false })
  expect(await stored('A2')).toEqual({ status: '办理中', satisfied: null })
  expect(await stored('合计A3')).toEqual({ status: null, satisfied: null })
})
