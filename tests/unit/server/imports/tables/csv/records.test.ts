import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CsvReader, type CsvRecord } from '../../../../../../server/imports/tables/csv/records.ts'

/** All records of a text that is fed in pieces of a length. */
function readAll(text: string, length = Infinity, delimiter = ','): CsvRecord[] {
  const reader = new CsvReader(delimiter)
  const records: CsvRecord[] = []
  for (let at = 0; at < text.length; at += length) records.push(...reader.read(text.slice(at, at + length), false))
  records.push(...reader.read('', true))
  return records
}

const cellsOf = (text: string): string[][] => readAll(text).map(({ cells }) => cells)

test('quoted fields hold delimiters, quotes and lines; every kind of line end ends a record', () => {
  expect(cellsOf('a,"b,c","d ""e"""\r\n"f\r\ng",h\ni\rj\n')).toEqual([['a', 'b,c', 'd "e"'], ['f\r\ng', 'h'], ['i'], ['j']])
})

test('records know the line they begin on, also below fields of several lines', () => {
  expect(readAll('a\n"b\nc\r\nd",e\n\nf').map(({ line }) => line)).toEqual([1, 2, 5, 6])
})

test('stray quotes are text: in a bare field, and in a quoted one where nothing ends', () => {
  expect(cellsOf('5"管,他说"好"\n"他说"你好"了",b\n"a" ,b\n')).toEqual([['5"管', '他说"好"'], ['他说"你好"了', 'b'], ['a', 'b']])
})

test('a quote that is never closed costs its own line and says so', () => {
  const text = '编号,标题\nHZ1,"路灯不亮\nHZ2,停水\nHZ3,停电\n'
  expect(readAll(text)).toEqual([
    { line: 1, cells: ['编号', '标题'], unclosed: null }, { line: 2, cells: ['HZ1', '路灯不亮'], unclosed: 1 },
    { line: 3, cells: ['HZ2', '停水'], unclosed: null }, { line: 4, cells: ['HZ3', '停电'], unclosed: null },
  ])
})

test('a quote that is never closed is found where the next quoted field opens', () => {
  const records = readAll('HZ1,"路灯不亮,办结\r\nHZ2,"停水","办理"\r\nHZ3,"停电","办结"\r\n')
  expect(records.map(({ cells, unclosed }) => [cells[0], unclosed])).toEqual([['HZ1', 1], ['HZ2', null], ['HZ3', null]])
})

test('a quote that is never closed in a file of any length is not kept for long', () => {
  const rows = Array.from({ length: 150_000 }, (_, at) => `HZ${at},路灯不亮\n`).join('')
  const records = readAll(`HZ,"没有结束\n${rows}`, 1 << 18)
  expect(records).toHaveLength(150_001)
  expect(records[0]).toEqual({ line: 1, cells: ['HZ', '没有结束'], unclosed: 1 })
})

test('a line without end is refused with its number', () => {
  expect(() => readAll(`a\n${'x'.repeat(9_000_000)}`, 1 << 20)).toThrow(/第2行太长/)
  expect(() => readAll(','.repeat(20_000))).toThrow(/第1行超过16384列/)
})

const field = fc.oneof(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '灯', ';'), maxLength: 8 }), fc.string({ unit: 'grapheme' }))
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

test('what is written with quotes is read as csv-parse reads it, in pieces of any length', () => {
  fc.assert(fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, length) => {
    const text = rows.map((row) => row.map((cell) => (/^[^",\r\n]+$/.test(cell) ? cell : quoted(cell))).join(',')).join('\n')
    expect(readAll(text, length).map(({ cells }) => cells)).toEqual(parse(text, { relax_column_count: true, record_delimiter: '\n' }))
    expect(readAll(text, length).map(({ cells }) => cells)).toEqual(rows)
  }))
})

test('whatever a text is, its pieces change nothing and no character before the last line is lost', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (text, length) => {
    const records = readAll(text, length)
    expect(records).toEqual(readAll(text))
    const letters = (value: string): number => value.split('a').length - 1
    expect(letters(records.flatMap(({ cells }) => cells).join())).toBe(letters(text))
  }), { numRuns: 500 })
})
