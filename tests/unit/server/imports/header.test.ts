import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHeader, furnitureOf, holdMerged } from '../../../../server/imports/header.ts'
import type { Cell, Sheet, TableRow } from '../../../../server/imports/tables/table.ts'

const fields: Record<string, string> = { 工单编号: 'orderNumber', 受理时间: 'time', 诉求内容: 'text', 承办单位: 'unit', 办结时间: 'closedAt', 是否满意: 'satisfied' }
const recognise = (name: string): string | null => fields[name.split('/').at(-1)!] ?? null
const sheet = (rows: Cell[][]): TableRow[] => rows.map((cells, at) => ({ sheet: '表', row: at + 1, cells }))
const find = (rows: Cell[][], merges: Sheet['merges'] = []) => findHeader(sheet(rows), merges, recognise)
const merge = (fromRow: number, toRow: number, fromColumn: number, toColumn: number) => ({ fromRow, toRow, fromColumn, toColumn })
const data: Cell[] = ['HZ1', '2018-01-01', '停水', '区水利局']

describe('a header is found', () => {
  test('in the first row', () => {
    expect(find([['工单编号', '受理时间', '诉求内容', '承办单位'], data])).toMatchObject({ names: ['工单编号', '受理时间', '诉求内容', '承办单位'], fromRow: 1, toRow: 1 })
  })

  test('below a merged title and a date, of which neither becomes a group', () => {
    const rows: Cell[][] = [['2018年工单明细'], ['制表单位：洪泽', null, null, '制表日期：2018-02-01'], ['工单编号', '受理时间', '诉求内容', '承办单位'], data]
    expect(find(rows, [merge(1, 1, 0, 3)])).toMatchObject({ names: ['工单编号', '受理时间', '诉求内容', '承办单位'], fromRow: 3, toRow: 3 })
  })

  test('over two rows without any merged cell, where a blank belongs to the group on its left', () => {
    expect(find([['工单编号', '受理时间', '办理', null], [null, null, '承办单位', '办结时间'], data])).toMatchObject({
      names: ['工单编号', '受理时间', '办理/承办单位', '办理/办结时间'], fromRow: 1, toRow: 2,
    })
  })

  test('over three rows with groups in groups', () => {
    const rows: Cell[][] = [['工单', null, '办理', null, null], ['工单编号', '受理时间', '单位', '结果', null], [null, null, '承办单位', '办结时间', '是否满意'], data]
    const merges = [merge(1, 1, 0, 1), merge(1, 1, 2, 4), merge(2, 3, 0, 0), merge(2, 3, 1, 1), merge(2, 2, 3, 4)]
    expect(find(rows, merges)).toMatchObject({ names: ['工单/工单编号', '工单/受理时间', '办理/单位/承办单位', '办理/结果/办结时间', '办理/结果/是否满意'], toRow: 3 })
  })

  test('and no row of data below it is taken into it', () => {
    const rows: Cell[][] = [['工单编号', '受理时间', '诉求内容', '承办单位', null], ['甲', '昨天', '停水', '区水利局', '备注一'], ['乙', '今天', '停电', '供电公司', '备注二']]
    expect(find(rows)).toMatchObject({ names: ['工单编号', '受理时间', '诉求内容', '承办单位', ''], toRow: 1 })
  })

  test('with line breaks taken out and a second column of one name told apart', () => {
    expect(find([['工单\n编号', '受理时间', '时间', '时间'], data])?.names).toEqual(['工单编号', '受理时间', '时间', '时间（2）'])
  })

  test('nowhere in numbers, and among texts that are not known in the first row of several', () => {
    expect(find([[1, 2], [3, 4]])).toBeNull()
    expect(find([['说明']])).toBeNull()
    expect(find([['甲', '乙'], ['丙', '丁']])).toMatchObject({ names: ['甲', '乙'], fromRow: 1 })
  })
})

describe('what is no order', () => {
  const header = find([['洪泽区热线明细'], ['工单编号', '受理时间', '诉求内容', '承办单位'], data])!
  const kind = (cells: Cell[]) => furnitureOf({ sheet: '表', row: 9, cells }, header, [0, 1])

  test('is told: blank rows, the header or the title again, totals, footers', () => {
    expect([[null, ' ', ''], ['工单编号', '受理时间', '诉求内容', '承办单位'], ['洪泽区热线明细', null], ['合 计', null, 12], ['总计：', 3], ['制表人：张三', null, '审核：李四']].map((cells) =>
      kind(cells as Cell[]))).toEqual(['blank', 'header', 'header', 'total', 'total', 'footer'])
  })

  test('and a row that lacks something is an order all the same', () => {
    expect([data, [null, '2018-01-01', '停水'], ['HZ1'], ['备注', '2018-01-01', '停水'], [null, null, '只有内容']].map((cells) => kind(cells))).toEqual([null, null, null, null, null])
  })
})

test('a vertically merged cell holds for its rows, even where rows between are left out', () => {
  const hold = holdMerged([merge(2, 5, 1, 1), merge(3, 3, 0, 2)])
  const rows = [2, 3, 5, 6].map((row) => hold({ sheet: '表', row, cells: row === 2 ? ['a', '区水利局'] : [`r${row}`] }).cells)
  expect(rows).toEqual([['a', '区水利局'], ['r3', '区水利局'], ['r5', '区水利局'], ['r6']])
})

test('whatever stands in the first rows, a search for a header ends and names no more columns than there are', () => {
  const cell = fc.oneof(fc.constant(null), fc.string({ maxLength: 12 }), fc.integer(), fc.constantFrom(...Object.keys(fields)), fc.constant({ date: 0 }))
  const range = fc.tuple(fc.nat(6), fc.nat(3), fc.nat(5), fc.nat(3)).map(([row, rows, column, columns]) => merge(row, row + rows, column, column + columns))
  fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), fc.array(range, { maxLength: 4 }), (rows, merges) => {
    const header = find(rows, merges)
    if (!header) return
    const named = header.names.filter((name) => name !== '')
    expect(header.names.length).toBeLessThanOrEqual(8)
    expect(named.length).toBeGreaterThanOrEqual(2)
    expect(new Set(named).size).toBe(named.length)
    expect(header.toRow - header.fromRow).toBeLessThan(rows.length)
  }))
})
