/** What counts as recalled and as false when masks are scored. */
import { expect, test } from 'vitest'
import type { MaskSpan } from '../../../server/enrich/mask.ts'
import { emptyTally, tallyMasks, type KnownSpan } from '../../evaluate/mask-score.ts'

const at = (start: number, end: number): MaskSpan => ({ start, end, kind: 'phone' })
function score(text: string, masks: MaskSpan[], spans: KnownSpan[]) {
  const tally = emptyTally()
  tallyMasks(tally, text, masks, spans)
  return tally
}

test('a span is recalled only when no digit of it is left', () => {
  expect(score('电话138-1234', [at(2, 10)], [[2, 10, '手机']])).toMatchObject({ spans: 1, recalled: 1, false: 0, characters: 10 })
  expect(score('电话138-1234', [at(2, 9)], [[2, 10, '手机']]).recalled).toBe(0)
  expect(score('电话138-1234', [at(3, 10)], [[2, 10, '手机']]).recalled).toBe(0)
})

test('marks between two masks need no mask, nor does the label at the beginning', () => {
  expect(score('138-1234', [at(0, 3), at(4, 8)], [[0, 8, 'phone']]).recalled).toBe(1)
  expect(score('微信号abc123', [at(3, 9)], [[0, 9, 'wechat']]).recalled).toBe(1)
  expect(score('微信号', [], [[0, 3, 'wechat']]).recalled).toBe(0)
})

test('a mask that touches no span is false', () => {
  expect(score('2023年电话138', [at(0, 4), at(7, 10)], [[7, 10, 'phone']])).toMatchObject({ recalled: 1, false: 1 })
})

test('kinds are told apart under the names of the file', () => {
  expect(score('a1b2', [at(0, 2)], [[0, 2, 'x'], [2, 4, 'y']]).byKind).toEqual({ x: { spans: 1, recalled: 1 }, y: { spans: 1, recalled: 0 } })
})
