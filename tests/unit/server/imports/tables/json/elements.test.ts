import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ElementReader } from '../../../../../../server/imports/tables/json/elements.ts'

/** Elements of the lists of a text that comes in pieces of a length, by list. */
function read(text: string, length: number): unknown[][] {
  const reader = new ElementReader()
  const lists: unknown[][] = []
  for (let at = 0; at < text.length; at += length) {
    for (const element of reader.read(text.slice(at, at + length))) (lists[element.list] ??= []).push(JSON.parse(element.text))
  }
  reader.end()
  return lists
}

test('a list is cut where it is to be cut, whatever stands in it and however its pieces come', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue({ depthSize: 'small' }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), (list, length, wide) => {
    const normal = JSON.parse(JSON.stringify(list)) as unknown[]
    expect(read(JSON.stringify(list, null, wide ? 2 : 0), length)).toEqual([normal])
    expect(read(JSON.stringify({ a: { b: '[{', list } }, null, wide ? 2 : 0), length)).toEqual([normal])
  }))
})

test('lists below two objects are no lists of records', () => {
  expect(read('{"a":{"b":{"c":[1]},"d":[2]},"e":[3,[4]]}', 5)).toEqual([[2], [3, [4]]])
})

test('what does not end, or ends twice, is refused', () => {
  for (const text of ['[1', '[1]]', '{"a":[1]', '["a', '}']) expect(() => read(text, 2)).toThrow(/格式有误/)
})
