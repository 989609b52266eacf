import { expect, test } from 'vitest'
import { tellDelimiter, undoKeeping } from '../../../../../../server/imports/tables/csv/csv.ts'
import { encodeCsv } from '../../../../../support/spreadsheets.ts'
import { gather, gatherCells } from '../../../../../support/spreadsheets/gather.ts'

const rows = [['工单编号', '诉求内容'], ['HZ1', '镕基路𠮷家路灯不亮, 请修'], ['HZ2', '他说“好”']]

test.each([['utf-8', false, null], ['utf-8', true, null], ['gb18030', false, '按GB18030读取'], ['utf-16le', true, '按UTF-16读取'], ['utf-16be', true, '按UTF-16读取']] as const)(
  'a file in %s (mark: %s) is read and says how', async (encoding, bom, note) => {
    const found = await gather(encodeCsv(rows, encoding, { bom }), '工单.csv')
    expect(found).toMatchObject({ format: 'csv', note, sheets: [{ name: '工单', merges: [] }] })
    expect(found.rows.map(({ cells }) => cells)).toEqual(rows)
  })

test.each([',', '\t', ';'])('the delimiter %j is told from the lines', async (delimiter) => {
  const written = [['编号', '内容', '单位'], ...Array.from({ length: 9 }, (_, at) => [`HZ${at}`, '路灯，坏了; 请修, 谢谢,,,,', '住建局'])]
  expect(await gatherCells(encodeCsv(written, 'utf-8', { delimiter }), '工单.csv')).toEqual(written)
})

test('titles above the header, and rows with more cells than it, do not mislead', () => {
  const lines = ['洪泽区热线工单;导出,一览', '', '编号,时间,内容', ...Array.from({ length: 20 }, (_, at) => `HZ${at},2025-11-09,路灯${at % 4 === 0 ? ',坏了' : '; 坏了'}`)]
  expect(tellDelimiter(lines.join('\r\n')).delimiter).toBe(',')
})

test('sep=; says the delimiter outright and is no row, and the rows keep their lines', async () => {
  expect((await gather('sep=;\r\na,b;c\r\nd;e', '工单.csv')).rows).toEqual([
    { sheet: '工单', row: 2, cells: ['a,b', 'c'] }, { sheet: '工单', row: 3, cells: ['d', 'e'] },
  ])
  expect(tellDelimiter('只有一列\n值')).toEqual({ delimiter: ',', skip: 0 })
})

test('blank lines are rows without cells, so that those below keep their numbers; blanks at the end of a row are left out', async () => {
  expect((await gather('编号,内容\n\nHZ1,\n,,\nHZ2,水', '工单.csv')).rows.map(({ row, cells }) => [row, cells])).toEqual([
    [1, ['编号', '内容']], [2, []], [3, ['HZ1']], [4, []], [5, ['HZ2', '水']],
  ])
})

test('what keeps a long number from Excel is undone, and nothing else', async () => {
  expect(['="0012"', '\'320813199001010011', '12345678901234567\t', '\t0012', '\'+86'].map((text) => undoKeeping(text, ','))).toEqual(
    ['0012', '320813199001010011', '12345678901234567', '0012', '+86'])
  expect(['\'好\'', '=A1', '"', '=', '5"管', 'a\tb', '="'].map((text) => undoKeeping(text, ','))).toEqual(['\'好\'', '=A1', '"', '=', '5"管', 'a\tb', '="'])
  expect(await gatherCells('编号,证件\n="0012","=""0034"""\n', '工单.csv')).toEqual([['编号', '证件'], ['0012', '0034']])
})

test('a quote that is never closed is an error of its cell, and the rows below are read', async () => {
  expect((await gather('编号,内容\nHZ1,"路灯\nHZ2,停水\n', '工单.csv')).rows).toEqual([
    { sheet: '工单', row: 1, cells: ['编号', '内容'] }, { sheet: '工单', row: 2, cells: ['HZ1', { error: '引号没有结束' }] },
    { sheet: '工单', row: 3, cells: ['HZ2', '停水'] },
  ])
})
