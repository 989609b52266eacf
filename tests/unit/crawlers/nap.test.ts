import { expect, test } from 'vitest'
import { openNap } from '../../../crawlers/nap.ts'

test('a nap is cut short by whoever rouses the sleeper, by the end of all, and before it has begun', async () => {
  const stopping = new AbortController()
  const nap = openNap(stopping.signal)
  const first = nap.take(1e12)
  nap.rouse()
  await first
  expect([nap.roused(), nap.roused()]).toEqual([true, false])
  nap.rouse()
  await nap.take(1e12)
  expect(nap.roused()).toBe(true)
  const last = nap.take(1e12)
  stopping.abort()
  await last
  expect(nap.roused()).toBe(false)
})

test('a short nap ends by itself, roused by nobody', async () => {
  const nap = openNap(new AbortController().signal)
  await nap.take(1)
  expect(nap.roused()).toBe(false)
})
