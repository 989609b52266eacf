import { expect, test } from 'vitest'
import { chineseFrom, fontFaces, fontFor } from '../../../../../shared/node/browsing/fonts.ts'

test('a text gets the parts of the font that hold its characters, each once', async () => {
  const parts = await fontFor('洪泽湖洪泽湖')
  expect(parts.length).toBeGreaterThan(0)
  expect(parts.length).toBeLessThanOrEqual(3)
  expect(new Set(parts.map(({ range }) => range)).size).toBe(parts.length)
  for (const { base64 } of parts) expect(Buffer.from(base64, 'base64').subarray(0, 4).toString()).toBe('wOF2')
})

test('nothing is loaded for nothing, nor for what the machine can draw itself', async () => {
  expect(await fontFor('')).toEqual([])
  expect(await fontFor('plain words 123', chineseFrom)).toEqual([])
  expect(await fontFor('plain words 123')).not.toEqual([])
})

test('characters below the least and private ones stay with the page’s own fonts', async () => {
  const starts = (await fontFor('洪泽湖路灯不亮，老人出门容易摔倒①', chineseFrom)).flatMap(({ range }) => range.split(',').map((span) => parseInt(span.slice(2), 16)))
  expect(starts.every((start) => start >= chineseFrom && !(start >= 0xe000 && start <= 0xf8ff))).toBe(true)
})

test('the style sheet names every part with its range', async () => {
  const parts = await fontFor('内部资料')
  expect(fontFaces(parts).match(/@font-face/g)).toHaveLength(parts.length)
})
