import { describe, expect, test } from 'vitest'
import { merge, part } from '../../../../server/issues/obey.ts'

const members = [
  { posting: 3, thread: null }, { posting: 5, thread: null }, { posting: 6, thread: 5 }, { posting: 8, thread: 3 }, { posting: 9, thread: null },
]

describe('rulings on issues', () => {
  test('a merger takes every posting along', () => {
    expect(merge(3, 7, members)).toEqual({ moves: [{ from: 3, to: 7, postings: [3, 5, 6, 8, 9] }], apart: null })
  })

  test('an issue that is merged already, or into itself, moves nothing', () => {
    expect(merge(3, 3, members).moves).toEqual([])
    expect(merge(3, 7, []).moves).toEqual([])
  })

  test('replies go along with their thread, and the part without the founder is named after its earliest posting', () => {
    expect(part(3, [5], members)).toEqual({ moves: [{ from: 3, to: 5, postings: [5, 6] }], apart: [3, 5] })
  })

  test('the part with the founder keeps the number, whichever part was named', () => {
    expect(part(3, [3], members)).toEqual({ moves: [{ from: 3, to: 5, postings: [5, 6, 9] }], apart: [3, 5] })
    expect(part(3, [3, 9], members)).toEqual({ moves: [{ from: 3, to: 5, postings: [5, 6] }], apart: [3, 5] })
  })

  test('a reply may be taken out without its thread', () => {
    expect(part(3, [8], members).moves).toEqual([{ from: 3, to: 8, postings: [8] }])
  })

  test('nothing is parted where all or none of the postings are named', () => {
    expect(part(3, [3, 5, 9], members).moves).toEqual([])
    expect(part(3, [77], members)).toEqual({ moves: [], apart: null })
  })
})
