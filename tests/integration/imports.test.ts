import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashReporter } from '../../shared/node/reporter.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { importFile, readOrders, reporterKey } from '../support/imports.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { encodeCsv, writeWorkbook, writeZipBomb, type Written } from '../support/spreadsheets.ts'

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
const counts = ({ result: { rows, new: added, changed, same, bad } }: Awaited<ReturnType<typeof importFile>>) => ({ rows, new: added, changed, same, bad })

/** Imports twice: what comes of it first, after having seen that the second time changes nothing. */
async function importTwice(path: string) {
  const first = await importFile(db, path)
  const again = await importFile(db, path)
  const { rows, bad } = first.result
  expect(counts(again)).toEqual({ rows, new: 0, changed: 0, same: rows - bad, bad })
  return { ...first, orders: await readOrders(db) }
}

test('1: a header in row 3 under a title, with a total and a footer below the data', async () => {
  writeWorkbook(file('1.xlsx'), [{
    name: '2018年1月', merges: ['A1:F1'],
    rows: [
      ['洪泽区12345热线工单明细表（2018年1月）'], ['制表日期：2018-02-01', null, null, '单位：件'],
      ['工单编号', '受理时间', '诉求内容', '联系电话', '承办单位', '工单状态'],
      ['HZ201801001', '2018-01-05 08:30:00', '润园小区路灯坏了一个月。没有人来修。', '13812345678', '区住建局', '已办结'],
      ['HZ201801002', '2018-01-06 09:00:00', '三河镇自来水发黄', '138-1234-5678', '三河镇', '办理中'],
      ['合计', null, null, null, null, 2], ['制表人：张某', null, null, '审核：李某'],
    ],
  }])
  const { result, layout, orders } = await importTwice(file('1.xlsx'))
  expect(result).toMatchObject({ rows: 2, new: 2, changed: 0, same: 0, bad: 0, repeated: 0 })
  expect(layout.taken[0]!.header).toMatchObject({ fromRow: 3, toRow: 3 })
  expect(result.notes).toEqual(['跳过合计行 1 行（2018年1月第6行）', '跳过表尾说明 1 行（2018年1月第7行）'])
  expect(orders.get('HZ201801001')).toMatchObject({
    channel: 'hotline', source: 'office-hotline', publishedAt: beijing('2018-01-05T08:30:00'), reporter: hashReporter(reporterKey, 'phone:13812345678'),
    order: { unit: '区住建局', status: '已办结' },
  })
  expect(orders.get('HZ201801002')!.reporter).toBe(orders.get('HZ201801001')!.reporter)
  const { rows } = await db.query<{ found: boolean }>(`select bool_or(p::text like '%13812345678%' or p::text like '%138-1234%') as found from postings p`)
  expect(rows[0]!.found).toBe(false)
})

test('2: a header of two rows with merged groups', async () => {
  writeWorkbook(file('2.xlsx'), [{
    name: '工单', merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:F1', 'G1:I1'],
    rows: [
      ['工单编号', '受理时间', '诉求内容', '办理情况', null, null, '回访情况', null, null],
      [null, null, null, '承办单位', '签收时间', '办结时间', '是否有效回访', '是否解决', '是否满意'],
      ['A1', '2018-03-01 10:00', '路灯不亮', '区住建局', '2018-03-01 11:00', '2018-03-05 16:00', '是', '是', '不满意'],
      ['A2', '2018-03-02 10:00', '道路坑洼', '区交通运输局', '2018-03-02 10:30', null, '否', null, null],
    ],
  }])
  const { result, layout, orders } = await importTwice(file('2.xlsx'))
  expect(result).toMatchObject({ rows: 2, new: 2, bad: 0 })
  expect(layout.mapping.columns).toMatchObject({ orderNumber: '工单编号', unit: '办理情况/承办单位', closedAt: '办理情况/办结时间', satisfied: '回访情况/是否满意' })
  expect(orders.get('A1')!.order).toMatchObject({
    unit: '区住建局', signedAt: beijing('2018-03-01T11:00:00'), closedAt: beijing('2018-03-05T16:00:00'), reached: true, resolved: true, satisfied: false,
  })
  expect(orders.get('A2')!.order).toMatchObject({ closedAt: null, reached: false, resolved: null, satisfied: null })
})

test('3: what stands in vertically merged cells holds for each of their rows', async () => {
  writeWorkbook(file('3.xlsx'), [{
    name: '工单', merges: ['D2:D4', 'E3:E4'],
    rows: [
      ['工单编号', '受理时间', '诉求内容', '承办单位', '工单状态'],
      ['B1', '2018-04-01 10:00', '噪音', '区城管局', '已办结'], ['B2', '2018-04-02 10:00', '垃圾', null, '办理中'],
      ['B3', '2018-04-03 10:00', '占道', null, null], ['B4', '2018-04-04 10:00', '停水', '自来水公司', '办理中'],
    ],
  }])
  const { orders } = await importTwice(file('3.xlsx'))
  expect([...orders.values()].map(({ order }) => [order.unit, order.status])).toEqual([
    ['区城管局', '已办结'], ['区城管局', '办理中'], ['区城管局', '办理中'], ['自来水公司', '办理中'],
  ])
})

test('4: a CSV in GB18030 with line breaks in its cells and blank rows', async () => {
  writeFileSync(file('4.csv'), encodeCsv([
    ['工单编号', '受理时间', '诉求内容', '承办单位'], ['C1', '2018/5/1 8:05', '第一行\n第二行，“引号”', '区水利局'], [null, null, null, null], ['C2', '2018年5月2日', '𠮷祥小区停电', '洪泽供电公司'],
  ], 'gb18030'))
  const { result, orders } = await importTwice(file('4.csv'))
  expect(result).toMatchObject({ rows: 2, new: 2, bad: 0 })
  expect(orders.get('C1')).toMatchObject({ publishedAt: beijing('2018-05-01T08:05:00'), text: '第一行\n第二行，“引号”' })
  expect(orders.get('C2')).toMatchObject({ publishedAt: beijing('2018-05-02T00:00:00'), text: '𠮷祥小区停电' })
})

test('5: dates as serial numbers, as formatted cells and as text', async () => {
  const dates: Written[] = [{ date: beijing('2018-06-01T08:30:00') }, { number: 43252.5 }, '2018-06-01 08:30', '2018.6.1', '20180601083000']
  writeWorkbook(file('5.xlsx'), [{ name: '工单', rows: [['编号', '登记时间', '内容'], ...dates.map((date, at) => [`D${at}`, date, '路灯不亮'])] }])
  const { orders } = await importTwice(file('5.xlsx'))
  expect([...orders.values()].map(({ publishedAt }) => publishedAt)).toEqual([
    beijing('2018-06-01T08:30:00'), beijing('2018-06-01T12:00:00'), beijing('2018-06-01T08:30:00'), beijing('2018-06-01T00:00:00'), beijing('2018-06-01T08:30:00'),
  ])
})

test('6: of several rows of one number the last good one counts, and the earlier ones are among the same', async () => {
  writeWorkbook(file('6.xlsx'), [{
    name: '工单', rows: [
      ['工单编号', '受理时间', '诉求内容', '工单状态'], ['E1', '2018-07-01 10:00', '停水', '办理中'], ['E2', '2018-07-01 11:00', '停电', '办理中'],
      ['E1', '2018-07-01 10:00', '停水', '已办结'], ['E2', '哪天', '停电', '已办结'], ['E1', '2018-07-01 10:00', '停水', '已归档'],
    ],
  }])
  const { result, orders } = await importTwice(file('6.xlsx'))
  expect(result).toMatchObject({ rows: 5, new: 2, changed: 0, same: 2, bad: 1, repeated: 2 })
  expect(['E1', 'E2'].map((number) => [orders.get(number)!.order.status, orders.get(number)!.revision])).toEqual([['已归档', 1], ['办理中', 1]])
  expect((await db.query('select from revisions')).rowCount).toBe(0)
})

test('8: a column of formulas gives what they were last computed to, an error of the sheet is named', async () => {
  writeWorkbook(file('8.xlsx'), [{
    name: '工单', rows: [
      ['工单编号', '受理时间', '诉求内容', '承办单位'], ['G1', '2018-08-01 10:00', '停水', { formula: 'VLOOKUP(A2,单位!A:B,2)', value: '区水利局' }],
      ['G2', '2018-08-01 11:00', '停电', { formula: 'VLOOKUP(A3,单位!A:B,2)', value: { error: '#N/A' } }],
    ],
  }])
  const { result, orders } = await importTwice(file('8.xlsx'))
  expect(orders.get('G1')!.order.unit).toBe('区水利局')
  expect(result.problems).toMatchObject([{ sheet: '工单', row: 3, column: '承办单位（D列）', field: 'unit' }])
})

test('9: several sheets with the same columns are taken, blank rows, covers and pivot tables are not', async () => {
  const head = ['工单编号', '受理时间', '诉求内容', '是否满意']
  writeWorkbook(file('9.xlsx'), [
    { name: '说明', rows: [['本表由热线平台导出，请勿修改。']] },
    { name: '一季度', rows: [head, ['H1', '2018-01-01 10:00', '停水', '满意'], null, [null, null, null, null], ['H2', '2018-02-01 10:00', '停电', '不满意'], head, ['H3', '2018-03-01 10:00', '噪音', null]] },
    { name: '二季度', rows: [['二季度工单'], head.slice(0, 3), ['H4', '2018-04-01 10:00', '路灯']] },
    { name: '透视表', rows: [['承办单位', '计数'], ['区水利局', 12], ['区城管局', 5]] },
  ])
  const { result, orders } = await importTwice(file('9.xlsx'))
  expect([...orders.keys()]).toEqual(['H1', 'H2', 'H3', 'H4'])
  expect(result.notes).toEqual([
    '导入了 2 张工作表：一季度、二季度', '工作表“说明”没有导入：没有找到表头', '工作表“透视表”没有导入：没有“工单编号”、“受理时间”列',
    '工作表“二季度”没有这些列：“是否满意”（是否满意），相应内容保持不变', '跳过再次出现的表头或标题 1 行（一季度第6行）',
  ])
})

test('10: JSON by keys of any name', async () => {
  writeFileSync(file('10.json'), JSON.stringify({ data: [
    { 工单编号: 'J1', 受理时间: '2018-09-01 10:00:00', 诉求内容: '停水', 承办单位: '区水利局' }, { 工单编号: 'J2', 受理时间: '2018-09-02T10:00:00+08:00', 诉求内容: '停电', 满意度: '满意' },
  ] }))
  const { orders } = await importTwice(file('10.json'))
  expect(orders.get('J1')!.order).toMatchObject({ unit: '区水利局', satisfied: null })
  expect(orders.get('J2')).toMatchObject({ publishedAt: beijing('2018-09-02T10:00:00'), order: { satisfied: true } })
})

test('11 and 12: a zip bomb of 2 GB and a workbook with macros are refused, and nothing is recorded', async () => {
  writeZipBomb(file('11.xlsx'))
  writeZipBomb(file('11b.xlsx'), { lying: true })
  writeWorkbook(file('12.xlsx'), [{ name: '工单', rows: [['工单编号', '受理时间'], ['K1', '2018-01-01']] }], { macro: 'vba' })
  for (const name of ['11.xlsx', '11b.xlsx', '12.xlsx']) await expect(importFile(db, file(name)), name).rejects.toThrow(/[\u4e00-\u9fff]/)
  expect((await readOrders(db)).size).toBe(0)
})
