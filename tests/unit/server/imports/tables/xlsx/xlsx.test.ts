import { expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { openTable } from '../../../../../../server/imports/tables/open.ts'
import type { Cell } from '../../../../../../server/imports/tables/table.ts'
import { makeWorkbook, writeBigWorkbook, type WorkbookOptions, type Written } from '../../../../../support/spreadsheets.ts'
import { gather, gatherCells, gatherFile, withFile } from '../../../../../support/spreadsheets/gather.ts'

const at = Date.UTC(2025, 10, 9, 0, 30, 15)
const dialects: [what: string, options: WorkbookOptions][] = [
  ['as Excel writes it', {}],
  ['with texts in their cells', { strings: 'inline' }],
  ['with a prefix on every element', { prefix: 'x' }],
  ['without any reference', { references: false }],
  ['with texts in their cells, no reference, a prefix and targets from the root', { strings: 'inline', references: false, prefix: 'ns0', targets: 'absolute' }],
  ['of a Mac, with dates from 1904', { epoch: 1904 }],
]

test.each(dialects)('a workbook %s gives the same rows', async (_what, options) => {
  const rows: Written[][] = [
    ['编号', '时间', '单位'],
    ['HZ1', { date: at }, null, 3.5, true],
    ['HZ2', { date: at, iso: true }, 'a < b & "c"\n第二行', -1, false],
    [null, null, { runs: ['住', '建局'], phonetic: 'zhù' }],
    [{ formula: 'A1&"x"', value: '编号x' }, { formula: '1+1', value: 2 }, { formula: '1=1', value: true }, { formula: '1/0', value: { error: '#DIV/0!' } }, { error: '#N/A' }],
  ]
  const expected: Cell[][] = [
    ['编号', '时间', '单位'],
    ['HZ1', { date: at }, null, 3.5, true],
    ['HZ2', { date: at }, 'a < b & "c"\n第二行', -1, false],
    [null, null, '住建局'],
    ['编号x', 2, true, { error: '#DIV/0!' }, { error: '#N/A' }],
  ]
  const found = await gather(makeWorkbook([{ name: '工单', rows, merges: ['A1:B2', 'C4:E4'] }], options))
  expect(found.rows).toEqual(expected.map((cells, index) => ({ sheet: '工单', row: index + 1, cells })))
  expect(found).toMatchObject({
    format: 'xlsx', note: null, sheets: [{ name: '工单', merges: [
      { fromRow: 1, toRow: 2, fromColumn: 0, toColumn: 1 }, { fromRow: 4, toRow: 4, fromColumn: 2, toColumn: 4 },
    ] }],
  })
})

test('sheets come in the order of their tabs; hidden, empty and chart sheets do not come', async () => {
  const { sheets, rows } = await gather(makeWorkbook([
    { name: '十月', rows: [['a']] }, { name: '藏', rows: [['b']], hidden: true }, { name: '图', rows: [], chart: true }, { name: '空', rows: [[{ xml: '<c r="B1" s="0"/>' }]] },
    { name: '深藏', rows: [['c']], hidden: 'very' }, { name: '九月 & 补', rows: [null, null, ['d']] },
  ]))
  expect(sheets.map(({ name }) => name)).toEqual(['十月', '九月 & 补'])
  expect(rows).toEqual([{ sheet: '十月', row: 1, cells: ['a'] }, { sheet: '九月 & 补', row: 3, cells: ['d'] }])
})

test('two sheets of one name are both read', async () => {
  const { rows } = await gather(makeWorkbook([{ name: '工单', rows: [['a']] }, { name: '工单', rows: [['b']] }]))
  expect(rows.map(({ cells }) => cells)).toEqual([['a'], ['b']])
})

test('rows and cells stand where they say, and blanks at the end are left out', async () => {
  const { rows } = await gather(makeWorkbook([{ name: '工单', rows: [] }], { parts: {
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c><c r="XFD3" s="4"/></row>
      <row><c><v>3</v></c></row><row r="9"/></sheetData></worksheet>`,
  } }))
  expect(rows.map(({ row, cells }) => [row, cells])).toEqual([[3, [2, null, 1]], [4, [3]], [9, []]])
})

test('numbers of up to 15 digits come exactly as written, longer ones as far as the file has them', async () => {
  const written = ['12345678901234', '123456789012345', '1.2345678901234568E+17', '123456789012345600', '320813199001010011', '0.1', '-7', '1E3', ' 5 ']
  expect((await gatherCells(makeWorkbook([{ name: '工单', rows: [written.map((number) => ({ number }))] }])))[0]).toEqual(
    [12_345_678_901_234, 123_456_789_012_345, 123_456_789_012_345_680, 123_456_789_012_345_600, '320813199001010011', 0.1, -7, 1_000, 5])
})

test('a number whose format pads it with zeros is shown so; a time of day is a text', async () => {
  const [cells] = await gatherCells(makeWorkbook([{ name: '工单', rows: [[
    { number: 12, format: '000000' }, { number: 0.5, format: 'h:mm' }, { number: 1.25, format: '[h]:mm' }, { number: 45_000, format: '#,##0' },
    { number: 45_000, format: 14 }, { number: 45_000.5, format: '[$-804]yyyy"年"m"月"d"日" h"时"' }, { number: -1, format: 14 },
  ]] }]))
  const noon = Date.UTC(2023, 2, 15, 4)
  expect(cells).toEqual(['000012', '12:00', '30:00', 45_000, { date: noon - 12 * 3_600_000 }, { date: noon }, -1])
})

test('a formula that was never computed is an error and not a blank; an empty result is a blank', async () => {
  expect(await gatherCells(makeWorkbook([{ name: '工单', rows: [[
    { xml: '<c r="A1"><f>B1</f></c>' }, { xml: '<c r="B1" t="str"><f>""</f><v></v></c>' }, { xml: '<c r="C1" t="s"><v>77</v></c>' }, 'x',
  ]] }]))).toEqual([[{ error: '公式没有计算结果' }, null, { error: '文字缺失' }, 'x']])
})

test('escapes of Excel are undone, and such a text itself is kept', async () => {
  expect(await gatherCells(makeWorkbook([{ name: '工单', rows: [
    ['a\r\nb', 'c\u0007d', '_x000D_', '_x_'], [{ xml: '<c r="A2" t="inlineStr"><is><t>甲_x000D_\n乙</t></is></c>' }],
  ] }]))).toEqual([['a\r\nb', 'c\u0007d', '_x000D_', '_x_'], ['甲\r\n乙']])
})

test('a cell of a megabyte is cut, and what follows is read', async () => {
  for (const strings of ['shared', 'inline'] as const) {
    const [[long, next]] = await gatherCells(makeWorkbook([{ name: '工单', rows: [['灯'.repeat(1_000_000), '后']] }], { strings })) as [[string, string]]
    expect([long.length, next]).toEqual([131_068, '后'])
  }
})

test('what write-excel-file writes is read', async () => {
  const bytes = await writeXlsxFile([
    [{ value: '编号', fontWeight: 'bold', columnSpan: 2 }, null, '时间'],
    ['HZ1', 12_345_678_901_234, { value: new Date(Date.UTC(2025, 10, 9, 8, 30)), format: 'yyyy-mm-dd hh:mm' }, true, null, '尾'],
  ], { sheet: '工单' }).toBuffer()
  const { rows, sheets } = await gather(bytes)
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['编号', null, '时间'], ['HZ1', 12_345_678_901_234, { date: Date.UTC(2025, 10, 9, 0, 30) }, true, null, '尾'],
  ])
  expect(sheets).toEqual([{ name: '工单', merges: [{ fromRow: 1, toRow: 1, fromColumn: 0, toColumn: 1 }] }])
})

test('a big workbook is read anew at each call and tells how far it is', async () => {
  await withFile('', '大.xlsx', async (path) => {
    const rows = (): unknown[][] => Array.from({ length: 12_000 }, (_, index) => [`HZ${index}`, index, `路灯不亮${index % 700}`, null, index % 2 === 0])
    await writeBigWorkbook(path, rows())
    const { rows: found } = await gatherFile(path)
    expect(found.map(({ cells }) => cells)).toEqual(rows())
    const table = await openTable(path)
    const shares: number[] = []
    for (let again = 0; again < 2; again += 1) {
      let first: Cell | undefined
      for await (const { row, cells } of table.rows('工单')) {
        first ??= cells[0]
        if (row % 3_000 === 0) shares.push(table.read())
      }
      expect([first, table.read()]).toEqual(['HZ0', 1])
    }
    expect(shares.slice(0, 4)).toEqual([...shares.slice(0, 4)].sort((a, b) => a - b))
    expect(shares[4]).toBe(shares[0])
    await table.close()
  })
})
