/** No row makes the reader throw, and what it gives is sound. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../../../shared/orders/cell.ts'
import { guessMapping } from '../../../../shared/orders/guess.ts'
import { orderFields, type OrderField } from '../../../../shared/orders/mapping.ts'
import { readOrder } from '../../../../shared/orders/read-row.ts'

const now = Date.parse('2026-11-22T12:00:00+08:00')
const words = fc.constantFrom('是', '否', '满意', '不满意', '一般', '2018-03-05 08:30', '43164.5', '合计', '#REF!', '5个工作日', '咨询', 'HZ20180305001', '13800000001', '__proto__', 'constructor')
const cell = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 60 }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null),
  fc.double().map((date) => ({ date })), fc.string().map((error) => ({ error }))) as fc.Arbitrary<Cell>
const row = fc.dictionary(fc.constantFrom(...orderFields), cell) as fc.Arbitrary<Partial<Record<OrderField, Cell>>>

test('any row is an order in its bounds or has problems that name mapped fields', () => {
  fc.assert(fc.property(row, fc.boolean(), (cells, numbered) => {
    const told = readOrder(cells, { words: {}, now, numbered })
    if ('problems' in told) {
      expect(told.problems.length).toBeGreaterThan(0)
      expect(new Set(told.problems.map(({ field }) => field)).size).toBe(told.problems.length)
      for (const { problem, value } of told.problems) expect(problem.length + (value?.length ?? 0)).toBeLessThan(220)
      return
    }
    const { order, time, phone, text, title } = told
    expect(numbered ? order.orderNumber !== '' : order.orderNumber === '').toBe(true)
    expect(time).toBeLessThanOrEqual(now + 86_400_000)
    for (const event of [order.signedAt, order.closedAt, order.calledBackAt]) expect(event ?? time).toBeGreaterThanOrEqual(time)
    expect(order.returns).toBeLessThanOrEqual(1_000)
    expect(phone ?? '12345').toMatch(/^\d{5,15}$/)
    expect(JSON.stringify([title, text, order])).not.toContain('\\u0000')
  }), { numRuns: 1_000 })
})

test('any headers and values are guessed at, a field for one column at most', () => {
  const headers = fc.array(fc.oneof(fc.constantFrom('工单编号', '受理时间', '诉求内容', '联系人', '列1', '回访情况/是否满意'), fc.string({ unit: 'binary', maxLength: 80 })), { maxLength: 12 })
  fc.assert(fc.property(headers, fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 }), (names, samples) => {
    const { columns, mapping } = guessMapping(names, samples, ['城管局'])
    expect(columns).toHaveLength(names.length)
    const fields = columns.flatMap(({ field }) => field ?? [])
    expect(new Set(fields).size).toBe(fields.length)
    expect(Object.keys(mapping.columns).sort()).toEqual([...fields].sort())
    for (const [at, { field }] of columns.entries()) if (field) expect(mapping.columns[field]).toBe(names[at])
    const persons = names.flatMap((name, at) => (name === '联系人' ? [columns[at]?.field ?? null] : []))
    expect(persons.filter((field) => field !== null)).toEqual([])
  }), { numRuns: 300 })
})
