import { expect, test } from 'vitest'
import { minute, second } from '../../../../shared/clock.ts'
import { judgeFreshness } from '../../../../web/state/freshness.ts'

const asOf = Date.UTC(2026, 10, 22, 0, 30, 5)

test.each([
  [0, 0, 'fresh'],
  [30 * second, 0, 'fresh'],
  [31 * second, 0, 'doubtful'],
  [0, 31 * second, 'doubtful'],
  [2 * minute, 0, 'doubtful'],
  [2 * minute + 1, 0, 'stale'],
  [0, 3 * minute, 'stale'],
  [0, null, 'fresh'],
] as const)('%i ms of silence and data %s ms behind are %s', (silence, behind, state) => {
  expect(judgeFreshness(silence, behind, asOf).state).toBe(state)
})

test('the band of a broken line names the time of the data', () => {
  expect(judgeFreshness(3 * minute, 3 * minute, asOf).band).toBe('数据截至 08:30:05，连接中断，正在重连')
})

test('the band of a line that lives but lags says by how much', () => {
  expect(judgeFreshness(0, 4 * minute, asOf).band).toBe('数据截至 08:30:05，数据处理滞后 4 分钟')
})

test('a wall that never had data says that it does not know', () => {
  expect(judgeFreshness(3 * minute, null, null).band).toBe('数据截至 –，连接中断，正在重连')
})
