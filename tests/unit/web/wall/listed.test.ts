import { expect, test } from 'vitest'
import { listedWords } from '../../../../web/wall/listed.ts'

test('a list that may have been cut says so instead of giving a total', () => {
  expect(listedWords(7, 7)).toBe('7 项')
  expect(listedWords(5, 3)).toBe('5 项，显示 3')
  expect(listedWords(8, 8)).toBe('前8项')
  expect(listedWords(8, 5)).toBe('前8项，显示 5')
})
