import { expect, test } from 'vitest'
import type { RulingLine } from '../../../../shared/issue-view.ts'
import { stillWaiting } from '../../../../web/state/issue.ts'

const line = (number: number, done: boolean): RulingLine => ({ number, kind: 'apart', sentence: '', by: 'admin', at: 0, done })
const waiting = [{ number: 7, words: '一' }, { number: 8, words: '二' }]

test('a ruling waits until the line has obeyed it, and longer where the issue does not list it yet', () => {
  expect(stillWaiting(waiting, { rulings: [line(8, false), line(7, true)] }).map(({ number }) => number)).toEqual([8])
  expect(stillWaiting(waiting, { rulings: [] })).toHaveLength(2)
})

test('an issue that is gone has obeyed all', () => {
  expect(stillWaiting(waiting, null)).toEqual([])
})
