import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { openTable } from '../../../../../../server/imports/tables/open.ts'
import { gather, gatherCells, withFile } from '../../../../../support/spreadsheets/gather.ts'

const read = (text: string): Promise<unknown[][]> => gatherCells(text, '工单.json')

test('keys of all objects are the first row, in the order in which they come', async () => {
  const { format, sheets, rows } = await gather('[{"编号":"HZ1","标题":"灯"},{"编号":"HZ2","单位":"住建局"},{"标题":null}]', '工单.json')
  expect({ format, sheets }).toEqual({ format: 'json', sheets: [{ name: '工单', merges: [] }] })
  expect(rows.map(({ row, cells }) => [row, cells])).toEqual([
    [0, ['编号', '标题', '单位']], [1, ['HZ1', '灯']], [2, ['HZ2', null, '住建局']], [3, []],
  ])
})

test('values keep their kind; lists and objects come as their text', async () => {
  expect((await read('[{"a":"x","b":12345678901234,"c":true,"d":"","e":["高","低"],"f":{"g":1}}]'))[1]).toEqual(['x', 12_345_678_901_234, true, null, '["高","低"]', '{"g":1}'])
})

test('a number too long for a number keeps its digits', async () => {
  expect((await read('[{"a":320813199001010011,"b":123456789012345}]'))[1]).toEqual(['320813199001010011', 123_456_789_012_345])
})

test.each([
  '{"code":0,"msg":"ok","rows":[{"编号":"HZ1"},{"编号":"HZ2"}]}',
  '{"code":0,"data":{"total":2,"tags":[1,2,3],"records":[{"编号":"HZ1"},{"编号":"HZ2"}]}}',
  '{\n  "list": [\n    {"编号": "HZ1"},\n    {"编号": "HZ2"}\n  ]\n}',
  '{"编号":"HZ1"}\n{"编号":"HZ2"}\n',
  '\ufeff{"编号":"HZ1"}\r\n\r\n{"编号":"HZ2"}',
  '[\n{"编号":"HZ1"},\n{"编号":"HZ2"}]',
])('the records are found in %j', async (text) => {
  expect(await read(text)).toEqual([['编号'], ['HZ1'], ['HZ2']])
})

test('one object alone is one row', async () => {
  expect(await read('{"编号":"HZ1"}')).toEqual([['编号'], ['HZ1']])
})

test('a line that is no object is named, and the others are read', async () => {
  expect(await read('{"编号":"HZ1"}\n{"编号":\n[1]\n{"编号":"HZ2"}')).toEqual([['编号'], ['HZ1'], [{ error: '不是JSON对象' }], [{ error: '不是JSON对象' }], ['HZ2']])
})

test('GB18030 is read here too and said', async () => {
  const { note, rows } = await gather(iconv.encode('[{"编号":"路灯𠮷"}]', 'gb18030'), '工单.json')
  expect([note, rows[1]?.cells]).toEqual(['按GB18030读取', ['路灯𠮷']])
})

test('an object without records is one row of its own', async () => {
  expect(await read('{"编号":"HZ1","rows":[]}')).toEqual([['编号', 'rows'], ['HZ1', '[]']])
})

test.each([
  ['[{"编号":"HZ1"}', /格式有误/], ['{"rows":[{"编号":"HZ1"}]', /格式有误/], ['{"编号":"HZ1"', /格式有误/], ['[{"编号":"HZ1"}]]', /格式有误/], ['[]', /没有找到记录/],
  ['[[1,2]]', /没有找到记录/], ['[{}]', /没有数据/],
])('%j is refused', async (text, words) => {
  await expect(gather(text, '工单.json')).rejects.toThrow(words)
})

test('of several lists the one with most records is taken, and what is no record in it is named', async () => {
  expect(await read('{"columns":[{"k":"a"}],"rows":[{"编号":"[HZ\\"1]"},null,{"编号":"HZ2","附件":[{"名":"x"},{"名":"y"},{"名":"z"}]}, {"编号":} ]}')).toEqual([
    ['编号', '附件'], ['[HZ"1]'], [{ error: '不是JSON对象' }], ['HZ2', '[{"名":"x"},{"名":"y"},{"名":"z"}]'], [{ error: '不是JSON对象' }],
  ])
})

test('a list of any length is read one record at a time', async () => {
  const records = Array.from({ length: 40_000 }, (_, at) => ({ 编号: `HZ${at}`, 标题: '路灯不亮，"请修"\\' }))
  expect((await read(JSON.stringify({ data: { list: records } }))).slice(1)).toEqual(records.map((record) => Object.values(record)))
})

test('a long file of one object a line is read in pieces and tells how far it is', async () => {
  const text = Array.from({ length: 60_000 }, (_, at) => `{"编号":"HZ${at}","标题":"路灯不亮"}`).join('\n')
  await withFile(text, '工单.ndjson', async (path) => {
    const table = await openTable(path)
    const shares: number[] = []
    for await (const { row } of table.rows('工单')) if (row % 10_000 === 0) shares.push(table.read())
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect([shares[0], shares.at(-1), table.read()]).toEqual([0, 1, 1])
    await table.close()
  })
})
