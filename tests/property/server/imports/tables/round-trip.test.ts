import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../../../../server/imports/tables/table.ts'
import { encodeCsv, makeWorkbook, type Written } from '../../../../support/spreadsheets.ts'
import { gatherCells } from '../../../../support/spreadsheets/gather.ts'

const text = fc.string({ unit: fc.oneof(fc.constantFrom('灯', '𠮷', '😀', 'a', '"', ',', '\n', '\r', ' ', '&', '<', '_x000D_', '_'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 12 })
  .map((value) => value.toWellFormed().replaceAll('\0', ''))

/** Trailing blanks are left out by the readers, and an empty text is a blank. */
function trimmed(cells: Cell[]): Cell[] {
  const last = cells.findLastIndex((cell) => cell !== null)
  return cells.slice(0, last + 1)
}

// What stands around a number to keep it from Excel is undone, so it is not asked to come back; nor is a file of blanks.
const field = text.filter((value) => !/^['=\t]|\t$/.test(value)).map((value) => value.replaceAll('\ufeff', ''))
const table = fc.array(fc.array(fc.option(field), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })

test.each(['utf-8', 'gb18030', 'utf-16le'] as const)('what is written into a CSV in %s is read back', async (encoding) => {
  await fc.assert(fc.asyncProperty(table, async (rows) => {
    // The header keeps the delimiter and the encoding beyond doubt: they are told from the content, and have tests of their own.
    const header = ['编号：淮安市洪泽区热线工单导出', '时间', '内容', '单位']
    const found = await gatherCells(encodeCsv([header, ...rows], encoding, { bom: encoding !== 'gb18030', quote: 'all' }), '工单.csv')
    expect(found).toEqual([header, ...rows.map((cells) => trimmed(cells.map((cell) => cell || null)))])
  }), { numRuns: 60 })
})

const second = fc.integer({ min: Date.UTC(1990, 0, 1) / 1_000, max: Date.UTC(2090, 0, 1) / 1_000 }).map((seconds) => seconds * 1_000)
const number = fc.oneof(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0))
const cell: fc.Arbitrary<[written: Written, read: Cell]> = fc.oneof(
  text.map((value): [Written, Cell] => [value, value || null]),
  number.map((value): [Written, Cell] => [value, value]),
  fc.boolean().map((value): [Written, Cell] => [value, value]),
  fc.constant<[Written, Cell]>([null, null]),
  fc.tuple(second, fc.constantFrom(undefined, 14, 22, 'yyyy"年"m"月"d"日" h:mm'), fc.boolean()).map(([date, format, iso]): [Written, Cell] => [{ date, iso, ...(format ? { format } : {}) }, { date }]),
  fc.constantFrom('#N/A', '#REF!').map((error): [Written, Cell] => [{ error }, { error }]),
  text.map((value): [Written, Cell] => [{ formula: 'A1', value }, value || null]),
)

test.each([
  ['Excel', {}], ['an exporter', { strings: 'inline', references: false, prefix: 'x', epoch: 1904 }],
] as const)('what is written into a workbook as %s does it is read back', async (_who, options) => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }), async (rows) => {
    const written = [['编号'], ...rows.map((cells) => cells.map(([value]) => value))]
    const found = await gatherCells(makeWorkbook([{ name: '工单', rows: written }], options))
    expect(found).toEqual([['编号'], ...rows.map((cells) => trimmed(cells.map(([, value]) => value)))])
  }), { numRuns: 60 })
})
