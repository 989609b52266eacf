import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnView } from '../../../../shared/import-view.ts'
import { mappingSchema, orderFields, wordFields, type Mapping } from '../../../../shared/orders/mapping.ts'
import { columnsUnder, takeColumnFor, translateWord } from '../../../../web/imports/mapping.ts'

const blank: Mapping = { columns: {}, words: {} }
const header = fc.constantFrom('编号', '时间', '电话', '__proto__', 'constructor', '满意度/评价')
const step = fc.record({ header, field: fc.option(fc.constantFrom(...orderFields)) })

test('whatever is chosen, a field is read from one column and a column for one field, and the last choice holds', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1 }), (steps) => {
    const mapping = steps.reduce((before, { header: column, field }) => takeColumnFor(before, column, field), blank)
    expect(mappingSchema.parse(mapping)).toEqual(mapping)
    const columns = Object.values(mapping.columns)
    expect(new Set(columns).size).toBe(columns.length)
    const last = steps.at(-1)!
    if (last.field === null) expect(columns).not.toContain(last.header)
    else expect(mapping.columns[last.field]).toBe(last.header)
  }))
})

test('a choice leaves the mapping that was shown as it is, and all that it does not touch', () => {
  const before: Mapping = { columns: { orderNumber: '编号', time: '时间' }, words: { satisfied: { 一般: '满意' } } }
  const kept = structuredClone(before)
  expect(takeColumnFor(before, '受理日期', 'time')).toEqual({ columns: { orderNumber: '编号', time: '受理日期' }, words: { satisfied: { 一般: '满意' } } })
  expect(takeColumnFor(before, '编号', null)).toEqual({ columns: { time: '时间' }, words: { satisfied: { 一般: '满意' } } })
  expect(before).toEqual(kept)
})

test('a word that is given a meaning and then none is as if nothing had been chosen', () => {
  fc.assert(fc.property(fc.constantFrom(...wordFields), fc.string({ minLength: 1 }).filter((word) => word !== '__proto__'), (field, word) => {
    const told = translateWord(blank, field, word, '满意')
    expect(told.words[field]?.[word]).toBe('满意')
    expect(translateWord(told, field, word, null).words[field]).toEqual({})
  }))
})

const column = (text: string, letter: string): ColumnView => ({ header: text, letter, samples: [], field: null, because: '表头相近' })

test('columns are shown as they were just chosen; of two with the same header only the first is read', () => {
  const shown = columnsUnder({ columns: { time: '时间' }, words: {} }, [column('时间', 'A'), column('时间', 'B'), column('', 'C'), column('编号', 'D')], new Set(['编号']))
  expect(shown.map(({ field, because, fixed }) => [field, because, fixed])).toEqual([
    ['time', null, null], [null, '表头相近', '与A列同名，只读取A列'], [null, '表头相近', '没有表头，不读取'], [null, '手工选择', null],
  ])
})
