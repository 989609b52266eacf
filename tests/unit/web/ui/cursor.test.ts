import { expect, test } from 'vitest'
import { stepFrom } from '../../../../web/ui/cursor.ts'

test('j and k move the cursor like the arrows; other keys do not', () => {
  expect(['j', 'ArrowDown', 'k', 'ArrowUp', 'x', 'Enter'].map(stepFrom)).toEqual([1, 1, -1, -1, null, null])
})
