import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { readTotals } from '../../server/archive/totals.ts'
import { forgetImports } from '../../server/archive/imports.ts'
import { openTable } from '../../server/imports/tables/open.ts'
import type { Cell } from '../../server/imports/tables/table.ts'
import { makeOrder } from '../support/grouped.ts'
import { importFile, readOrders } from '../support/imports.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { encodeCsv, writeWorkbook, type Written } from '../support/spreadsheets.ts'

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
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, imports, import_parts, import_mappings, totals')
})

const file = (name: string): string => join(folder, name)
const beijing = (text: string): number => Date.parse(`${text}+08:00`)
const sheetOf = (name: string, rows: Written[][]): string => {
  writeWorkbook(file(name), [{ name: '工单', rows }])
  return file(name)
}

/** The rows of a workbook as they were written. */
async function readCells(path: string): Promise<Cell[][]> {
  const table = await openTable(path)
  const rows: Cell[][] = []
  for await (const row of table.rows(table.sheets[0]!.name)) rows.push(row.cells)
  await table.close()
  return rows
}

const head = ['工单编号', '受理时间', '诉求内容', '联系电话', '办结时间', '退单次数']
const wrong: [column: number, letter: string, value: string][] = [[1, 'B', '不知道哪天'], [4, 'E', '2018-13-45'], [5, 'F', '很多次']]

test('7: each of 100 bad cells is named by sheet, row and column, all other rows go in, and the mended report goes straight in', async () => {
  const rows = Array.from({ length: 300 }, (_, at): string[] =>
    [`F${at}`, '2018-03-01 10:00', at === 7 ? '=1+1 就是二' : `第${at}件，请打13812345678`, '13812345678', '2018-03-05 10:00', '0'])
  const named: string[] = []
  for (let at = 0; at < 100; at += 1) {
    const [column, letter, value] = wrong[at % wrong.length]!
    rows[at * 3 + 1]![column] = value
    named.push(`工单 第${at * 3 + 3}行 ${head[column]}（${letter}列）`)
  }
  rows[7]![1] = '前天'
  const first = await importFile(db, sheetOf('7.xlsx', [head, ...rows]))
  expect(first.result).toMatchObject({ rows: 300, new: 200, changed: 0, same: 0, bad: 100 })
  expect(first.result.problems.map(({ sheet, row, column }) => `${sheet} 第${row}行 ${column}`).filter((name) => !named.includes(name))).toEqual(['工单 第9行 受理时间（B列）'])
  expect(new Set(first.result.problems.map(({ row }) => row)).size).toBe(100)
  expect((await readOrders(db)).size).toBe(200)

  writeFileSync(file('7.错误.xlsx'), first.report!)
  const [header, ...held] = await readCells(file('7.错误.xlsx'))
  expect(header).toEqual([...head, '问题', '原表', '原行'])
  expect(held).toHaveLength(100)
  expect(held[2]).toEqual(['F7', '前天', '=1+1 就是二', '13812345678', '2018-03-05 10:00', '很多次', expect.stringContaining('受理时间'), '工单', 9])

  const mended = held.map((cells) => cells.map((cell, column) => ({ 1: '2018-03-01 10:00', 4: '2018-03-05 10:00', 5: '0' })[column] ?? cell))
  const second = await importFile(db, sheetOf('mended.xlsx', [header as string[], ...mended as Written[][]]))
  expect(second.result).toMatchObject({ rows: 100, new: 100, changed: 0, same: 0, bad: 0 })
  expect(second.layout.mapping).toEqual(first.layout.mapping)
  expect((await readOrders(db)).size).toBe(300)
  expect((await importFile(db, file('mended.xlsx'))).result).toMatchObject({ new: 0, changed: 0, same: 100 })
})

test('a later file updates an order, with what it was before in its revisions, and says what is open again', async () => {
  const header = ['工单编号', '受理时间', '诉求内容', '工单状态', '承办单位', '退单次数', '办理时限', '办结时间', '是否有效回访', '是否解决', '是否满意']
  const open = ['L1', '2018-03-01 10:00', '路灯不亮', '办理中', '区城管局', 0, '2018-03-08', null, null, null, null]
  const closed = ['L1', '2018-03-01 10:00', '路灯不亮', '已办结', '区住建局', 1, '2018-03-09', '2018-03-06 09:00', '是', '是', '满意']
  await importFile(db, sheetOf('open.xlsx', [header, open]))
  expect((await importFile(db, sheetOf('closed.xlsx', [header, closed]))).result).toMatchObject({ new: 0, changed: 1, same: 0, reopened: 0 })
  expect((await readOrders(db)).get('L1')!.order).toMatchObject({
    status: '已办结', unit: '区住建局', returns: 1, closedAt: beijing('2018-03-06T09:00:00'), reached: true, resolved: true, satisfied: true,
  })
  const { rows } = await db.query(`select revision, work_order->>'status' as status, work_order->>'unit' as unit from revisions`)
  expect(rows).toEqual([{ revision: 1, status: '办理中', unit: '区城管局' }])
  const old = await importFile(db, file('open.xlsx'))
  expect(old.result).toMatchObject({ changed: 1, reopened: 1 })
  expect(old.result.notes).toContainEqual(expect.stringContaining('此前已办结'))
})

test('what a file has no column for stays, an empty cell of a column it has does not', async () => {
  await importFile(db, sheetOf('all.xlsx', [
    ['工单编号', '受理时间', '工单标题', '诉求内容', '承办单位', '是否满意'], ['M1', '2018-03-01 10:00', '路灯', '润园小区路灯不亮', '区住建局', '满意'],
  ]))
  const { result } = await importFile(db, sheetOf('less.xlsx', [['工单编号', '受理时间', '承办单位', '工单状态'], ['M1', '2018-03-01 10:00', null, '已办结']]))
  expect(result).toMatchObject({ changed: 1 })
  expect((await readOrders(db)).get('M1')).toMatchObject({ title: '路灯', text: '润园小区路灯不亮', order: { unit: null, status: '已办结', satisfied: true } })
})

test('an order that another source brought is found by its number in its channel', async () => {
  const workOrder = { ...makeOrder(null), orderNumber: 'N1' }
  await record(db, district, [makePosting({ externalId: 'x-1', source: 'crawled', channel: 'hotline', kind: 'work-order', workOrder })])
  const path = sheetOf('n.xlsx', [['工单编号', '受理时间', '工单状态'], ['N1', '2026-11-22 10:00', '已归档']])
  expect((await importFile(db, path)).result).toMatchObject({ new: 0, changed: 1 })
  expect((await importFile(db, path, { channel: 'letterbox' })).result).toMatchObject({ new: 1, changed: 0 })
  const { rows } = await db.query(`select source, channel, work_order->>'status' as status from postings order by id`)
  expect(rows).toEqual([{ source: 'crawled', channel: 'hotline', status: '已归档' }, { source: 'office-letterbox', channel: 'letterbox', status: '已归档' }])
})

test('rows name their channel where a column does, and one that is not known is held back', async () => {
  const path = sheetOf('channels.xlsx', [
    ['工单编号', '受理时间', '诉求来源', '诉求内容'], ['O1', '2018-03-01 10:00', '12345热线', '停水'], ['O2', '2018-03-01 10:00', '微信公众号', '停电'],
    ['O3', '2018-03-01 10:00', '飞鸽传书', '噪音'], ['O4', '2018-03-01 10:00', '阳光纪检', '某某收钱'], ['O5', '2018-03-01 10:00', null, '路灯'],
  ])
  const { result, report } = await importFile(db, path, { channel: 'letterbox' })
  expect(result).toMatchObject({ rows: 5, new: 3, bad: 2 })
  expect([...(await readOrders(db)).values()].map(({ order, channel }) => [order.orderNumber, channel]).sort()).toEqual([['O1', 'hotline'], ['O2', 'wechat'], ['O5', 'letterbox']])
  writeFileSync(file('channels.错误.xlsx'), report!)
  expect(JSON.stringify(await readCells(file('channels.错误.xlsx')))).not.toContain('收钱')
})

test('without a column of numbers the same row is the same order', async () => {
  const path = file('numberless.csv')
  const rows = [['受理时间', '来电号码', '诉求内容'], ['2018-03-01 10:00:00', '13812345678', '停水'], ['2018-03-01 10:00:00', '13912345678', '停水'], ['2018-03-02 10:00:00', '13812345678', '停水']]
  writeFileSync(path, encodeCsv([...rows, rows[1]!]))
  const { result } = await importFile(db, path)
  expect(result).toMatchObject({ rows: 4, new: 3, same: 1, repeated: 1 })
  expect(result.notes).toContainEqual(expect.stringContaining('没有工单编号列'))
  expect((await importFile(db, path)).result).toMatchObject({ new: 0, changed: 0, same: 4 })
})

test('of a channel of totals only months are set, and nothing of its rows is kept', async () => {
  const rows = [['信访件编号', '登记时间', '反映内容'], ['P1', '2018-01-05', '某某收钱'], ['P2', '2018-01-06', '某某收礼'], ['P3', '2018-02-01', '某某吃喝'], ['P4', '那天', '某某打牌']]
  const path = sheetOf('discipline.xlsx', rows)
  const { result, report } = await importFile(db, path, { channel: 'discipline' })
  expect(result).toMatchObject({ rows: 4, new: 3, changed: 0, same: 0, bad: 1, months: 2 })
  expect((await importFile(db, path, { channel: 'discipline' })).result).toMatchObject({ new: 0, changed: 0, same: 3, bad: 1 })
  expect((await readTotals(db, district)).map(({ period, channel, count, origin }) => [period, channel, count, origin])).toEqual([
    ['2018-01', 'discipline', 2, 'counted'], ['2018-02', 'discipline', 1, 'counted'],
  ])
  expect((await db.query('select from postings')).rowCount).toBe(0)
  writeFileSync(file('discipline.错误.xlsx'), report!)
  expect(JSON.stringify(await readCells(file('discipline.错误.xlsx'))) + JSON.stringify(result)).not.toContain('某某')
})

test('a file that breaks off changes nothing, an import that was cut off goes on where its last batch ended', async () => {
  const rows = Array.from({ length: 1_200 }, (_, at) => [`Q${at}`, '2018-03-01 10:00', `第${at}件`])
  const path = file('long.csv')
  writeFileSync(path, encodeCsv([head.slice(0, 3), ...rows]))
  let noted = { rows: 0, new: 0, changed: 0, same: 0, bad: 0, share: 0, reopened: 0, done: 0 }
  const cut = new AbortController()
  await expect(importFile(db, path, {
    signal: cut.signal,
    note: async (_connection, progress) => {
      noted = progress
      cut.abort()
      return true
    },
  })).rejects.toThrow()
  expect(noted).toMatchObject({ new: 500, done: 500 })
  const { result } = await importFile(db, path, { from: noted })
  expect(result).toMatchObject({ rows: 1_200, new: 1_200, changed: 0, same: 0, bad: 0 })
  expect((await readOrders(db)).size).toBe(1_200)
  expect(await forgetImports(db, district, Date.now())).toBe(0)
})
