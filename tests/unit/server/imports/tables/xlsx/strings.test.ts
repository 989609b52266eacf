import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SharedStrings } from '../../../../../../server/imports/tables/xlsx/strings.ts'

test('texts are found again by their index, in any order and as often as asked', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 100 }), { maxLength: 60 }), fc.array(fc.nat(59)), (texts, asked) => {
    const strings = new SharedStrings()
    for (const text of texts) strings.add(text)
    for (const index of asked) expect(strings.get(index)).toBe(texts[index] ?? null)
  }))
})

test('texts of many blocks do not run into one another', () => {
  const strings = new SharedStrings()
  const text = (index: number): string => `${index}${'灯'.repeat(20_000 + (index % 7) * 1_000)}`
  for (let index = 0; index < 400; index += 1) strings.add(text(index))
  for (const index of [399, 0, 57, 200, 58]) expect(strings.get(index)).toBe(text(index))
})

test('an index that is no index finds nothing', () => {
  const strings = new SharedStrings()
  strings.add('a')
  expect([-1, 1, 0.5, Number.NaN, Infinity].map((index) => strings.get(index))).toEqual([null, null, null, null, null])
})

test('more than any office writes is refused, and how to go on is said', () => {
  const strings = new SharedStrings()
  const text = 'a'.repeat(131_000)
  expect(() => { for (let count = 0; count < 3_000; count += 1) strings.add(text) }).toThrow(/拆成几个文件/)
})
